import { ArrowUp } from 'lucide-react';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { useWords } from '../../lib/words.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { LineRow } from './LineRow.tsx';
import { aside } from './order.ts';
import type { QueueRow } from './model.ts';
import styles from './newcomers.module.css';

/** As many are named; the heading counts the rest. */
const NAMED = 6;

type Props = {
  readonly newcomers: readonly QueueRow[];
  readonly risen: readonly QueueRow[];
  readonly selected: IncidentId | null;
  readonly onSelect: (id: IncidentId) => void;
};

/**
 * Beside the queue, while its rows keep their places: what has come or risen since, in the order in which it did, with its count and its most
 * urgent code. It takes no focus and moves nothing.
 */
export const Newcomers = ({ newcomers, risen, selected, onSelect }: Props) => {
  const { t } = useWords();
  const rows = [...newcomers, ...risen];
  const ids = (some: readonly QueueRow[]): readonly IncidentId[] => some.map(({ incident }) => incident.id);
  const codes = new Map(rows.map(({ incident }) => [incident.id, incident.code]));
  const told = aside({ newcomers: ids(newcomers), risen: ids(risen) }, (id) => codes.get(id) ?? 4);
  if (told === null) return null;
  const lineOf = (row: QueueRow) => ({
    row,
    selected: row.incident.id === selected,
    onSelect: () => onSelect(row.incident.id),
  });
  const counts = [
    ...(told.newcomers > 0 ? [t('queue.newcomers', { n: told.newcomers })] : []),
    ...(told.risen > 0 ? [t('queue.risen', { n: told.risen })] : []),
  ].join(' · ');
  return (
    <section className={styles['aside']} data-code={told.code} aria-label={t('queue.aside')}>
      <h3 className={styles['heading']}>
        {counts}
        <span className={styles['highest']}>
          {t('queue.highest')} <CodeTag code={told.code} />
        </span>
      </h3>
      <ul>
        {newcomers.slice(0, NAMED).map((row) => (
          <LineRow key={row.incident.id} {...lineOf(row)} mark={null} />
        ))}
      </ul>
      <ul data-risen>
        {risen.slice(0, Math.max(0, NAMED - newcomers.length)).map((row) => (
          <LineRow
            key={row.incident.id}
            {...lineOf(row)}
            mark={<ArrowUp size={12} role="img" aria-label={t('queue.rose')} />}
          />
        ))}
      </ul>
      {rows.length > NAMED && <p className={styles['rest']}>{t('queue.asideRest', { n: rows.length - NAMED })}</p>}
    </section>
  );
};
