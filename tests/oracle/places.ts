import geodesic from 'geographiclib-geodesic';
import type { LonLat } from '../../shared/domain/fixes.ts';

const { WGS84 } = geodesic.Geodesic;
const RAD = Math.PI / 180;

/** A point of a plane, metres east and north of its origin. */
export type Point = readonly [east_m: number, north_m: number];

/** Longitude in −180 to 180, degrees. */
const wrapped = (lon: number): number => lon - 360 * Math.round(lon / 360);

/** Distance on the WGS 84 ellipsoid by GeographicLib, metres. */
export const geodesic_m = (a: LonLat, b: LonLat): number => WGS84.Inverse(a[1], a[0], b[1], b[0]).s12 ?? Number.NaN;

/** The place so many metres east and north of another: the geodesic in that direction. */
export const placeFrom = (origin: LonLat, [east_m, north_m]: Point): LonLat => {
  const azimuth_deg = Math.atan2(east_m, north_m) / RAD;
  const { lon2, lat2 } = WGS84.Direct(origin[1], origin[0], azimuth_deg, Math.hypot(east_m, north_m));
  return [wrapped(lon2 ?? Number.NaN), lat2 ?? Number.NaN];
};

/** Azimuthal equidistant projection: distance and direction from the origin are true, and all else to 1 part in a million at 15 km. */
export const pointFrom = (origin: LonLat, at: LonLat): Point => {
  const { s12, azi1 } = WGS84.Inverse(origin[1], origin[0], at[1], at[0]);
  const azimuth_rad = (azi1 ?? Number.NaN) * RAD;
  const way_m = s12 ?? Number.NaN;
  return [Math.sin(azimuth_rad) * way_m, Math.cos(azimuth_rad) * way_m];
};

/** The place at a share of the straight line in longitude and latitude from one place to another, the short way round. */
export const placeBetween = (a: LonLat, b: LonLat, share: number): LonLat => [
  wrapped(a[0] + wrapped(b[0] - a[0]) * share),
  a[1] + (b[1] - a[1]) * share,
];
