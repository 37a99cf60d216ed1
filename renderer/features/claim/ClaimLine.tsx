import { Hand } from 'lucide-react';
import { useState } from 'react';
import { ringingOf } from '../../../shared/domain/incidents/soundings.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { PendingCommand } from '../../../shared/api/contract.ts';
import { formatTime } from '../../lib/format.ts';
import { useShortcut } from '../../lib/keys.ts';
import { operatorName } from '../../lib/operatorName.ts';
import { isWaiting } from '../../lib/pending.ts';
import { useWords } from '../../lib/words.ts';
import { sendCommand } from '../../stores/actions.ts';
import { sendDrafted, useDraft } from '../../stores/drafts.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { Button } from '../../ui/Button.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { holderWords } from './ClaimTag.tsx';
import { owed } from './model.ts';
import { useHolder } from './useHolder.ts';
import styles from './claim.module.css';

type Props = {
  readonly incident: Incident;
  readonly outbox: readonly PendingCommand[];
  readonly may: (kind: CommandBody['kind']) => boolean;
};

/** Who has the incident, what became of it at another desk, and the key that takes it up or over. */
export const ClaimLine = ({ incident, outbox, may }: Props) => {
  const words = useWords();
  const { t } = words;
  const index = useDirectory();
  const me = useSession((state) => state.session?.operator.id ?? null);
  const holder = useHolder(incident);
  const [explaining, setExplaining] = useState(false);
  const draft = useDraft(incident.id, 'taking');
  const { id: incidentId, claim, takings } = incident;
  const canClaim =
    isRunning(incident) && may('incident.claim') && (holder.whose !== 'mine' || holder.left) && me !== null;
  const busy = isWaiting(outbox, 'incident.claim', { incidentId });
  const press = (): void =>
    void sendCommand({ kind: 'incident.claim', incidentId, from: claim === null ? null : claim.operatorId });
  useShortcut('claim', press, canClaim && !busy);
  const taking = takings.at(-1);
  const owing = owed(incident);
  const mine = owing.find(({ by }) => by === me);
  const left = ringingOf(incident)?.newest.left;
  const act =
    holder.whose === 'other' ? t('claim.take') : holder.whose === 'mine' ? t('claim.again') : t('claim.claim');
  return (
    <div className={styles['line']} role="group" aria-label={t('claim.label')} data-whose={holder.whose}>
      <p className={styles['who']}>
        <strong>
          <Hand size={14} aria-hidden />
          {holderWords(words, index, holder)}
        </strong>
        {taking !== undefined && (
          <span>
            {t('claim.takenFrom', {
              time: formatTime(taking.at_ms),
              by: operatorName(index, taking.by),
              from: operatorName(index, taking.from),
            })}
          </span>
        )}
      </p>
      {canClaim && (
        <Button size="s" shortcut="K" busy={busy} onClick={press}>
          {busy ? t('act.sending') : act}
        </Button>
      )}
      {left !== undefined && (
        <p className={styles['left']}>
          {t('claim.left', { name: operatorName(index, left.by), desk: t(`word.desk.${left.desk}`) })}
        </p>
      )}
      {owing.length > 0 && (
        <p className={styles['owing']}>
          <span>{t('claim.owedBy', { name: owing.map(({ by }) => operatorName(index, by)).join(', ') })}</span>
          {mine !== undefined && incident.status !== 'closed' && (
            <Button size="s" onClick={() => setExplaining(true)}>
              {t('claim.explain')}
            </Button>
          )}
        </p>
      )}
      <ReasonDialog
        open={explaining && mine !== undefined}
        onOpenChange={setExplaining}
        title={t('claim.explainTitle')}
        text={t('claim.explainText', { from: mine === undefined ? '' : operatorName(index, mine.from) })}
        label={t('claim.reason')}
        required={t('claim.reasonRequired')}
        confirm={t('claim.confirm')}
        maxLength={400}
        draft={draft}
        onConfirm={(reason) => void sendDrafted({ kind: 'taking.explain', incidentId, reason }, draft)}
      />
    </div>
  );
};
