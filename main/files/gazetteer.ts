import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SafePlace } from '../../shared/domain/places.ts';
import type { Gazetteer } from '../monitoring/simulator/scenario.ts';
import { fail } from './fail.ts';
import { projectRoot } from './root.ts';

const Stations = z.object({ stations: z.array(z.object({ id: z.string(), lon: z.number(), lat: z.number() })) });

const readAsset = <T>(file: string, schema: z.ZodType<T>): T => {
  const shown = path.join('assets', file);
  let data: unknown = null;
  try {
    data = JSON.parse(readFileSync(path.join(projectRoot(), shown), 'utf8'));
  } catch {
    return fail(`${shown}: cannot be read`);
  }
  const checked = schema.safeParse(data);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  return fail(`${shown}: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
};

/** Stations and safe places of the bundled base map, by the names a scenario may use. */
export const loadGazetteer = (): Gazetteer => ({
  stations: new Map(
    readAsset('basemap/subway.json', Stations).stations.map(({ id, lon, lat }) => [id, [lon, lat] as const]),
  ),
  places: readAsset('places/places.json', z.array(SafePlace)),
});
