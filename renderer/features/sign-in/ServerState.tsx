import { useTranslation } from 'react-i18next';
import { formatAgo, formatTime } from '../../lib/format.ts';
import { useNow } from '../../stores/clock.ts';
import { useSession } from '../../stores/session.ts';
import { LinkDot } from '../../ui/LinkDot.tsx';
import styles from './SignIn.module.css';

/** Whether signing in can work at all, before anybody types a password. */
export const ServerState = () => {
  const { t } = useTranslation('common');
  const now_ms = useNow();
  const bridge = useSession((state) => state.bridge);
  const link = useSession((state) => state.link);
  const status = bridge.up && link !== null ? link.status : 'lost';
  const since_ms = bridge.up && link !== null ? link.since_ms : bridge.since_ms;
  return (
    <p className={styles['server']} role="status">
      <LinkDot status={status} />
      <span>{t('signIn.serverState')}</span>
      <strong>{bridge.up ? t(`link.${status}`) : t('link.bridgeDown')}</strong>
      {status !== 'up' && since_ms > 0 && (
        <span className={styles['since']}>
          {t('link.since', { time: formatTime(since_ms), age: formatAgo(t, (now_ms - since_ms) / 1000) })}
        </span>
      )}
    </p>
  );
};
