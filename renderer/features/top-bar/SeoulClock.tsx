import { useTranslation } from 'react-i18next';
import { formatDate, formatTime } from '../../lib/format.ts';
import { useServerNow } from '../../stores/clock.ts';
import styles from './TopBar.module.css';

/** The server's time, so that it agrees with the record. */
export const SeoulClock = () => {
  const { t } = useTranslation('common');
  const now_ms = useServerNow();
  return (
    <time className={styles['clock']} dateTime={new Date(now_ms).toISOString()} title={t('clock')}>
      <span className={styles['quiet']}>{formatDate(now_ms)}</span>
      <strong>{formatTime(now_ms)}</strong>
    </time>
  );
};
