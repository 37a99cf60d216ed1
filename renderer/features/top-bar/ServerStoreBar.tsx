import { Database } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatTime } from '../../lib/format.ts';
import { useNow } from '../../stores/clock.ts';
import { useSession } from '../../stores/session.ts';
import styles from './LinkBar.module.css';

/** Full-width bar while the monitoring server can record nothing: commands wait, and whoever gave them must not take them for done. */
export const ServerStoreBar = () => {
  const { t } = useTranslation('common');
  const now_ms = useNow();
  const since_ms = useSession((state) => state.link?.serverStoreFailingSince_ms ?? null);
  return (
    <div role="alert">
      {since_ms !== null && (
        <div className={styles['bar']} data-testid="server-store-bar">
          <Database size={18} aria-hidden />
          <strong>{t('serverStoreBar.title')}</strong>
          {/* Counts every second: announced once by the alert, not again with each second. */}
          <span className={styles['since']} aria-live="off">
            {t('linkBar.since', {
              time: formatTime(since_ms),
              age: formatDuration(t, (now_ms - since_ms) / 1000),
            })}
          </span>
          <span>{t('serverStoreBar.explained')}</span>
        </div>
      )}
    </div>
  );
};
