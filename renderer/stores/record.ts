import { useStore } from 'zustand';
import type { IncidentId } from '../../shared/domain/ids.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../shared/domain/incidents/fold.ts';
import {
  NOTHING_PROVISIONAL,
  beyondRecord,
  toldProvisional,
  unrecordedIncidents,
  withProvisional,
} from '../../shared/domain/incidents/provisional.ts';
import type { ProvisionalEntries } from '../../shared/domain/incidents/provisional.ts';
import { emptyWorld } from '../../shared/domain/incidents/state.ts';
import type { World } from '../../shared/domain/incidents/state.ts';
import type { Provisional } from '../../shared/protocol/messages.ts';
import { createStepStore } from './step.ts';

type Told = {
  readonly world: World;
  readonly byIncident: ReadonlyMap<IncidentId, readonly Entry[]>;
};

/**
 * What the record says, and over it what the server cannot record yet. The record only ever grows, in order, until it starts anew itself;
 * what is not recorded gives way to it.
 */
export type RecordState = Told & {
  /** The record alone: what is reviewed, judged and handed out. The same as the whole while nothing is provisional. */
  readonly recorded: Told;
  /** Number of the last recorded entry held; 0 = none. */
  readonly head: number;
  /** What is not recorded yet, all of it after `head`. */
  readonly provisional: ProvisionalEntries;
  /** Incidents of which something is not recorded yet. */
  readonly unrecorded: ReadonlySet<IncidentId>;
};

const nothing: Told = { world: emptyWorld, byIncident: new Map() };
const NONE_UNRECORDED: ReadonlySet<IncidentId> = new Set();

const empty: RecordState = {
  ...nothing,
  recorded: nothing,
  head: 0,
  provisional: NOTHING_PROVISIONAL,
  unrecorded: NONE_UNRECORDED,
};

export const recordStore = createStepStore(empty);

const indexed = (
  byIncident: RecordState['byIncident'],
  entries: readonly Entry[],
): ReadonlyMap<IncidentId, readonly Entry[]> => {
  const added = new Map<IncidentId, Entry[]>();
  for (const entry of entries) {
    if (entry.incidentId === null) continue;
    const own = added.get(entry.incidentId);
    if (own === undefined) added.set(entry.incidentId, [entry]);
    else own.push(entry);
  }
  const next = new Map(byIncident);
  for (const [id, own] of added) next.set(id, [...(next.get(id) ?? []), ...own]);
  return next;
};

/** The part of a batch that continues the record without a gap after `head`; repeats are left out. */
export const continuing = (entries: readonly Entry[], head: number): readonly Entry[] => {
  const fresh: Entry[] = [];
  let next = head + 1;
  for (const entry of entries) {
    if (entry.seq < next) continue;
    if (entry.seq > next) break;
    fresh.push(entry);
    next += 1;
  }
  return fresh;
};

/** The record with what is not recorded over it. */
const shown = (recorded: Told, head: number, told: ProvisionalEntries): RecordState => {
  const provisional = beyondRecord(told, head);
  if (provisional.length === 0) return { ...recorded, recorded, head, provisional, unrecorded: NONE_UNRECORDED };
  return {
    world: withProvisional(recorded.world, provisional),
    byIncident: indexed(recorded.byIncident, provisional),
    recorded,
    head,
    provisional,
    unrecorded: unrecordedIncidents(provisional),
  };
};

/** Appends entries in order. Repeats are ignored, and so is whatever lies beyond a gap. */
export const appendEntries = (entries: readonly Entry[]): void => {
  const { recorded, head, provisional } = recordStore.getState();
  const fresh = continuing(entries, head);
  const last = fresh.at(-1);
  if (last === undefined) return;
  const next = { world: foldEntries(recorded.world, fresh), byIncident: indexed(recorded.byIncident, fresh) };
  recordStore.setState(shown(next, last.seq, provisional));
};

/** Takes in what the server tells of what it cannot record yet. */
export const tellProvisional = (told: Provisional): void => {
  const { recorded, head, provisional } = recordStore.getState();
  const next = toldProvisional(provisional, told);
  if (next !== provisional) recordStore.setState(shown(recorded, head, next));
};

/** Drops everything, recorded or not: another server, another mode, another operator. */
export const resetRecord = (): void => recordStore.setState(empty, true);

export const useRecord = <T>(selector: (state: RecordState) => T): T => useStore(recordStore, selector);

/** One array for all, so that asking again gives the same. */
const NO_ENTRIES: readonly Entry[] = [];

/** Entries of one incident, in order, recorded or not; none where there are none. */
export const useEntriesOf = (id: IncidentId): readonly Entry[] =>
  useRecord((state) => state.byIncident.get(id) ?? NO_ENTRIES);

/** Recorded entries of one incident, in order: for whatever judges it. */
export const useRecordedOf = (id: IncidentId): readonly Entry[] =>
  useRecord((state) => state.recorded.byIncident.get(id) ?? NO_ENTRIES);

/** True where something of an incident is not recorded yet. */
export const useIsUnrecorded = (id: IncidentId): boolean => useRecord((state) => state.unrecorded.has(id));
