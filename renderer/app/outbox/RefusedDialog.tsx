import { useTranslation } from 'react-i18next';
import { formatTime } from '../../lib/format.ts';
import { refusalWords } from '../../lib/refusalWords.ts';
import { dismissRefusal } from '../../stores/actions.ts';
import { useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { refusedOf } from './model.ts';
import styles from './CommandList.module.css';

/** Refused commands stay on the screen until somebody says to have seen them. */
export const RefusedDialog = () => {
  const { t } = useTranslation('common');
  const outbox = useSession((state) => state.outbox);
  const refused = refusedOf(outbox);
  const acknowledge = (): void => refused.forEach(({ id }) => void dismissRefusal(id));
  return (
    <Dialog
      open={refused.length > 0}
      onOpenChange={() => undefined}
      mustAnswer
      title={t('outbox.refusedTitle', { count: refused.length })}
      description={t('outbox.refusedDescription')}
      footer={
        <Button variant="primary" size="l" onClick={acknowledge}>
          {t('outbox.acknowledge')}
        </Button>
      }
    >
      <ul className={styles['list']}>
        {refused.map(({ id, body, issuedAt_ms, refusal }) => (
          <li key={id} className={styles['item']}>
            <strong>{t(`command.${body.kind}`)}</strong>
            <span className={styles['time']}>{t('outbox.issuedAt', { time: formatTime(issuedAt_ms) })}</span>
            {refusal !== null && <p>{refusalWords(t, refusal)}</p>}
          </li>
        ))}
      </ul>
    </Dialog>
  );
};
