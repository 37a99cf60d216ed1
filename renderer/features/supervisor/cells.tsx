import { LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatDateTime, formatDuration, formatShortTime } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { useServerNow } from '../../stores/clock.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { IncidentRow } from './model.ts';
import styles from './supervisor.module.css';

/** `11-22 12:05:02`: the year stands in the detail. */
const withoutYear = (at_ms: number): string => formatDateTime(at_ms).slice(5);

type Cell = { readonly row: IncidentRow };

/** The button that picks the row; its press is heard by the row it stands in. */
export const People = ({ row }: Cell) => {
  const { t } = useWords();
  return (
    <button type="button" className={styles['pick']}>
      <span className={styles['pair']}>{t('queue.pair', { offender: row.offender, victim: row.victim })}</span>
      <span className={styles['sub']}>
        {row.orderNumber}
        {row.followsRaised_ms !== null && ` · ${t('story.follows', { time: formatShortTime(row.followsRaised_ms) })}`}
      </span>
    </button>
  );
};

export const Status = ({ row }: Cell) => {
  const { t } = useWords();
  return (
    <>
      <Badge tone={row.status === 'resolved' ? 'strong' : 'plain'}>{t(`word.status.${row.status}`)}</Badge>
      {row.brokeGlass && <LockOpen size={13} className={styles['glass']} aria-label={t('word.purpose.break-glass')} />}
      <span className={styles['sub']}>{row.outcome === null ? '' : t(`word.outcome.${row.outcome}`)}</span>
    </>
  );
};

export const Raised = ({ at_ms }: { readonly at_ms: number }) => {
  const { common } = useWords();
  const now_ms = useServerNow();
  return (
    <>
      <time dateTime={new Date(at_ms).toISOString()}>{withoutYear(at_ms)}</time>
      <span className={styles['sub']}>{formatAgo(common, (now_ms - at_ms) / 1000)}</span>
    </>
  );
};

/** How long is left of the 72 hours, or how long they are over. */
export const Due = ({ row }: Cell) => {
  const { t } = useTranslation('supervisor');
  const { common } = useWords();
  const now_ms = useServerNow();
  if (row.reviewDue_ms === null) return <span className={styles['sub']}>—</span>;
  const left_s = (row.reviewDue_ms - now_ms) / 1000;
  const time = formatDuration(common, Math.abs(left_s));
  return (
    <>
      <span>
        {left_s >= 0 ? t('table.left', { time }) : <Badge tone="strong">{t('table.overdue', { time })}</Badge>}
      </span>
      <span className={styles['sub']}>{withoutYear(row.reviewDue_ms)}</span>
    </>
  );
};
