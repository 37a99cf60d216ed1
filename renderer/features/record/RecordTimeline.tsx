import { useEffect, useId, useMemo, useState } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { IncidentId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { mayAsk } from '../../../shared/domain/incidents/decide.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useEntriesOf, useRecord, useRecordedOf } from '../../stores/record.ts';
import { useSession } from '../../stores/session.ts';
import { useRecordContext } from './context.ts';
import { FilterBar } from './FilterBar.tsx';
import { CorrectDialog } from './CorrectDialog.tsx';
import { correctionsOf, isUnrecorded, raisedAt_ms, recordRows, rowAt, rowOf, rowStart_ms, unfolded } from './model.ts';
import type { RecordFilter, ReplayMoment } from './model.ts';
import { waitingFor } from '../../lib/pending.ts';
import { DistanceLine, EntryLine, PendingLine, SealingLine, showLine } from './Lines.tsx';
import { useFollowEnd } from './useFollowEnd.ts';
import { useSeeking } from './useSeeking.ts';
import { useWindow } from './useWindow.ts';
import styles from './record.module.css';

/** The replay beside a record, kept in step with it both ways. */
export type RecordReplay = {
  readonly moment: Pick<StoreApi<ReplayMoment>, 'getState' | 'getInitialState' | 'subscribe'>;
  /** Takes the replay to a moment; `line` is the key of the line that it was sought by. */
  readonly seek: (at_ms: number, line: string) => void;
};

const NO_REPLAY = createStore((): ReplayMoment => ({ at_ms: null, line: null }));

type Props = { readonly incidentId: IncidentId; readonly replay?: RecordReplay };

/**
 * Everything that happened in an incident, newest last, with what is still on its way below. Beside a replay a click on a line, or the arrow
 * keys, take the replay there, and the line that the replay stands at is marked and kept in sight.
 */
export const RecordTimeline = ({ incidentId, replay }: Props) => {
  const context = useRecordContext(incidentId);
  const hint = useId();
  const { t } = context.words;
  const all = useEntriesOf(incidentId);
  const recorded = useRecordedOf(incidentId);
  // What is reviewed is what is on record.
  const entries = replay === undefined ? all : recorded;
  const head = useRecord((state) => state.head);
  const units = useRecord((state) => state.world.incidents.get(incidentId)?.units);
  const outbox = useSession((state) => state.outbox);
  const mayCorrect = useSession(({ session }) => session !== null && mayAsk('entry.correct', session.operator.role));
  const [filter, setFilter] = useState<RecordFilter>('all');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const folded = useMemo(() => recordRows(entries, filter), [entries, filter]);
  const rows = useMemo(() => unfolded(folded, open), [folded, open]);
  const raised_ms = useMemo(() => raisedAt_ms(entries) ?? 0, [entries]);
  const corrections = useMemo(() => correctionsOf(entries), [entries]);
  const [correcting, setCorrecting] = useState<Entry | null>(null);
  const pending = waitingFor(outbox, incidentId, units ?? []);
  const { box, list, isFollowing, onScroll } = useFollowEnd(`${rows.at(-1)?.key ?? ''} ${pending.length} ${filter}`);
  const drawn = useWindow(rows.length, (index) => rows[index]?.key ?? String(index), box, list, isFollowing);
  const current = useStore(replay?.moment ?? NO_REPLAY, (moment) => rowAt(rows, moment));
  const currentKey = rows[current]?.key ?? null;
  const lineOf = (key: string): HTMLElement | null =>
    list.current?.querySelector<HTMLElement>(`[data-line="${key}"]`) ?? null;

  /** Has a line stand in the page, and then does something with it. */
  const reach = (index: number, then: () => void): void => {
    if (index < drawn.from || index >= drawn.to) drawn.reveal(index);
    // A line that was out of sight stands in the page two frames later.
    requestAnimationFrame(() => requestAnimationFrame(then));
  };
  const show = (to: Seq): void => {
    const run = rows[rowOf(rows, to)];
    if (run?.type === 'sealings') setOpen(new Set([...open, run.key]));
    reach(rowOf(rows, to), () => showLine(to));
  };
  const toggle = (key: string): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  useEffect(() => {
    if (currentKey !== null) reach(current, () => lineOf(currentKey)?.scrollIntoView({ block: 'nearest' }));
    // oxlint-disable-next-line react/exhaustive-deps -- scrolls when the replay comes to another line, not when lines are drawn anew
  }, [currentKey]);
  const seekTo = (index: number): void => {
    const row = rows[index];
    if (row === undefined || replay === undefined) return;
    replay.seek(rowStart_ms(row), row.key);
    reach(index, () => lineOf(row.key)?.focus({ preventScroll: true }));
  };
  useSeeking(box, replay !== undefined, {
    pick: (line) => seekTo(rows.findIndex(({ key }) => key === line)),
    step: (by) => seekTo(current < 0 && by < 0 ? rows.length - 1 : current + by),
  });
  return (
    <div className={styles['timeline']}>
      <div className={styles['head']}>
        <FilterBar value={filter} onChange={setFilter} />
        {replay !== undefined && (
          <span id={hint} className={styles['hint']}>
            {t('record.replayHint')}
          </span>
        )}
      </div>
      <div
        ref={box}
        onScroll={onScroll}
        className={styles['list']}
        data-replay={replay !== undefined}
        role="log"
        // Announcing alarms is the queue's; a screen reader reads the record when it is asked to.
        aria-live="off"
        aria-label={t('record.title')}
        aria-describedby={replay === undefined ? undefined : hint}
        tabIndex={0}
      >
        <ol ref={list} style={{ paddingTop: drawn.above_px }}>
          {rows.slice(drawn.from, drawn.to).map((row) => {
            const common = {
              ...{ raised_ms, context, current: row.key === currentKey },
              unrecorded: isUnrecorded(row, head),
            };
            switch (row.type) {
              case 'entry':
                return (
                  <EntryLine
                    key={row.key}
                    {...common}
                    row={row}
                    corrections={corrections.get(row.entry.seq) ?? []}
                    onCorrect={mayCorrect ? setCorrecting : null}
                    onShow={show}
                  />
                );
              case 'distances':
                return <DistanceLine key={row.key} {...common} row={row} />;
              case 'sealings':
                return <SealingLine key={row.key} {...common} row={row} open={open.has(row.key)} onToggle={toggle} />;
            }
          })}
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
