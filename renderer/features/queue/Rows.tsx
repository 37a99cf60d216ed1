import { Flag } from 'lucide-react';
import { useWords } from '../../lib/words.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { LineRow } from './LineRow.tsx';
import { Row } from './Row.tsx';
import type { QueueRow } from './model.ts';
import styles from './lines.module.css';

/** The first alarm of a flood: what came after may follow from it. */
const FirstUp = () => {
  const { t } = useWords();
  return (
    <strong className={styles['firstUp']} title={t('queue.firstUp')}>
      <Flag size={12} aria-hidden />
      <span className={styles['firstUpWord']}>{t('queue.firstUp')}</span>
    </strong>
  );
};

/** Height of a row of four lines, and of one; as in the style sheets. */
export const ROW_PX = 103;
export const LINE_PX = 30;

type Props = {
  readonly rows: readonly QueueRow[];
  readonly selected: IncidentId | null;
  readonly firstUp: IncidentId | null;
  readonly isDense: boolean;
  readonly onSelect: (id: IncidentId) => void;
  readonly label: string;
  readonly className?: string | undefined;
};

/** Rows of incidents in the order given: one line each where there are many, else four. */
export const Rows = ({ rows, selected, firstUp, isDense, onSelect, label, className }: Props) => (
  <ul className={className} aria-label={label}>
    {rows.map((row) => {
      const { id } = row.incident;
      const mark = id === firstUp ? <FirstUp /> : null;
      return isDense ? (
        <LineRow key={id} row={row} selected={id === selected} mark={mark} onSelect={() => onSelect(id)} />
      ) : (
        <Row key={id} row={row} selected={id === selected} mark={mark} onSelect={() => onSelect(id)} />
      );
    })}
  </ul>
);
