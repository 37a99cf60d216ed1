import { useTranslation } from 'react-i18next';
import { useSession } from '../stores/session.ts';
import styles from './Starting.module.css';

/** Before the console process has answered, or while code is loading. */
export const Starting = () => {
  const { t } = useTranslation('common');
  const unreachable = useSession((state) => !state.ready && !state.bridge.up && state.bridge.since_ms > 0);
  return (
    <main className={styles['starting']} aria-busy>
      <p>{unreachable ? t('link.bridgeDown') : t('starting')}</p>
    </main>
  );
};
