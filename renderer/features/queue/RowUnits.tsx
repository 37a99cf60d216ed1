import { useWords } from '../../lib/words.ts';
import type { QueueRow } from './model.ts';
import styles from './queue.module.css';

/** Who is on it; that nobody is, or that those who were have been taken away. */
export const RowUnits = ({ row }: { readonly row: Pick<QueueRow, 'units' | 'taken'> }) => {
  const { t } = useWords();
  const { units, taken } = row;
  if (taken.length > 0)
    return (
      <strong className={styles['taken']}>
        {t('queue.unitsTaken', { units: taken.map(({ callsign }) => callsign).join(', ') })}
      </strong>
    );
  if (units.length === 0) return t('queue.noUnits');
  return units.map(({ unit, state }) => `${unit.callsign} ${t(`word.unitStatus.${state.status}`)}`).join(', ');
};
