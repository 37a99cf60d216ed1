import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import { LANGUAGES } from '../../../shared/domain/languages.ts';
import type { Localized } from '../../../shared/domain/languages.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { Zone } from '../../../shared/domain/orders.ts';
import type { EvidenceData } from '../../../shared/protocol/evidence.ts';
import type { Track } from '../../../shared/protocol/track.ts';
import { guidanceOf, tracksOf } from './tracks.ts';

const CORNERS = 72;

/** About a centimetre. What is reckoned here must come out the same on every machine. */
const rounded = ([lon, lat]: LonLat): Position => [Number(lon.toFixed(7)), Number(lat.toFixed(7))];

/** Twice the signed area in square degrees: positive where the ring runs counterclockwise. */
const area2 = (ring: readonly LonLat[]): number =>
  ring.reduce((sum, [lon, lat], i) => {
    const [nextLon, nextLat] = ring[(i + 1) % ring.length] ?? [lon, lat];
    return sum + lon * nextLat - nextLon * lat;
  }, 0);

/** RFC 7946, section 3.1.6: closed, and counterclockwise outside. */
const ringOf = (ring: readonly LonLat[]): Position[] => {
  const open = ring.filter(([lon, lat], i) => i === 0 || lon !== ring[0]?.[0] || lat !== ring[0]?.[1]);
  const turned = area2(open) < 0 ? open.toReversed() : open;
  return [...turned, ...turned.slice(0, 1)].map(([lon, lat]) => [lon, lat]);
};

/** GeoJSON has no circle: corners on it, counterclockwise. Centre and radius stand beside it. */
const circle = (centre: LonLat, radius_m: number): Position[] => {
  const corners = Array.from({ length: CORNERS }, (_, i) =>
    rounded(destination(centre, 360 - (i * 360) / CORNERS, radius_m)),
  );
  return [...corners, ...corners.slice(0, 1)];
};

/** Outline of a zone, closed and counterclockwise. */
export const zoneRing = ({ shape }: Pick<Zone, 'shape'>): Position[] =>
  shape.type === 'circle' ? circle(shape.centre, shape.radius_m) : ringOf(shape.ring);

/** A line needs two places (RFC 7946, section 3.1.4). */
const lineOf = (line: readonly Position[]): Geometry | null => {
  const [first] = line;
  if (first === undefined) return null;
  return line.length === 1 ? { type: 'Point', coordinates: first } : { type: 'LineString', coordinates: [...line] };
};

const feature = (geometry: Geometry | null, properties: Feature['properties']): Feature =>
  ({
    type: 'Feature',
    geometry,
    properties,
  }) as Feature; // a feature without a place is allowed by RFC 7946, section 3.2

const namesOf = (place: Localized): Readonly<Record<string, string>> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, place[language]]));

/** Tracks, zones, guidance routes and the places they lead to, as GeoJSON (RFC 7946). */
export const geoJsonOf = ({ record, sealed }: EvidenceData): FeatureCollection => {
  const roles = new Map(record.people.map(({ id, role }) => [id, role]));
  const track = ({ personId, points }: Track): Feature =>
    feature(lineOf(points.map(({ lon, lat }) => [lon, lat])), {
      kind: 'track',
      personId,
      role: roles.get(personId) ?? null,
      times: points.map(({ at_ms }) => new Date(at_ms).toISOString()),
      accuracies_m: points.map(({ accuracy_m }) => accuracy_m),
      headings_deg: points.map(({ heading_deg }) => heading_deg),
      speeds_mps: points.map(({ speed_mps }) => speed_mps),
    });
  const zone = (one: Zone): Feature =>
    feature(
      { type: 'Polygon', coordinates: [zoneRing(one)] },
      {
        kind: 'zone',
        zoneId: one.id,
        zoneKind: one.kind,
        buffer_m: one.buffer_m,
        ...(one.shape.type === 'circle' ? { centre: one.shape.centre, radius_m: one.shape.radius_m } : {}),
      },
    );
  return {
    type: 'FeatureCollection',
    features: [
      ...tracksOf(sealed).map(track),
      ...sealed.zones.map(zone),
      ...guidanceOf(sealed).map(({ guidanceId, placeId, route }) =>
        feature(lineOf(route.map(([lon, lat]) => [lon, lat])), { kind: 'guidance', guidanceId, placeId }),
      ),
      ...sealed.places.map((place) =>
        feature(
          { type: 'Point', coordinates: [place.lon, place.lat] },
          { kind: 'place', placeId: place.id, placeKind: place.kind, ...namesOf(place) },
        ),
      ),
    ],
  };
};
