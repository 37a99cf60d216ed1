import { useTranslation } from 'react-i18next';
import { operatorName } from '../../lib/operatorName.ts';
import { formatTime } from '../../lib/format.ts';
import { refusalWords } from '../../lib/refusalWords.ts';
import { dismissRefusal } from '../../stores/actions.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { doneByAnother } from './model.ts';
import styles from './OutboxBar.module.css';

/** Another desk was first with what this one ordered. Said beside the work and not over it: nothing is lost, and nothing to be done again. */
export const FirstBar = () => {
  const { t } = useTranslation('common');
  const outbox = useSession((state) => state.outbox);
  const index = useDirectory();
  const beaten = doneByAnother(outbox);
  const nameOf = (id: Parameters<typeof operatorName>[1]): string => operatorName(index, id);
  return (
    <div role="status">
      {beaten.length > 0 && (
        <div className={styles['bar']} data-testid="first-bar">
          <strong>{t('outbox.firstWasAnother')}</strong>
          {beaten.map(({ id, issuedAt_ms, refusal }) => (
            <span key={id}>
              {formatTime(issuedAt_ms)} {refusal === null ? '' : refusalWords(t, refusal, nameOf)}
            </span>
          ))}
          <Button size="s" onClick={() => beaten.forEach(({ id }) => void dismissRefusal(id))}>
            {t('outbox.firstSeen')}
          </Button>
        </div>
      )}
    </div>
  );
};
