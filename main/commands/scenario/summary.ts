import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Scenario } from '../../monitoring/simulator/scenario.ts';

/** What a run came to, in one line. No coordinate, no name. */
export type RunSummary = {
  readonly scenario: string;
  readonly seed: number;
  readonly duration_s: number;
  readonly entries: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly incidents: number;
  /** Seconds of scenario time from its start to the first alert; null when there was none. */
  readonly firstAlert_s: number | null;
  /** The closest distance of any of the incidents, metres: measured while it ran, or of a breach between two fixes; null when none was. */
  readonly closest_m: number | null;
};

const closestOf = ({ incidents }: World): number | null => {
  const distances = [...incidents.values()].flatMap(({ closest }) =>
    closest === null ? [] : [closest.separation.distance_m],
  );
  return distances.length === 0 ? null : Math.round(Math.min(...distances));
};

/** Adds a run's entries up as they come. */
export const summariser = (scenario: Scenario, seed: number) => {
  const byKind = new Map<string, number>();
  let firstAlert_s: number | null = null;
  let world = emptyWorld;
  const add = (entry: Entry): void => {
    byKind.set(entry.body.kind, (byKind.get(entry.body.kind) ?? 0) + 1);
    if (entry.body.kind === 'alert.raised') firstAlert_s ??= (entry.at_ms - scenario.start_ms) / 1000;
    world = foldEntries(world, [entry]);
  };
  const summary = (): RunSummary => ({
    scenario: scenario.name,
    seed,
    duration_s: scenario.duration_s,
    entries: [...byKind.values()].reduce((sum, count) => sum + count, 0),
    byKind: Object.fromEntries([...byKind].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    incidents: byKind.get('incident.raised') ?? 0,
    firstAlert_s,
    closest_m: closestOf(world),
  });
  return { add, summary };
};
