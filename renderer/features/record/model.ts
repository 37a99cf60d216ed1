import type { PersonId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry, EntryKind } from '../../../shared/domain/incidents/entries.ts';

export type RecordFilter = 'all' | 'actions' | 'alerts';
export const RECORD_FILTERS: readonly RecordFilter[] = ['all', 'actions', 'alerts'];

/** An entry that reached the record this much after it happened is marked as late: it waited in an outbox. */
const LATE_AFTER_S = 5;

/** Entries that no filter but "all" shows: figures, and who saw or sealed positions. */
const NEITHER: ReadonlySet<EntryKind> = new Set([
  'distance.measured',
  'lease.granted',
  'lease.renewed',
  'lease.ended',
  'positions.committed',
]);

const isOfAlert = (kind: EntryKind): boolean =>
  kind === 'incident.raised' ||
  kind === 'incident.escalated' ||
  kind === 'incident.unshelved' ||
  kind === 'incident.left' ||
  kind.startsWith('alert.');

/** Consecutive distances of one victim, folded into one line. Metres. */
export type DistanceRun = {
  readonly type: 'distances';
  readonly key: string;
  readonly victim: PersonId;
  readonly last: Seq;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly count: number;
  readonly first_m: number;
  readonly last_m: number;
  readonly nearest_m: number;
  readonly farthest_m: number;
};

/** Sealings of positions with nothing else between them but distances, folded into one line. */
export type SealingRun = {
  readonly type: 'sealings';
  readonly key: string;
  readonly from_ms: number;
  readonly to_ms: number;
  /** Oldest first, at least two. */
  readonly entries: readonly Entry[];
};

export type EntryRow = { readonly type: 'entry'; readonly key: string; readonly entry: Entry; readonly late: boolean };
export type RecordRow = EntryRow | DistanceRun | SealingRun;

/** True when what happened reached the record late, or proves a breach of the past. */
const isLate = (entry: Entry): boolean => {
  if (entry.recordedAt_ms - entry.at_ms > LATE_AFTER_S * 1000) return true;
  const { body } = entry;
  return 'alert' in body && body.alert.late;
};

/** What is neither about alerts nor kept for the record's sake is an action. */
const shows = (filter: RecordFilter, kind: EntryKind): boolean => {
  switch (filter) {
    case 'all':
      return true;
    case 'actions':
      return !isOfAlert(kind) && !NEITHER.has(kind);
    case 'alerts':
      return isOfAlert(kind);
  }
};

const runOf = (entry: Entry, victim: PersonId, distance_m: number): DistanceRun => ({
  type: 'distances',
  key: `d${entry.seq}`,
  victim,
  last: entry.seq,
  from_ms: entry.at_ms,
  to_ms: entry.at_ms,
  count: 1,
  first_m: distance_m,
  last_m: distance_m,
  nearest_m: distance_m,
  farthest_m: distance_m,
});

const extend = (run: DistanceRun, { seq, at_ms }: Entry, distance_m: number): DistanceRun => ({
  ...run,
  last: seq,
  to_ms: at_ms,
  count: run.count + 1,
  last_m: distance_m,
  nearest_m: Math.min(run.nearest_m, distance_m),
  farthest_m: Math.max(run.farthest_m, distance_m),
});

const entryRow = (entry: Entry): EntryRow => ({ type: 'entry', key: `e${entry.seq}`, entry, late: isLate(entry) });

const sealingRow = (first: Entry, last: Entry, entries: readonly Entry[]): EntryRow | SealingRun =>
  entries.length === 1
    ? entryRow(first)
    : { type: 'sealings', key: `s${first.seq}`, from_ms: first.at_ms, to_ms: last.at_ms, entries };

/**
 * Lines of an incident's record, oldest first. Distances that follow one another, with nothing that happened between them, become one line
 * per victim, and so do sealings of positions: both go on all the time.
 */
export const recordRows = (entries: readonly Entry[], filter: RecordFilter): readonly RecordRow[] => {
  const rows: RecordRow[] = [];
  const open = new Map<PersonId, number>();
  let sealing: { readonly first: Entry; readonly row: number; readonly entries: Entry[] } | null = null;
  for (const entry of entries) {
    if (!shows(filter, entry.body.kind)) continue;
    if (entry.body.kind === 'positions.committed') {
      sealing ??= { first: entry, row: rows.length, entries: [] };
      sealing.entries.push(entry);
      rows[sealing.row] = sealingRow(sealing.first, entry, sealing.entries);
      continue;
    }
    if (entry.body.kind !== 'distance.measured') {
      open.clear();
      sealing = null;
      rows.push(entryRow(entry));
      continue;
    }
    const { victim, separation } = entry.body;
    const at = open.get(victim);
    const run = at === undefined ? undefined : rows[at];
    if (at !== undefined && run?.type === 'distances') {
      rows[at] = extend(run, entry, separation.distance_m);
    } else {
      open.set(victim, rows.length);
      rows.push(runOf(entry, victim, separation.distance_m));
    }
  }
  return rows;
};

/** The rows with every sealing of the runs that were unfolded, by their keys, below its run. */
export const unfolded = (rows: readonly RecordRow[], keys: ReadonlySet<string>): readonly RecordRow[] =>
  keys.size === 0
    ? rows
    : rows.flatMap((row) =>
        row.type === 'sealings' && keys.has(row.key) ? [row, ...row.entries.map(entryRow)] : [row],
      );

/** True where something that a line tells of is beyond the last number of the record. */
export const isUnrecorded = (row: RecordRow, head: number): boolean => {
  switch (row.type) {
    case 'entry':
      return row.entry.seq > head;
    case 'distances':
      return row.last > head;
    case 'sealings':
      return row.entries.some(({ seq }) => seq > head);
  }
};

/** When what a line tells of began, epoch ms. */
export const rowStart_ms = (row: RecordRow): number => (row.type === 'entry' ? row.entry.at_ms : row.from_ms);

/** The row that an entry stands in; -1 where none shows it. An unfolded sealing has a row of its own below that of its run. */
export const rowOf = (rows: readonly RecordRow[], seq: Seq): number =>
  rows.findLastIndex((row) =>
    row.type === 'entry'
      ? row.entry.seq === seq
      : row.type === 'sealings' && row.entries.some((entry) => entry.seq === seq),
  );

/** A moment that a replay stands at, and the line it was sought by. */
export type ReplayMoment = { readonly at_ms: number | null; readonly line: string | null };

/** The line that the replay stands at: the one it was sought by, else the last to have begun. -1 before the first, and without a replay. */
export const rowAt = (rows: readonly RecordRow[], { at_ms, line }: ReplayMoment): number => {
  if (at_ms === null) return -1;
  const sought = line === null ? -1 : rows.findIndex(({ key }) => key === line);
  if (sought >= 0) return sought;
  let found = -1;
  let latest_ms = Number.NEGATIVE_INFINITY;
  for (const [index, row] of rows.entries()) {
    const start_ms = rowStart_ms(row);
    if (start_ms > at_ms || start_ms < latest_ms) continue;
    found = index;
    latest_ms = start_ms;
  }
  return found;
};

/** Corrections by the entry they correct, oldest first. A correction may be corrected itself. */
export const correctionsOf = (entries: readonly Entry[]): ReadonlyMap<Seq, readonly Entry[]> => {
  const found = new Map<Seq, readonly Entry[]>();
  for (const entry of entries) {
    if (entry.body.kind !== 'entry.corrected') continue;
    found.set(entry.body.corrects, [...(found.get(entry.body.corrects) ?? []), entry]);
  }
  return found;
};

/** Moment the incident began; relative times count from here. Null for a record without entries. */
export const raisedAt_ms = (entries: readonly Entry[]): number | null =>
  (entries.find((entry) => entry.body.kind === 'incident.raised') ?? entries[0])?.at_ms ?? null;
