import { readFileSync, statSync } from 'node:fs';
import { err } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { buildFromGeoJson } from './geojson.ts';
import type { GeoJsonError, GeoJsonStreets } from './geojson.ts';
import { lineOfElement, lineOfSyntaxError } from './jsonLines.ts';

/** The file is parsed in memory; a district has about 1 MB, a city some tens of them. */
export const MAX_GEOJSON_BYTES = 256 * 1024 * 1024;

const describe = (file: string, text: string, error: GeoJsonError): string => {
  if (error.feature === null) return `${file}: ${error.field}: ${error.message}`;
  const line = lineOfElement(text, 'features', error.feature);
  return `${file}${line === null ? '' : `:${line}`}: features.${error.feature}.${error.field}: ${error.message}`;
};

/** Reads streets from a GeoJSON file. The error is one line that names file, line, feature (from 0) and field. */
export const readGeoJson = (file: string): Result<GeoJsonStreets, string> => {
  let text = '';
  let data: unknown = null;
  try {
    const { size } = statSync(file);
    if (size > MAX_GEOJSON_BYTES)
      return err(`${file}: larger than ${MAX_GEOJSON_BYTES / 1024 / 1024} MB; split it first`);
    text = readFileSync(file, 'utf8');
  } catch {
    return err(`${file}: cannot be read`);
  }
  try {
    data = JSON.parse(text);
  } catch (error) {
    const line = lineOfSyntaxError(text, error);
    return err(`${file}${line === null ? '' : `:${line}`}: not valid JSON`);
  }
  const built = buildFromGeoJson(data);
  return built.ok ? built : err(describe(file, text, built.error));
};
