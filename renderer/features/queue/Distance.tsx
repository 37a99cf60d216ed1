import { CircleHelp, MoveDown, MoveRight, MoveUp } from 'lucide-react';
import type { Trend } from '../../../shared/domain/proximity/relation.ts';
import type { Apartness } from '../../lib/apartness.ts';
import { contactNow } from '../../lib/contact.ts';
import { formatAgo, formatDistance, formatStopwatch } from '../../lib/format.ts';
import { useWords } from '../../lib/words.ts';
import type { Words } from '../../lib/words.ts';
import styles from './queue.module.css';

const TREND_ICON: Readonly<Record<Trend, typeof MoveDown>> = {
  closing: MoveDown,
  steady: MoveRight,
  opening: MoveUp,
  unknown: CircleHelp,
};

/** When they meet, counting down, where that is known; else where the distance is heading. */
const trendWords = ({ t }: Words, apart: Apartness, trend: Trend): string => {
  const contact = contactNow(apart);
  if (contact.kind !== 'time' && contact.kind !== 'within') return t(`word.trend.${trend}`);
  const figure =
    contact.kind === 'within'
      ? t('panel.inContact')
      : t('queue.contactIn', { time: formatStopwatch(contact.expected_s) });
  return contact.isStale ? `${figure} · ${t('queue.staleFigure')}` : figure;
};

/** Distance, where it is heading, and how old the figure is. */
export const Distance = ({ apart }: { readonly apart: Apartness | null }) => {
  const words = useWords();
  const { t, common } = words;
  if (apart === null) return <span className={styles['distance']}>{t('queue.noDistance')}</span>;
  const Icon = apart.trend === null ? null : TREND_ICON[apart.trend];
  return (
    <span className={styles['distance']}>
      <strong className={styles['metres']}>{formatDistance(common, apart.distance_m)}</strong>
      {apart.trend !== null && Icon !== null && (
        <span className={styles['trend']} data-trend={apart.trend}>
          <Icon size={12} aria-hidden />
          {trendWords(words, apart, apart.trend)}
        </span>
      )}
      {apart.sector !== null && <span>{t('queue.direction', { sector: t(`word.sector.${apart.sector}`) })}</span>}
      {apart.source === 'record' && <span>{t('queue.recorded')}</span>}
      <span className={styles['age']}>{formatAgo(common, apart.age_s)}</span>
    </span>
  );
};
