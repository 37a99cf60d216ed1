import { apartness, closestOf } from '../../lib/apartness.ts';
import { personName } from '../../lib/alertWords.ts';
import { formatAgo, formatDistance, formatTime } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import { usePresence } from '../../stores/presence.ts';
import { usePresenceSlice } from '../../stores/presenceSlice.ts';
import { contactWords, offenderWay } from './race.ts';
import { Section } from './Section.tsx';
import type { PanelModel } from './useIncident.ts';
import styles from './incident.module.css';

/** How far apart they are now, where that is heading, and how close it came. Every figure with its age. */
export const Situation = ({ model }: { readonly model: PanelModel }) => {
  const words = useWords();
  const { t, common } = words;
  const slice = usePresenceSlice();
  const { incident, index, lead, now_ms, advice, sees } = model;
  const apart = apartness(incident, lead, index, slice, now_ms);
  const contact = contactWords(words, apart);
  const metres = (value_m: number): string => formatDistance(common, value_m);
  const closest = closestOf(
    incident,
    index,
    usePresence((state) => state.distances),
  );
  return (
    <Section
      title={t('panel.facts')}
      aside={apart === null ? undefined : t('panel.asOf', { time: formatTime(apart.at_ms) })}
    >
      <dl className={styles['figures']}>
        <div className={styles['figure']} data-testid="distance">
          <dt>{apart?.source === 'record' ? t('panel.lastDistance') : t('panel.distance')}</dt>
          <dd className={styles['big']}>{apart === null ? '—' : metres(apart.distance_m)}</dd>
          <dd className={styles['small']}>
            {apart === null
              ? t('queue.noDistance')
              : t('panel.distanceBounds', { min: metres(apart.min_m), max: metres(apart.max_m) })}
          </dd>
          <dd className={styles['small']}>{apart === null ? '' : formatAgo(common, apart.age_s)}</dd>
        </div>
        <div className={styles['figure']}>
          <dt>{t('panel.contactIn')}</dt>
          <dd className={contact.isTime ? styles['big'] : styles['bigWord']}>{contact.text}</dd>
          <dd className={styles['small']}>{contact.detail}</dd>
          <dd className={styles['small']}>
            {apart === null || apart.sector === null
              ? ''
              : t('panel.direction', { sector: t(`word.sector.${apart.sector}`) })}
          </dd>
        </div>
        <div className={styles['figure']}>
          <dt>{t('panel.closest')}</dt>
          <dd className={styles['big']}>{closest === null ? '—' : metres(closest.distance_m)}</dd>
          <dd className={styles['small']}>{closest === null ? '' : formatTime(closest.at_ms)}</dd>
          <dd className={styles['small']}>{closest === null ? '' : personName(words, index, closest.victim)}</dd>
        </div>
      </dl>
      <p className={styles['way']} data-testid="offender-way">
        {!sees.victim || !sees.offender
          ? ''
          : advice === null || advice.offender === null
            ? t('panel.offenderWayUnknown')
            : offenderWay(words, advice.offender, Math.max(0, (now_ms - advice.at_ms) / 1000))}
      </p>
    </Section>
  );
};
