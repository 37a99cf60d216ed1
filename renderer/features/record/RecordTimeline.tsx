import { useMemo, useState } from 'react';
import type { IncidentId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useEntriesOf, useRecord } from '../../stores/record.ts';
import { useSession } from '../../stores/session.ts';
import { useRecordContext } from './context.ts';
import { FilterBar } from './FilterBar.tsx';
import { CorrectDialog } from './CorrectDialog.tsx';
import { correctionsOf, raisedAt_ms, recordRows } from './model.ts';
import type { RecordFilter } from './model.ts';
import { waitingFor } from '../../lib/pending.ts';
import { DistanceLine, EntryLine, PendingLine, showLine } from './Lines.tsx';
import { useFollowEnd } from './useFollowEnd.ts';
import { useWindow } from './useWindow.ts';
import styles from './record.module.css';

type Props = { readonly incidentId: IncidentId };

/** Everything that happened in an incident, newest last, with what is still on its way below. */
export const RecordTimeline = ({ incidentId }: Props) => {
  const context = useRecordContext(incidentId);
  const { t } = context.words;
  const entries = useEntriesOf(incidentId);
  const units = useRecord((state) => state.world.incidents.get(incidentId)?.units);
  const outbox = useSession((state) => state.outbox);
  const mayCorrect = useSession(({ session }) => session !== null && mayAsk('entry.correct', session.operator.role));
  const [filter, setFilter] = useState<RecordFilter>('all');
  const rows = useMemo(() => recordRows(entries, filter), [entries, filter]);
  const raised_ms = useMemo(() => raisedAt_ms(entries) ?? 0, [entries]);
  const corrections = useMemo(() => correctionsOf(entries), [entries]);
  const [correcting, setCorrecting] = useState<Entry | null>(null);
  const pending = waitingFor(outbox, incidentId, units ?? []);
  const { box, list, isFollowing, onScroll } = useFollowEnd(`${rows.at(-1)?.key ?? ''} ${pending.length} ${filter}`);
  const drawn = useWindow(rows.length, (index) => rows[index]?.key ?? String(index), box, list, isFollowing);
  const show = (to: Seq): void => {
    drawn.reveal(rows.findIndex((row) => row.type === 'entry' && row.entry.seq === to));
    // A line that was out of sight stands in the page two frames later.
    requestAnimationFrame(() => requestAnimationFrame(() => showLine(to)));
  };
  return (
    <div className={styles['timeline']}>
      <FilterBar value={filter} onChange={setFilter} />
      <div
        ref={box}
        onScroll={onScroll}
        className={styles['list']}
        role="log"
        // Announcing alarms is the queue's; a screen reader reads the record when it is asked to.
        aria-live="off"
        aria-label={t('record.title')}
        tabIndex={0}
      >
        <ol ref={list} style={{ paddingTop: drawn.above_px }}>
          {rows
            .slice(drawn.from, drawn.to)
            .map((row) =>
              row.type === 'entry' ? (
                <EntryLine
                  key={row.key}
                  {...{ row, raised_ms, context }}
                  corrections={corrections.get(row.entry.seq) ?? []}
                  onCorrect={mayCorrect ? setCorrecting : null}
                  onShow={show}
                />
              ) : (
                <DistanceLine key={row.key} row={row} raised_ms={raised_ms} context={context} />
              ),
            )}
          {drawn.below_px > 0 && <li aria-hidden style={{ height: drawn.below_px }} />}
          {pending.map((command) => (
            <PendingLine key={command.id} command={command} context={context} />
          ))}
        </ol>
        {rows.length === 0 && pending.length === 0 && <EmptyState title={t('record.empty')} />}
      </div>
      {correcting !== null && (
        <CorrectDialog
          incidentId={incidentId}
          context={context}
          entry={correcting}
          onClose={() => setCorrecting(null)}
        />
      )}
    </div>
  );
};
