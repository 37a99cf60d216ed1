import { useTranslation } from 'react-i18next';
import { dismissUnsent } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './CommandList.module.css';

/** Commands that the console process never took: nothing has happened, and nothing will unless it is done again. */
export const UnsentDialog = () => {
  const { t } = useTranslation('common');
  const unsent = useSession((state) => state.unsent);
  const isDiskFull = useSession((state) => state.bridge.up && (state.link?.diskFailingSince_ms ?? null) !== null);
  return (
    <Dialog
      open={unsent.length > 0}
      onOpenChange={() => undefined}
      mustAnswer
      title={t('outbox.unsentTitle')}
      description={t(isDiskFull ? 'outbox.unsentDisk' : 'outbox.unsentDescription')}
      footer={
        <Button variant="primary" size="l" onClick={dismissUnsent}>
          {t('outbox.acknowledge')}
        </Button>
      }
    >
      <ul className={styles['list']}>
        {unsent.map((kind, index) => (
          <li key={index} className={styles['item']}>
            <strong>{t(`command.${kind}`)}</strong>
          </li>
        ))}
      </ul>
    </Dialog>
  );
};
