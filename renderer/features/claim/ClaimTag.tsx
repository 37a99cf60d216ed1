import { Hand, MessageSquareWarning, UserX } from 'lucide-react';
import { canAnswer } from '../../../shared/domain/incidents/attendance.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { operatorName } from '../../lib/operatorName.ts';
import { useWords } from '../../lib/words.ts';
import type { Words } from '../../lib/words.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';
import { owed } from './model.ts';
import type { Holder } from './model.ts';
import { useHolder } from './useHolder.ts';
import styles from './claim.module.css';

/** Who has an incident, in words: with the state of their desk where they are not at it, or would not hear an alarm there. */
export const holderWords = ({ t }: Words, index: DirectoryIndex, holder: Holder): string => {
  if (holder.whose === 'nobody') return t('claim.nobody');
  if (holder.whose === 'mine') return t('claim.mine');
  const name = operatorName(index, holder.operatorId);
  const { desk, sounds } = holder;
  if (desk !== 'attended') return t('claim.away', { name, desk: t(`word.desk.${desk}`) });
  return t(sounds ? 'claim.other' : 'claim.silent', { name });
};

type Props = {
  readonly incident: Incident;
  /** Signs alone, which say the same to a pointer and to assistive technology: a line has no room for words. */
  readonly isShort?: boolean;
};

/** Who has an incident, for its row, and that this operator owes a reason; nothing while nobody has begun to work on it. */
export const ClaimTag = ({ incident, isShort = false }: Props) => {
  const words = useWords();
  const index = useDirectory();
  const me = useSession((state) => state.session?.operator.id ?? null);
  const holder = useHolder(incident);
  if (holder.whose === 'nobody' && incident.status === 'raised') return null;
  const isAway = holder.whose === 'other' && !canAnswer(holder);
  if (isShort && holder.whose === 'nobody') return null;
  const said = holderWords(words, index, holder);
  const owesReason = owed(incident).some(({ by }) => by === me);
  if (isShort)
    return (
      <>
        <span className={styles['sign']} data-whose={holder.whose} data-away={isAway} title={said}>
          {isAway ? (
            <UserX size={13} role="img" aria-label={said} />
          ) : (
            <Hand size={13} fill={holder.whose === 'mine' ? 'currentColor' : 'none'} role="img" aria-label={said} />
          )}
        </span>
        {owesReason && (
          <span className={styles['sign']} data-owed title={words.t('claim.owed')}>
            <MessageSquareWarning size={13} role="img" aria-label={words.t('claim.owed')} />
          </span>
        )}
      </>
    );
  return (
    <span className={styles['tag']} data-whose={holder.whose} data-away={isAway}>
      <Hand size={12} fill={holder.whose === 'mine' ? 'currentColor' : 'none'} aria-hidden />
      <span>{said}</span>
      {owesReason && <span className={styles['owed']}>{words.t('claim.owed')}</span>}
    </span>
  );
};
