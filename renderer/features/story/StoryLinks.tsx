import { CornerDownRight, CornerUpLeft } from 'lucide-react';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { formatShortTime } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { selectIncident } from '../../stores/session.ts';
import { useStory } from '../../stores/story.ts';
import styles from './story.module.css';

/** Leads to the incident that this one follows, and to those that follow it; nothing where it is a story of its own. */
export const StoryLinks = ({ incident }: { readonly incident: Incident }) => {
  const { t } = useWords();
  const story = useStory(incident);
  const before = story.find(({ id }) => id === incident.follows);
  const after = story.filter(({ follows }) => follows === incident.id);
  if (before === undefined && after.length === 0) return null;
  const timeOf = ({ times }: Incident) => ({ time: formatShortTime(times.raisedAt_ms) });
  return (
    <nav className={styles['links']} aria-label={t('story.label')}>
      {before !== undefined && (
        <button type="button" className={styles['link']} onClick={() => selectIncident(before.id)}>
          <CornerUpLeft size={13} aria-hidden />
          {t('story.follows', timeOf(before))}
          {before.outcome !== null && <span className={styles['outcome']}>{t(`word.outcome.${before.outcome}`)}</span>}
        </button>
      )}
      {after.map((one) => (
        <button key={one.id} type="button" className={styles['link']} onClick={() => selectIncident(one.id)}>
          <CornerDownRight size={13} aria-hidden />
          {t('story.followedBy', timeOf(one))}
        </button>
      ))}
    </nav>
  );
};
