import { Bell, BellRing, Megaphone } from 'lucide-react';
import { VisuallyHidden } from 'radix-ui';
import { formatStopwatch } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import type { QueueRow } from './model.ts';
import styles from './queue.module.css';

type Props = { readonly row: QueueRow; readonly isLine: boolean };

/** How long an incident has rung, or has run where nothing rings; in more than a line also how long its first sounding. */
export const Waited = ({ row, isLine }: Props) => {
  const { t } = useWords();
  const { ringing } = row;
  const isEscalated = ringing !== null && ringing.escalatedAt_ms !== null;
  const Ring = isEscalated ? Megaphone : ringing?.isOver === true ? Bell : BellRing;
  const hasIcon = isEscalated || (ringing !== null && !isLine);
  const waited = formatStopwatch(row.waited_s);
  return (
    <span className={styles['waited']} data-overdue={row.overdue}>
      {hasIcon && <Ring size={13} role="img" aria-label={t(isEscalated ? 'queue.escalated' : 'queue.sounding')} />}
      <VisuallyHidden.Root>
        {ringing !== null ? t('queue.waiting', { time: waited }) : t('queue.since', { time: waited })}
      </VisuallyHidden.Root>
      <span aria-hidden>{waited}</span>
      {!isLine && row.firstWaited_s !== null && (
        <small>{t('queue.firstSounding', { time: formatStopwatch(row.firstWaited_s) })}</small>
      )}
    </span>
  );
};
