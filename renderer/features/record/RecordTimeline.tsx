import { useEffect, useMemo, useRef, useState } from 'react';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useRecord } from '../../stores/record.ts';
import { useSession } from '../../stores/session.ts';
import { useRecordContext } from './context.ts';
import { FilterBar } from './FilterBar.tsx';
import { CorrectDialog } from './CorrectDialog.tsx';
import { correctionsOf, raisedAt_ms, recordRows } from './model.ts';
import type { RecordFilter } from './model.ts';
import { waitingFor } from '../../lib/pending.ts';
import { DistanceLine, EntryLine, PendingLine } from './Lines.tsx';
import styles from './record.module.css';

/** Lines shown at once; a long record is read page by page, so that it never freezes the screen. */
const PAGE = 200;
/** Scrolled this close to the end counts as being there. */
const NEAR_END_PX = 48;
const NO_ENTRIES: readonly Entry[] = [];

type Props = { readonly incidentId: IncidentId };

/** Everything that happened in an incident, newest last, with what is still on its way below. */
export const RecordTimeline = ({ incidentId }: Props) => {
  const context = useRecordContext(incidentId);
  const { t } = context.words;
  const entries = useRecord((state) => state.byIncident.get(incidentId) ?? NO_ENTRIES);
  const units = useRecord((state) => state.world.incidents.get(incidentId)?.units);
  const outbox = useSession((state) => state.outbox);
  const mayCorrect = useSession(({ session }) => session !== null && mayAsk('entry.correct', session.operator.role));
  const [filter, setFilter] = useState<RecordFilter>('all');
  const [pages, setPages] = useState(1);
  const rows = useMemo(() => recordRows(entries, filter), [entries, filter]);
  const raised_ms = useMemo(() => raisedAt_ms(entries) ?? 0, [entries]);
  const corrections = useMemo(() => correctionsOf(entries), [entries]);
  const [correcting, setCorrecting] = useState<Entry | null>(null);
  const hidden = Math.max(0, rows.length - pages * PAGE);
  const pending = waitingFor(outbox, incidentId, units ?? []);
  const scroller = useRef<HTMLDivElement>(null);
  const last = rows.at(-1)?.key;
  const following = useRef(true);
  useEffect(() => {
    // Newest last: follow the end, unless the operator has scrolled up to read.
    const box = scroller.current;
    if (box !== null && following.current) box.scrollTop = box.scrollHeight;
  }, [last, pending.length, filter]);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // Lines get their height when they are laid out, which is after the effect above.
    const observer = new ResizeObserver(() => {
      const box = scroller.current;
      if (box !== null && following.current) box.scrollTop = box.scrollHeight;
    });
    if (list.current !== null) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    const box = scroller.current;
    if (box !== null) following.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
  };
  const showEarlier = (): void => {
    following.current = false;
    setPages(pages + 1);
  };
  return (
    <div className={styles['timeline']}>
      <FilterBar value={filter} onChange={setFilter} />
      <div
        ref={scroller}
        onScroll={onScroll}
        className={styles['list']}
        role="log"
        // Announcing alarms is the queue's; a screen reader reads the record when it is asked to.
        aria-live="off"
        aria-label={t('record.title')}
        tabIndex={0}
      >
        {hidden > 0 && (
          <div className={styles['earlier']}>
            <Button size="s" variant="quiet" onClick={showEarlier}>
              {t('record.earlier', { n: hidden })}
            </Button>
          </div>
        )}
        <ol ref={list} data-long={pages > 1}>
          {rows
            .slice(hidden)
            .map((row) =>
              row.type === 'entry' ? (
                <EntryLine
                  key={row.key}
                  {...{ row, raised_ms, context }}
                  corrections={corrections.get(row.entry.seq) ?? NO_ENTRIES}
                  onCorrect={mayCorrect ? setCorrecting : null}
                />
              ) : (
                <DistanceLine key={row.key} row={row} raised_ms={raised_ms} context={context} />
              ),
            )}
          {pending.map((command) => (
            <PendingLine key={command.id} command={command} context={context} />
          ))}
        </ol>
        {rows.length === 0 && pending.length === 0 && <EmptyState title={t('record.empty')} />}
      </div>
      <CorrectDialog {...{ incidentId, context }} entry={correcting} onClose={() => setCorrecting(null)} />
    </div>
  );
};
