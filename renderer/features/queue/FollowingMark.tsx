import type { IncidentId } from '../../../shared/domain/ids.ts';
import { astrayOf } from '../../../shared/domain/incidents/guidance.ts';
import { useWords } from '../../lib/words.ts';
import { usePresence } from '../../stores/presence.ts';
import { useRecord } from '../../stores/record.ts';
import styles from './queue.module.css';

/** Says that a victim of this incident was sent to safety and has stopped or goes elsewhere; to who may see that victim. */
export const FollowingMark = ({ incidentId }: { readonly incidentId: IncidentId }) => {
  const { t } = useWords();
  const guidance = useRecord((state) => state.world.incidents.get(incidentId)?.guidance);
  const led = usePresence((state) => state.advice.get(incidentId)?.led);
  const found = (led ?? []).map(({ guidanceId, following }) => {
    const one = guidance?.get(guidanceId);
    return one === undefined ? null : astrayOf(one, following);
  });
  const astray = found.includes('away') ? 'away' : found.includes('stalled') ? 'stalled' : null;
  if (astray === null) return null;
  return (
    <strong className={styles['answer']} data-following={astray}>
      {t(`queue.following.${astray}`)}
    </strong>
  );
};
