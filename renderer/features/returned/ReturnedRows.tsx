import { useTranslation } from 'react-i18next';
import type { PendingCommand } from '../../../shared/api/contract.ts';
import { formatTime } from '../../lib/format.ts';
import { refusalWords } from '../../lib/refusalWords.ts';
import { dismissRefusal, giveAgain } from '../../stores/actions.ts';
import { useRecord } from '../../stores/record.ts';
import { useDirectory } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { detailOf, incidentOf, pairOf } from './model.ts';
import styles from './returned.module.css';

type Props = {
  readonly commands: readonly PendingCommand[];
  /** Beside the incident nobody needs to be told which one it is. */
  readonly withIncident: boolean;
};

/** Commands that have come back: what, when, why, and the choice of what becomes of each. */
export const ReturnedRows = ({ commands, withIncident }: Props) => {
  const { t } = useTranslation('common');
  const index = useDirectory();
  const incidents = useRecord((state) => state.world.incidents);
  return (
    <ul className={styles['list']}>
      {commands.map(({ id, body, issuedAt_ms, refusal }) => {
        const about = [withIncident ? pairOf(incidentOf(body), incidents, index) : null, detailOf(body, index)];
        return (
          <li key={id} className={styles['item']} data-returned={id}>
            <div className={styles['what']}>
              <strong>{t(`command.${body.kind}`)}</strong>
              <span className={styles['when']}>{t('outbox.issuedAt', { time: formatTime(issuedAt_ms) })}</span>
              {about.map((line) => line !== null && <p key={line}>{line}</p>)}
              {refusal !== null && <p className={styles['why']}>{refusalWords(t, refusal)}</p>}
            </div>
            <div className={styles['buttons']}>
              <Button size="s" onClick={() => void dismissRefusal(id)}>
                {t('returned.discard')}
              </Button>
              <Button size="s" variant="primary" onClick={() => void giveAgain(id)}>
                {t('returned.giveAgain')}
              </Button>
            </div>
          </li>
        );
      })}
    </ul>
  );
};
