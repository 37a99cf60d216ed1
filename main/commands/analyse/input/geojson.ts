import { z } from 'zod';
import { err } from '../../../../shared/domain/result.ts';
import type { Decoder } from './decode.ts';
import { createLineCheck } from './lineCheck.ts';
import { refusedLine, trackLine } from './trackLine.ts';
import type { TrackLine } from './trackLine.ts';
import { lineOfSyntaxError } from '../../../monitoring/streets/jsonLines.ts';
import { isAbsent, isWithoutFix, parseNumber, parseTime, timeMessage } from './values.ts';

/** JSON is read as a whole; half a million points with their times. */
const MAX_CHARS = 64 * 1024 * 1024;

const Position = z.array(z.number()).min(2);
const Properties = z.record(z.string(), z.unknown()).nullish();
const Geometry = z.union([
  z.looseObject({ type: z.literal('Point'), coordinates: Position }),
  z.looseObject({ type: z.literal('LineString'), coordinates: z.array(Position) }),
  z.looseObject({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(Position)) }),
]);
const Feature = z.looseObject({ type: z.literal('Feature'), geometry: z.unknown(), properties: Properties });
const Collection = z.looseObject({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });

type PropertyBag = Readonly<Record<string, unknown>>;

/** The first of some properties that is there. */
const firstOf = (properties: PropertyBag, names: readonly string[]): unknown =>
  names.map((name) => properties[name]).find((value) => value !== undefined && value !== null);

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

/** NaN for what is there and is no number. */
const numberOf = (value: unknown): number | null => {
  if (value === undefined || value === null || (typeof value === 'string' && isAbsent(value.trim()))) return null;
  return typeof value === 'number' ? value : parseNumber(textOf(value));
};

/** Metres that a point names, else what its dilution is worth; the dilution of position is never less than its horizontal part. */
const accuracyOf = (properties: PropertyBag, hdop_m: number): number | null => {
  const metres = numberOf(
    firstOf(properties, ['accuracy_m', 'accuracy', 'horizontal_accuracy', 'horizontalAccuracy', 'hacc']),
  );
  if (metres !== null && metres !== 0) return metres;
  const dilution = numberOf(firstOf(properties, ['hdop'])) ?? numberOf(firstOf(properties, ['pdop']));
  return dilution === null ? metres : dilution * hdop_m;
};

/** The times of a line's coordinates, where converters of GPX put them; null where there are none. */
const timesOf = (properties: PropertyBag): readonly unknown[] | null => {
  const nested = properties['coordinateProperties'];
  const within = typeof nested === 'object' && nested !== null ? firstOf({ ...nested }, ['times']) : undefined;
  const times = firstOf(properties, ['coordTimes', 'times']) ?? within;
  return Array.isArray(times) ? times : null;
};

/**
 * GeoJSON tracks: line strings with a time for each coordinate (`coordTimes`, `times`, `coordinateProperties.times`), and points with
 * `time` or `timestamp`, and what they name of accuracy, speed and heading. Bounded in size, since JSON is not read in pieces.
 */
export const geojsonTrack =
  (hdop_m: number, badLines_share: number): Decoder<TrackLine> =>
  (sink) => {
    const check = createLineCheck(badLines_share, sink, 'points');
    let text = '';

    const point = (
      where: string,
      [lon = Number.NaN, lat = Number.NaN]: readonly number[],
      time: unknown,
      properties: PropertyBag,
    ): void => {
      check.seen();
      if (isWithoutFix(textOf(properties['fix'])))
        return check.tell(refusedLine(null, 'no-fix', `${where}.fix`, 'the receiver has no fix'));
      const written = textOf(time);
      if (isAbsent(written)) return check.tell(refusedLine(null, 'no-time', `${where}.time`, 'is missing'));
      const at_ms = parseTime(written);
      if (typeof at_ms === 'string')
        return check.bad({ line: null, field: `${where}.time`, message: timeMessage(at_ms) });
      const report = {
        at_ms,
        lon,
        lat,
        accuracy_m: accuracyOf(properties, hdop_m),
        speed_mps: numberOf(firstOf(properties, ['speed_mps', 'speed'])),
        heading_deg: numberOf(firstOf(properties, ['heading_deg', 'heading', 'course', 'bearing'])),
      };
      check.tell(trackLine(null, report));
    };

    const line = (
      where: string,
      coordinates: readonly (readonly number[])[],
      times: readonly unknown[] | null,
    ): void => {
      if (times !== null && times.length !== coordinates.length) {
        check.seen();
        const message = `${times.length} of them for ${coordinates.length} coordinates`;
        return check.bad({ line: null, field: `${where}.times`, message });
      }
      coordinates.forEach((position, i) => point(`${where}.coordinates.${i}`, position, times?.[i], {}));
    };

    const feature = (where: string, data: unknown): void => {
      const read = Feature.safeParse(data);
      const bare = read.success ? read.data.geometry : data;
      const geometry = Geometry.safeParse(bare);
      if (!geometry.success) {
        check.seen();
        return check.bad({ line: null, field: where, message: 'is no Point, LineString or MultiLineString' });
      }
      const properties = (read.success ? read.data.properties : null) ?? {};
      const { data: shape } = geometry;
      switch (shape.type) {
        case 'Point':
          return point(where, shape.coordinates, firstOf(properties, ['time', 'timestamp', 't']), properties);
        case 'LineString':
          return line(where, shape.coordinates, timesOf(properties));
        case 'MultiLineString': {
          const times = timesOf(properties);
          shape.coordinates.forEach((part, i) => {
            const own: unknown = times?.[i];
            line(`${where}.${i}`, part, Array.isArray(own) ? own : null);
          });
        }
      }
    };

    return {
      write: (piece) => {
        text += piece;
        if (text.length > MAX_CHARS)
          sink(
            err({
              line: null,
              field: 'file',
              message: `is GeoJSON of over ${MAX_CHARS / 1024 / 1024} million characters`,
            }),
          );
      },
      end: () => {
        let data: unknown = null;
        try {
          data = JSON.parse(text);
        } catch (error) {
          return sink(err({ line: lineOfSyntaxError(text, error), field: 'json', message: 'is not valid JSON' }));
        }
        const collection = Collection.safeParse(data);
        if (collection.success) collection.data.features.forEach((each, i) => feature(`features.${i}`, each));
        else feature('geometry', data);
        check.end();
      },
    };
  };
