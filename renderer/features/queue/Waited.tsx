import { Bell, BellRing, Megaphone } from 'lucide-react';
import { VisuallyHidden } from 'radix-ui';
import { formatStopwatch } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import type { QueueRow } from './model.ts';
import styles from './queue.module.css';

type Props = { readonly row: QueueRow; readonly withFirst: boolean };

/** How long an incident has rung, or has run where nothing rings; `withFirst`: and how long its first sounding. */
export const Waited = ({ row, withFirst }: Props) => {
  const { t } = useWords();
  const { ringing } = row;
  const Ring =
    ringing !== null && ringing.escalatedAt_ms !== null ? Megaphone : ringing?.isOver === true ? Bell : BellRing;
  const waited = formatStopwatch(row.waited_s);
  return (
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
      {withFirst && row.firstWaited_s !== null && (
        <small>{t('queue.firstSounding', { time: formatStopwatch(row.firstWaited_s) })}</small>
      )}
    </span>
  );
};
