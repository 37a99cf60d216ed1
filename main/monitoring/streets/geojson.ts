import { z } from 'zod';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { graphBuilder } from './build.ts';
import type { BuildReport } from './build.ts';
import type { StreetGraph, WayClass } from './graph.ts';

const lon = z.number().min(-180).max(180);
const lat = z.number().min(-90).max(90);
/** A GeoJSON position; height and what may follow it are not used (RFC 7946, 3.1.1). */
const Position = z.tuple([lon, lat], z.number());
const Line = z.array(Position).min(2);

const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LineString'), coordinates: Line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(Line) }),
  z.object({ type: z.enum(['Point', 'MultiPoint', 'Polygon', 'MultiPolygon', 'GeometryCollection']) }),
]);

const Feature = z.object({
  type: z.literal('Feature'),
  geometry: Geometry.nullable(),
  properties: z.record(z.string(), z.unknown()).nullish(),
});

const Collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });

/** Where a GeoJSON file does not fit: `feature` counts from 0, null for the file as a whole. */
export type GeoJsonError = { readonly feature: number | null; readonly field: string; readonly message: string };
export type GeoJsonStreets = {
  readonly graph: StreetGraph;
  readonly report: BuildReport & { readonly features: number; readonly skipped: number };
};

/** OpenStreetMap's `highway` values, as far as they make a difference here. */
const wayClass = (highway: unknown): WayClass => {
  if (typeof highway !== 'string') return 'street';
  const kind = highway.replace(/_link$/, '');
  if (kind === 'motorway' || kind === 'trunk') return 'expressway';
  if (kind === 'primary' || kind === 'secondary') return 'arterial';
  return ['footway', 'path', 'steps', 'cycleway', 'pedestrian', 'corridor'].includes(kind) ? 'path' : 'street';
};

const errorOf = (feature: number | null, error: z.ZodError): GeoJsonError => {
  const issue = error.issues[0];
  return { feature, field: issue?.path.map(String).join('.') || 'type', message: issue?.message ?? 'invalid' };
};

const linesOf = (geometry: z.infer<typeof Geometry>): readonly (readonly LonLat[])[] => {
  const plain = (line: z.infer<typeof Line>): readonly LonLat[] => line.map(([x, y]) => [x, y]);
  switch (geometry.type) {
    case 'LineString':
      return [plain(geometry.coordinates)];
    case 'MultiLineString':
      return geometry.coordinates.map(plain);
    default:
      return [];
  }
};

/**
 * Turns the line strings of a GeoJSON feature collection (RFC 7946) into a street graph. Features of other kinds are
 * counted as skipped. The first feature that does not fit stops the import and is named.
 */
export const buildFromGeoJson = (data: unknown): Result<GeoJsonStreets, GeoJsonError> => {
  const collection = Collection.safeParse(data);
  if (!collection.success) return err(errorOf(null, collection.error));
  const builder = graphBuilder();
  let skipped = 0;
  for (const [index, candidate] of collection.data.features.entries()) {
    const feature = Feature.safeParse(candidate);
    if (!feature.success) return err(errorOf(index, feature.error));
    const lines = feature.data.geometry === null ? [] : linesOf(feature.data.geometry);
    if (lines.length === 0) skipped += 1;
    for (const line of lines) builder.addLine(line, wayClass(feature.data.properties?.['highway']));
  }
  const built = builder.finish();
  if (built === null) return err({ feature: null, field: 'features', message: 'holds no line string with a length' });
  return ok({ graph: built.graph, report: { ...built.report, features: collection.data.features.length, skipped } });
};
