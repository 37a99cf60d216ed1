import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import type { ZoneShape } from '../../../shared/domain/orders.ts';
import type { Happening, Leg, Point, ScenarioFile } from './schema.ts';

/** Names a scenario may use for places, and where those are. */
export type Gazetteer = { readonly stations: ReadonlyMap<string, LonLat>; readonly places: readonly SafePlace[] };

/** The same thing with its place found on the map. */
type Placed<T> = T extends unknown
  ? { readonly [K in keyof T]: T[K] extends Point ? LonLat : T[K] extends Point | undefined ? LonLat : T[K] }
  : never;

export type PlacedLeg = Placed<Leg>;
type FileZone = ScenarioFile['orders'][number]['zones'][number];
export type PlacedZone = Omit<FileZone, 'shape'> & { readonly shape: ZoneShape };
export type PlacedOrder = Omit<ScenarioFile['orders'][number], 'zones'> & { readonly zones: readonly PlacedZone[] };
export type PlacedPerson = Placed<ScenarioFile['people'][number]>;
export type PlacedUnit = Placed<ScenarioFile['units'][number]>;

/** A scenario that has been checked as a whole and whose every place is known. What the simulator plays. */
export type Scenario = {
  readonly name: string;
  readonly title: ScenarioFile['title'];
  readonly summary: ScenarioFile['summary'];
  readonly start_ms: number;
  readonly duration_s: number;
  readonly seed: number;
  readonly people: readonly PlacedPerson[];
  readonly orders: readonly PlacedOrder[];
  readonly units: readonly PlacedUnit[];
  readonly movements: readonly { readonly who: PlacedPerson['id']; readonly legs: readonly PlacedLeg[] }[];
  readonly events: readonly Happening[];
  readonly background: ScenarioFile['background'];
  readonly gazetteer: Gazetteer;
};
