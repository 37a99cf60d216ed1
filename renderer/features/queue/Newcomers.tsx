import { ArrowUp } from 'lucide-react';
import type { ComponentProps } from 'react';
import { CodeTag } from '../../ui/CodeTag.tsx';
import { useWords } from '../../lib/words.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { LineRow } from './LineRow.tsx';
import { RowAlone } from './RowAlone.tsx';
import { asideOf } from './order.ts';
import type { QueueOrder } from './order.ts';
import type { QueueRow } from './model.ts';
import styles from './newcomers.module.css';

/** As many are named; the heading counts the rest. */
const NAMED = 6;

type Props = {
  readonly order: QueueOrder;
  /** Of those at the side, in their order. */
  readonly incidents: readonly Incident[];
  readonly make: (incident: Incident) => QueueRow;
  readonly selected: IncidentId | null;
  readonly onSelect: (id: IncidentId) => void;
};

type MadeProps = Omit<ComponentProps<typeof LineRow>, 'row'> & Pick<Props, 'make'> & { readonly incident: Incident };

/** A row that is made where it is drawn, so that one which cannot be made hides no other newcomer. */
const Made = ({ incident, make, ...rest }: MadeProps) => <LineRow row={make(incident)} {...rest} />;

/**
 * Beside the queue, while its rows keep their places: what has come or risen since, with its count and its most urgent code. It takes no focus and
 * moves nothing, and a press that was on its way to what lies below it still goes there.
 */
export const Newcomers = ({ order, incidents, make, selected, onSelect }: Props) => {
  const { t } = useWords();
  const codes = new Map(incidents.map(({ id, code }) => [id, code]));
  const told = asideOf(order, (id) => codes.get(id) ?? 4);
  if (told === null) return null;
  const shown = new Set([...order.lane, ...order.list]);
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
        {incidents.slice(0, NAMED).map((incident) => {
          const { id } = incident;
          const rose = shown.has(id);
          const shared = {
            ...{ incident, selected: id === selected, className: styles['news'], isRepeated: rose },
            onSelect: () => onSelect(id),
          };
          return (
            <RowAlone key={id} {...shared} isDense>
              <Made
                {...shared}
                make={make}
                mark={rose ? <ArrowUp size={12} role="img" aria-label={t('queue.rose')} /> : null}
              />
            </RowAlone>
          );
        })}
      </ul>
      {incidents.length > NAMED && (
        <p className={styles['rest']}>{t('queue.asideRest', { n: incidents.length - NAMED })}</p>
      )}
    </section>
  );
};
