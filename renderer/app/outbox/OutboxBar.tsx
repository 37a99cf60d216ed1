import { useTranslation } from 'react-i18next';
import { useNow } from '../../stores/clock.ts';
import { useSession } from '../../stores/session.ts';
import { waitingLong } from './model.ts';
import styles from './OutboxBar.module.css';

/** Commands on disk that the server has not taken yet. Absent while everything lands at once. */
export const OutboxBar = () => {
  const { t } = useTranslation('common');
  const outbox = useSession((state) => state.outbox);
  const count = waitingLong(outbox, useNow()).length;
  return (
    <div role="status">
      {count > 0 && (
        <p className={styles['bar']}>
          <strong>{t('outbox.waiting', { count })}</strong>
          <span>{t('outbox.waitingDetail')}</span>
        </p>
      )}
    </div>
  );
};
