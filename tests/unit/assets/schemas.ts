import { z } from 'zod';

/** Greater Seoul in WGS 84: a swapped or mistyped coordinate falls outside. */
const Lon = z.number().min(126.7).max(127.25);
const Lat = z.number().min(37.4).max(37.72);
const Point = z.tuple([Lon, Lat]).readonly();
const Name = { ko: z.string().min(1), en: z.string().min(1) };
const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const Districts = z.array(z.strictObject({ id: Id, ...Name, lon: Lon, lat: Lat }));
export const Ring = z.array(Point);
export const Water = z.strictObject({
  han: Ring,
  islands: z.array(z.strictObject({ id: Id, ...Name, ring: Ring })),
  streams: z.array(z.strictObject({ id: Id, ...Name, path: z.array(Point).min(4) })),
});
export const Axes = z.strictObject({
  nodes: z.record(Id, Point),
  axes: z.array(
    z.strictObject({ id: Id, ...Name, class: z.enum(['expressway', 'arterial']), nodes: z.array(Id).min(2) }),
  ),
});
const Line = z.enum(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
export const Subway = z.strictObject({
  lines: z.array(
    z.strictObject({
      id: Line,
      ...Name,
      color: z.string().regex(/^#[0-9a-f]{6}$/),
      sequences: z.array(z.array(Id).min(2)),
    }),
  ),
  stations: z.array(z.strictObject({ id: Id, ...Name, lon: Lon, lat: Lat, lines: z.array(Line).min(1) })),
});
export const StationsCheck = z.array(
  z.strictObject({ id: Id, source: z.enum(['operator', 'osm-geocoder', 'app-table']), lon: Lon, lat: Lat }),
);
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const Places = z.array(
  z.strictObject({
    id: Id,
    kind: z.enum(['police-box', 'hospital', 'station-office', 'shop-24h']),
    ...Name,
    lon: Lon,
    lat: Lat,
    staffed: z.union([z.literal('24h'), z.strictObject({ from: Clock, to: Clock })]),
  }),
);
export const Gu = z.object({
  features: z.array(
    z.object({
      properties: z.object({ name: z.string() }),
      geometry: z.object({
        type: z.literal('Polygon'),
        coordinates: z.array(z.array(z.tuple([z.number(), z.number()]).readonly())),
      }),
    }),
  ),
});
export const Streets = z.object({
  features: z.array(
    z.object({
      geometry: z.object({
        type: z.literal('LineString'),
        coordinates: z.array(z.tuple([z.number(), z.number()]).readonly()),
      }),
    }),
  ),
});
