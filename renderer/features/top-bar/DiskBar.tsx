import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatTime } from '../../lib/format.ts';
import { useNow } from '../../stores/clock.ts';
import { useSession } from '../../stores/session.ts';
import styles from './LinkBar.module.css';

/** Full-width bar while this console can keep nothing: entries that cannot be kept are not shown, so their absence must be. */
export const DiskBar = () => {
  const { t } = useTranslation('common');
  const now_ms = useNow();
  const since_ms = useSession((state) => state.link?.diskFailingSince_ms ?? null);
  return (
    <div role="alert">
      {since_ms !== null && (
        <div className={styles['bar']} data-testid="disk-bar">
          <HardDrive size={18} aria-hidden />
          <strong>{t('diskBar.title')}</strong>
          {/* Counts every second: announced once by the alert, not again with each second. */}
          <span className={styles['since']} aria-live="off">
            {t('linkBar.since', {
              time: formatTime(since_ms),
              age: formatDuration(t, (now_ms - since_ms) / 1000),
            })}
          </span>
          <span>{t('diskBar.explained')}</span>
        </div>
      )}
    </div>
  );
};
