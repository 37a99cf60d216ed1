import { Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../lib/words.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { LineRow } from './LineRow.tsx';
import { Row } from './Row.tsx';
import { RowAlone } from './RowAlone.tsx';
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

/** A row that is made where it is drawn, so that one which cannot be made harms no other. */
const Made = ({ incident, make, isDense, ...rest }: MadeProps) => {
  const row = make(incident);
  return isDense ? <LineRow row={row} {...rest} /> : <Row row={row} {...rest} />;
};
type MadeProps = {
  readonly incident: Incident;
  readonly make: (incident: Incident) => QueueRow;
  readonly isDense: boolean;
  readonly selected: boolean;
  readonly mark: ReactNode;
  readonly onSelect: () => void;
};

type Props = {
  readonly incidents: readonly Incident[];
  readonly make: (incident: Incident) => QueueRow;
  readonly selected: IncidentId | null;
  readonly firstUp: IncidentId | null;
  readonly isDense: boolean;
  readonly onSelect: (id: IncidentId) => void;
  readonly label: string;
  readonly className?: string | undefined;
};

/** Rows of incidents in the order given: one line each where there are many, else four. */
export const Rows = ({ incidents, make, selected, firstUp, isDense, onSelect, label, className }: Props) => (
  <ul className={className} aria-label={label}>
    {incidents.map((incident) => {
      const { id } = incident;
      const shared = { incident, isDense, selected: id === selected, onSelect: () => onSelect(id) };
      return (
        <RowAlone key={id} {...shared}>
          <Made {...shared} make={make} mark={id === firstUp ? <FirstUp /> : null} />
        </RowAlone>
      );
    })}
  </ul>
);
