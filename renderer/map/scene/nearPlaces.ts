import type { LonLat } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { PlaceSymbol } from '../layers/places.ts';
import type { MapScene } from './types.ts';

const NEAR_M = 1500;
const AT_MOST = 8;
/** The choice is made anew only when the victim has moved about this far, degrees (about 100 m). */
const GRID = 0.001;

/** Where the victim of the selected incident is, coarse enough to stay the same while they stand or stroll. */
export const victimCell = (scene: Pick<MapScene, 'people'>, selected: IncidentId | null): string | null => {
  const victim =
    selected === null ? undefined : scene.people.find((p) => p.role === 'victim' && p.incidentId === selected);
  return victim === undefined
    ? null
    : `${Math.round(victim.position[0] / GRID)}:${Math.round(victim.position[1] / GRID)}`;
};

/** Safe places within reach of that cell, nearest first; none without a victim on the map. */
export const placesNear = (places: readonly PlaceSymbol[], cell: string | null): readonly PlaceSymbol[] => {
  if (cell === null) return [];
  const [lon, lat] = cell.split(':').map((value) => Number(value) * GRID);
  if (lon === undefined || lat === undefined) return [];
  const here: LonLat = [lon, lat];
  return places
    .map((symbol) => ({ symbol, away_m: distance_m(here, [symbol.place.lon, symbol.place.lat]) }))
    .filter(({ away_m }) => away_m <= NEAR_M)
    .toSorted((a, b) => a.away_m - b.away_m)
    .slice(0, AT_MOST)
    .map(({ symbol }) => symbol);
};
