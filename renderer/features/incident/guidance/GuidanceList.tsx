import { useMemo, useState } from 'react';
import { isRunning } from '../../../../shared/domain/incidents/state.ts';
import { personName } from '../../../lib/alertWords.ts';
import { formatTime } from '../../../lib/format.ts';
import { isWaiting } from '../../../lib/pending.ts';
import { useWords } from '../../../lib/words.ts';
import { sendCommand } from '../../../stores/actions.ts';
import { useEntriesOf } from '../../../stores/record.ts';
import { useSession } from '../../../stores/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Section } from '../Section.tsx';
import type { PanelModel } from '../useIncident.ts';
import { guidanceRows } from './model.ts';
import type { GuidanceRow } from './model.ts';
import styles from './guidance.module.css';

/** Shown before asking for more: what is under way, and what was before it. */
const SHOWN = 2;

/** Guidance of the panel's incident, from the record, the outbox and what this screen remembers. */
export const useGuidanceRows = ({ incident, outbox, advice }: PanelModel): readonly GuidanceRow[] => {
  const entries = useEntriesOf(incident.id);
  const led = useSession((state) => state.led);
  const followed = advice?.led;
  return useMemo(
    () => guidanceRows(incident, entries, outbox, led, followed ?? []),
    [incident, entries, outbox, led, followed],
  );
};

const Steps = ({ row }: { readonly row: GuidanceRow }) => {
  const { t } = useWords();
  const answer = row.answer === null ? t('guide.step.answered') : t(`word.answer.${row.answer}`);
  const steps = [
    { key: 'sent', name: t('guide.step.sent'), at_ms: row.sentAt_ms },
    { key: 'delivered', name: t('guide.step.delivered'), at_ms: row.deliveredAt_ms },
    { key: 'read', name: t('guide.step.read'), at_ms: row.readAt_ms },
    { key: 'answered', name: answer, at_ms: row.answeredAt_ms },
  ] as const;
  return (
    <ol className={styles['steps']}>
      {steps.map(({ key, name, at_ms }) => (
        <li
          key={key}
          data-step={key}
          data-reached={at_ms !== null}
          data-answer={key === 'answered' ? row.answer : null}
        >
          <span className={styles['stepName']}>{name}</span>
          <span className={styles['stepTime']}>{at_ms === null ? '—' : formatTime(at_ms)}</span>
        </li>
      ))}
    </ol>
  );
};

const Line = ({ row, model }: { readonly row: GuidanceRow; readonly model: PanelModel }) => {
  const words = useWords();
  const { t } = words;
  const locale = useSession((state) => state.settings.locale);
  const place = row.placeId === null ? undefined : model.index.placeById.get(row.placeId);
  const what = row.text ?? (place === undefined ? t('guide.toPlace') : t('guide.to', { place: place[locale] }));
  return (
    <li
      className={styles['line']}
      data-guidance={row.key}
      data-pending={row.sentAt_ms === null}
      data-ended={row.ended !== null}
    >
      <p className={styles['what']} title={what}>
        {model.people.otherVictims > 0 && `${personName(words, model.index, row.victim)} · `}
        {what}
        {row.sentAt_ms === null && <span className={styles['pending']}>{t('act.sending')}</span>}
      </p>
      {row.sentAt_ms !== null && <Steps row={row} />}
      <Standing row={row} model={model} />
    </li>
  );
};

/** How it is followed, or why it holds no more; and the way to take it back while it holds. */
const Standing = ({ row, model }: { readonly row: GuidanceRow; readonly model: PanelModel }) => {
  const { t } = useWords();
  const { incident, outbox, may } = model;
  const { guidanceId, following, astray, ended } = row;
  if (guidanceId === null) return null;
  if (ended !== null) {
    return (
      <p className={styles['ended']}>
        {t(`record.guidanceEnded.${ended.why}`)} {formatTime(ended.at_ms)}
      </p>
    );
  }
  const busy = isWaiting(outbox, 'guidance.withdraw', { incidentId: incident.id, guidanceId });
  return (
    <p className={styles['standing']}>
      {following !== null && (
        <strong data-following={following} data-astray={astray !== null}>
          {t(`word.following.${following}`)}
        </strong>
      )}
      {may('guidance.withdraw') && isRunning(incident) && (
        <Button
          size="s"
          variant="quiet"
          busy={busy}
          onClick={() => void sendCommand({ kind: 'guidance.withdraw', incidentId: incident.id, guidanceId })}
        >
          {t('guide.withdraw')}
        </Button>
      )}
    </p>
  );
};

/** What victims have been told, and how far it has come: sent, delivered, read, answered, each with its time. */
export const GuidanceList = ({ model }: { readonly model: PanelModel }) => {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const rows = useGuidanceRows(model);
  if (rows.length === 0) return null;
  const more = rows.length - SHOWN;
  return (
    <Section title={t('guide.title')}>
      <ol aria-label={t('guide.title')}>
        {(all ? rows : rows.slice(0, SHOWN)).map((row) => (
          <Line key={row.key} row={row} model={model} />
        ))}
      </ol>
      {more > 0 && (
        <Button size="s" variant="quiet" onClick={() => setAll(!all)}>
          {all ? t('guide.fewer') : t('guide.more', { n: more })}
        </Button>
      )}
    </Section>
  );
};
