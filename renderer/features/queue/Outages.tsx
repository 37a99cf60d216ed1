import { clsx } from 'clsx';
import { Check, ChevronRight, Megaphone } from 'lucide-react';
import { Collapsible, VisuallyHidden } from 'radix-ui';
import { useMemo, useState } from 'react';
import type { Outage } from '../../../shared/domain/incidents/outages.ts';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatStopwatch } from '../../lib/format.ts';
import { operatorName } from '../../lib/operatorName.ts';
import { groupWords } from '../../lib/outageWords.ts';
import { useWords } from '../../lib/words.ts';
import { sendCommand } from '../../stores/actions.ts';
import { useServerNow } from '../../stores/clock.ts';
import { useRecord } from '../../stores/record.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { outageRows } from './outages.ts';
import type { OutageRow } from './outages.ts';
import coded from './coded.module.css';
import styles from './outages.module.css';

/** More names than this are counted and not listed: nobody reads them, and each would be drawn anew every second. */
const NAMED = 200;

/** What the deployment asks for in a mass outage, ticked off step by step. */
const Steps = ({ outage }: { readonly outage: Outage }) => {
  const { t } = useWords();
  const { playbooks } = useDirectory();
  const locale = useSession((state) => state.settings.locale);
  const playbook = playbooks.find(({ situations }) => situations.includes('mass-outage'));
  if (playbook === undefined) return null;
  const stateOf = (step: string) => outage.playbook.get(`${playbook.key}/${step}`) ?? null;
  return (
    <section aria-label={playbook[locale]}>
      <h4 className={styles['part']}>{t('outage.playbook')}</h4>
      <ol>
        {playbook.steps.map(({ key, ...step }) => (
          <li key={key}>
            <button
              type="button"
              role="checkbox"
              aria-checked={stateOf(key) !== null}
              className={styles['step']}
              onClick={() =>
                void sendCommand({
                  ...{ kind: 'outage.step', outageId: outage.id, playbook: playbook.key, step: key },
                  state: stateOf(key) === null ? 'done' : 'undone',
                })
              }
            >
              <span className={styles['mark']} aria-hidden>
                {stateOf(key) !== null && <Check size={12} strokeWidth={3} />}
              </span>
              {step[locale]}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
};

/** Who is silent: those near their victim first. */
const List = ({ row: { silent }, now_ms }: { readonly row: OutageRow; readonly now_ms: number }) => {
  const { t } = useWords();
  return (
    <section aria-label={t('outage.list')}>
      <h4 className={styles['part']}>{t('outage.list')}</h4>
      <ul className={styles['people']}>
        {silent.slice(0, NAMED).map(({ id, person, since_ms, isNear }) => (
          <li key={id} data-person={id} data-near={isNear}>
            <span className={styles['name']}>{person?.name ?? id}</span>
            <span>{person === null ? '' : t(`word.role.${person.role}`)}</span>
            {isNear && <strong>{t('outage.isNear')}</strong>}
            <time>{formatStopwatch((now_ms - since_ms) / 1000)}</time>
          </li>
        ))}
      </ul>
      {silent.length > NAMED && <p className={styles['more']}>{t('outage.more', { n: silent.length - NAMED })}</p>}
    </section>
  );
};

const Row = ({ row, now_ms }: { readonly row: OutageRow; readonly now_ms: number }) => {
  const words = useWords();
  const { t } = words;
  const { outage, near } = row;
  const { id: outageId, ringing, acknowledgedBy, endedAt_ms, soundings } = outage;
  const index = useDirectory();
  const role = useSession((state) => state.session?.operator.role ?? null);
  const busy = useSession((state) =>
    state.outbox.some(
      ({ state: is, body }) => is === 'waiting' && body.kind === 'outage.acknowledge' && body.outageId === outageId,
    ),
  );
  const [open, setOpen] = useState(false);
  const isOver = endedAt_ms !== null;
  const who = acknowledgedBy === null ? null : operatorName(index, acknowledgedBy);
  const group = groupWords(words, outage.group);
  return (
    <Collapsible.Root asChild open={open} onOpenChange={setOpen}>
      <li
        className={clsx(styles['outage'], coded['coded'])}
        data-outage={outageId}
        data-code={outage.code}
        data-sounding={ringing !== null}
        data-over={isOver}
      >
        <div className={styles['line']}>
          {isOver && <strong>{t('outage.over')}</strong>}
          <CodeTag code={outage.code} isOver={isOver} />
          <span className={styles['title']} title={`${t('outage.title')} · ${group}`}>
            {t('outage.title')} · {group}
          </span>
          {ringing !== null && ringing.escalatedAt_ms !== null && (
            <Megaphone size={13} role="img" aria-label={t('outage.escalated')} />
          )}
          <time className={styles['since']}>{formatStopwatch((now_ms - outage.beganAt_ms) / 1000)}</time>
        </div>
        <div className={styles['figures']}>
          <span className={styles['counts']}>{t('outage.counts', { n: outage.silent.size, heard: outage.heard })}</span>
          <span className={styles['near']} data-near={near > 0}>
            {near > 0 ? t('outage.near', { n: near }) : t('outage.nearNone')}
          </span>
        </div>
        <div className={styles['line']}>
          <Collapsible.Trigger className={styles['fold']}>
            <ChevronRight size={14} aria-hidden />
            {t(open ? 'outage.hide' : 'outage.show')}
          </Collapsible.Trigger>
          {ringing === null ? (
            <span className={styles['who']}>{who !== null && t('outage.acknowledgedBy', { name: who })}</span>
          ) : (
            role !== null &&
            mayAsk('outage.acknowledge', role) && (
              <Button
                data-answers-outage
                size="s"
                variant="primary"
                busy={busy}
                onClick={() => void sendCommand({ kind: 'outage.acknowledge', outageId, sounding: soundings })}
              >
                {t('outage.acknowledge')}
              </Button>
            )
          )}
        </div>
        <Collapsible.Content className={styles['content']}>
          <p className={styles['more']}>{t('outage.held')}</p>
          <Steps outage={outage} />
          <List row={row} now_ms={now_ms} />
        </Collapsible.Content>
      </li>
    </Collapsible.Root>
  );
};

/** Mass outages, each one row above all incidents: what is silent with many others does not stand there one by one. */
export const Outages = () => {
  const words = useWords();
  const { t } = words;
  const world = useRecord((state) => state.world);
  const register = useDirectory();
  const now_ms = useServerNow();
  const rows = useMemo(() => outageRows(world, register), [world, register]);
  const newest = rows.flatMap(({ outage }) => (outage.ringing === null ? [] : [outage])).at(-1);
  return (
    <>
      {/* Stands there before there is anything to say, or it would not be spoken. */}
      <VisuallyHidden.Root role="status" aria-live="polite">
        {newest !== undefined && (
          <span key={`${newest.id} ${newest.soundings}`}>
            {t('outage.title')} · {groupWords(words, newest.group)}
          </span>
        )}
      </VisuallyHidden.Root>
      {rows.length > 0 && (
        <ul className={styles['outages']} aria-label={t('outage.region')}>
          {rows.map((row) => (
            <Row key={row.outage.id} row={row} now_ms={now_ms} />
          ))}
        </ul>
      )}
    </>
  );
};
