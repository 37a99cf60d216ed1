import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useWords } from '../../lib/words.ts';
import { usePresence } from '../../stores/presence.ts';
import styles from './queue.module.css';

/** Says that a victim of this incident was sent to safety and has stopped or goes elsewhere; to who may see that victim. */
export const FollowingMark = ({ incidentId }: { readonly incidentId: IncidentId }) => {
  const { t } = useWords();
  const astray = usePresence((state) => {
    const states = (state.advice.get(incidentId)?.led ?? []).map(({ following }) => following);
    return states.includes('away') ? 'away' : states.includes('stalled') ? 'stalled' : null;
  });
  if (astray === null) return null;
  return (
    <strong className={styles['answer']} data-following={astray}>
      {t(`queue.following.${astray}`)}
    </strong>
  );
};
