import { useStore } from 'zustand';
import type { IncidentId } from '../../shared/domain/ids.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../shared/domain/incidents/state.ts';
import type { World } from '../../shared/domain/incidents/state.ts';
import { createStepStore } from './step.ts';

/** Durable state: what the record says. Only ever grows, in order, until the record itself starts anew. */
export type RecordState = {
  readonly world: World;
  readonly byIncident: ReadonlyMap<IncidentId, readonly Entry[]>;
  /** Sequence number of the last entry held; 0 = none. */
  readonly head: number;
};

const empty: RecordState = { world: emptyWorld, byIncident: new Map(), head: 0 };

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

/** Appends entries in order. Repeats are ignored, and so is whatever lies beyond a gap. */
export const appendEntries = (entries: readonly Entry[]): void => {
  const { world, byIncident, head } = recordStore.getState();
  const fresh = continuing(entries, head);
  const last = fresh.at(-1);
  if (last === undefined) return;
  recordStore.setState({
    world: foldEntries(world, fresh),
    byIncident: indexed(byIncident, fresh),
    head: last.seq,
  });
};

/** Drops everything: another server, another mode, another operator. */
export const resetRecord = (): void => recordStore.setState(empty, true);

export const useRecord = <T>(selector: (state: RecordState) => T): T => useStore(recordStore, selector);

/** One array for all, so that asking again gives the same. */
const NO_ENTRIES: readonly Entry[] = [];

/** Entries of one incident, in order; none where the record holds none. */
export const useEntriesOf = (id: IncidentId): readonly Entry[] =>
  useRecord((state) => state.byIncident.get(id) ?? NO_ENTRIES);
