import type { LonLat } from '../../../shared/domain/fixes.ts';
import { bearing_deg, distance_m } from '../../../shared/domain/geo/geodesic.ts';

/** Somebody or something on the move. Changed in place, once a second: thousands of them must not feed the collector. */
export type Body = { lon: number; lat: number; speed_mps: number; heading_deg: number };

export const placeOf = (body: Body): LonLat => [body.lon, body.lat];

/** A way that is being gone along. */
export type Way = {
  /** Moves the body on by so many metres; true once it is at the end. */
  readonly advance: (body: Body, metres: number) => boolean;
};

/** Starts along a line of points; the body is at the first of them. */
export const wayAlong = (points: readonly LonLat[]): Way => {
  let next = 1;
  return {
    advance: (body, metres) => {
      let left = metres;
      for (let to = points[next]; to !== undefined; to = points[next]) {
        const here = placeOf(body);
        const stretch = distance_m(here, to);
        if (stretch > 0.01) body.heading_deg = bearing_deg(here, to);
        if (stretch > left) {
          body.lon += ((to[0] - body.lon) * left) / stretch;
          body.lat += ((to[1] - body.lat) * left) / stretch;
          return false;
        }
        left -= stretch;
        [body.lon, body.lat] = to;
        next += 1;
      }
      return true;
    },
  };
};
