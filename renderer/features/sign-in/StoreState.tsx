import { Database } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../lib/format.ts';
import { useSession } from '../../stores/session.ts';
import styles from './SignIn.module.css';

/** Before anybody types a password: that the server can record nothing, and since when. */
export const StoreState = () => {
  const { t } = useTranslation('common');
  const store = useSession((state) => (state.bridge.up && state.link?.status === 'up' ? state.link.serverStore : null));
  return (
    <div role="alert">
      {store?.state === 'refusing' && (
        <p className={styles['store']} data-testid="sign-in-store">
          <Database size={16} aria-hidden />
          <span>{t('serverStoreBar.signIn', { time: formatTime(store.since_ms) })}</span>
        </p>
      )}
    </div>
  );
};
