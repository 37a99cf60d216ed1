import { patrolNewsWords } from '../../lib/patrolNews.ts';
import { useWords } from '../../lib/words.ts';
import type { QueueRow } from './model.ts';
import styles from './queue.module.css';

/** Who is on it; that nobody is, or that those who were have been taken away. */
export const RowUnits = ({ row }: { readonly row: Pick<QueueRow, 'units' | 'taken'> }) => {
  const words = useWords();
  const { t } = words;
  const { units, taken } = row;
  if (taken.length > 0)
    return (
      <strong className={styles['unitNews']}>
        {t('queue.unitsTaken', { units: taken.map(({ callsign }) => callsign).join(', ') })}
      </strong>
    );
  if (units.length === 0) return t('queue.noUnits');
  const news = units.flatMap((one) =>
    one.news === null ? [] : [{ unit: one.unit, words: patrolNewsWords(words, one.news) }],
  );
  return (
    <>
      {units.map(({ unit, state }) => `${unit.callsign} ${t(`word.unitStatus.${state.status}`)}`).join(', ')}
      {news.map((one) => (
        <strong key={one.unit.id} className={styles['unitNews']}>
          {units.length > 1 && `${one.unit.callsign} `}
          {one.words}
        </strong>
      ))}
    </>
  );
};
