import { VisuallyHidden } from 'radix-ui';
import { Bell, BellRing, CornerDownRight, Megaphone } from 'lucide-react';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { levelWords } from '../../lib/alertWords.ts';
import { formatStopwatch } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { ClaimTag } from '../claim/index.ts';
import { Distance } from './Distance.tsx';
import { DraftMark } from './DraftMark.tsx';
import { FollowingMark } from './FollowingMark.tsx';
import type { QueueRow } from './model.ts';
import { RowUnits } from './RowUnits.tsx';
import styles from './queue.module.css';

type Props = { readonly row: QueueRow; readonly selected: boolean; readonly onSelect: () => void };

/** Four lines of fixed height: what and how sure, who, how far apart, who is on it. */
export const Row = ({ row, selected, onSelect }: Props) => {
  const words = useWords();
  const { t } = words;
  const { incident, lead, offender, victim, ringing, isOver } = row;
  const Ring =
    ringing !== null && ringing.escalatedAt_ms !== null ? Megaphone : ringing?.isOver === true ? Bell : BellRing;
  const unknown = t('queue.unknownPerson');
  const waited = formatStopwatch(row.waited_s);
  return (
    <li>
      <button
        type="button"
        className={styles['row']}
        data-incident={incident.id}
        data-code={incident.code}
        data-sounding={ringing !== null}
        data-over={isOver}
        aria-current={selected}
        onClick={onSelect}
      >
        <span className={styles['first']}>
          {isOver && <strong className={styles['over']}>{t('queue.over')}</strong>}
          <CodeTag code={incident.code} isOver={isOver} />
          <span className={styles['level']}>
            {lead === null ? t(`word.status.${incident.status}`) : levelWords(words, lead.state)}
          </span>
          {lead !== null && !isOver && (
            <span className={styles['certainty']}>{t(`word.certainty.${lead.state.certainty}`)}</span>
          )}
          <span className={styles['waited']} data-overdue={row.overdue}>
            {ringing !== null && (
              <Ring
                size={13}
                role="img"
                aria-label={t(ringing.escalatedAt_ms !== null ? 'queue.escalated' : 'queue.sounding')}
              />
            )}
            <VisuallyHidden.Root>
              {ringing !== null ? t('queue.waiting', { time: waited }) : t('queue.since', { time: waited })}
            </VisuallyHidden.Root>
            <span aria-hidden>{waited}</span>
            {row.firstWaited_s !== null && (
              <small>{t('queue.firstSounding', { time: formatStopwatch(row.firstWaited_s) })}</small>
            )}
          </span>
        </span>
        <span className={styles['people']}>
          {t('queue.pair', { offender: offender?.name ?? unknown, victim: victim?.name ?? unknown })}
          {row.otherVictims > 0 && ` ${t('queue.others', { n: row.otherVictims })}`}
        </span>
        <Distance apart={row.apart} />
        <span className={styles['units']}>
          {row.answer !== null && (
            <strong className={styles['answer']} data-answer={row.answer}>
              {t(`queue.answer.${row.answer}`)}
            </strong>
          )}
          <FollowingMark incidentId={incident.id} />
          <ClaimTag incident={incident} />
          <DraftMark incidentId={incident.id} />
          <span className={styles['status']}>{t(`word.status.${incident.status}`)}</span>
          <CornerDownRight size={12} aria-hidden />
          <RowUnits row={row} />
        </span>
      </button>
    </li>
  );
};
