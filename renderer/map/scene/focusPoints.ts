import type { LonLat } from '../../../shared/domain/fixes.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import type { MapScene } from './types.ts';

/** A disc counts for the view up to this radius, metres; one that has grown further would zoom everything else away. */
const DISC_CAP_M = 400;

/**
 * What the camera keeps in view: the people of the selected incident with their discs, the patrols sent to them, and the safe place
 * the operator chose. One that is merely the best at the moment does not move the camera: it may change every other second.
 */
export const focusPoints = (
  scene: Pick<MapScene, 'people' | 'patrols'>,
  selected: IncidentId | null,
  chosen: SafePlace | null,
): readonly LonLat[] => {
  if (selected === null) return [];
  const people = scene.people
    .filter((p) => p.incidentId === selected)
    .flatMap((p) =>
      [0, 90, 180, 270].map((bearing) => destination(p.position, bearing, Math.min(p.radius_m, DISC_CAP_M))),
    );
  // Patrols alone would show where they are, not what the incident is about.
  if (people.length === 0) return [];
  const place: readonly LonLat[] = chosen === null ? [] : [[chosen.lon, chosen.lat]];
  return [...people, ...scene.patrols.filter((p) => p.emphasised).map((p) => p.position), ...place];
};
