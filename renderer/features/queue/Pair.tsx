import { BothEnds } from '../../ui/BothEnds.tsx';
import { useWords } from '../../lib/words.ts';
import type { QueueRow } from './model.ts';
import styles from './pair.module.css';

/** Offender and victim. Both names have the same room, so that a long one never swallows the other. */
export const Pair = ({ row }: { readonly row: Pick<QueueRow, 'offender' | 'victim' | 'otherVictims'> }) => {
  const { t } = useWords();
  const unknown = t('queue.unknownPerson');
  return (
    <span className={styles['pair']}>
      <BothEnds text={row.offender?.name ?? unknown} />
      <span className={styles['arrow']}> → </span>
      <BothEnds text={row.victim?.name ?? unknown} />
      {row.otherVictims > 0 && <span className={styles['others']}> {t('queue.others', { n: row.otherVictims })}</span>}
    </span>
  );
};
