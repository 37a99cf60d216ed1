import { SaxesParser } from 'saxes';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Decoder } from './decode.ts';
import { createLineCheck } from './lineCheck.ts';
import type { LineCheck } from './lineCheck.ts';
import { refusedLine, trackLine } from './trackLine.ts';
import type { TrackLine } from './trackLine.ts';
import { isAbsent, isWithoutFix, parseIsoTime, parseNumber, timeMessage } from './values.ts';

type Field = 'lat' | 'lon' | 'time' | 'fix' | 'hdop' | 'pdop' | 'accuracy' | 'speed' | 'course';
type Value = { readonly text: string; readonly line: number };

/** What a point carries as an element of its own. */
const OWN: ReadonlyMap<string, Field> = new Map([
  ['time', 'time'],
  ['fix', 'fix'],
  ['hdop', 'hdop'],
  ['pdop', 'pdop'],
  ['speed', 'speed'],
  ['course', 'course'],
]);

/** What loggers put into a point's extensions, at whatever depth, in any case of letters; accuracy in metres. */
const EXTENDED: ReadonlyMap<string, Field> = new Map([
  ['speed', 'speed'],
  ['course', 'course'],
  ['bearing', 'course'],
  ['heading', 'course'],
  ['accuracy', 'accuracy'],
  ['hacc', 'accuracy'],
  ['haccuracy', 'accuracy'],
  ['horizontalaccuracy', 'accuracy'],
]);

/** A track point being read. `path` holds the elements that are open inside it. */
type Point = { readonly line: number; readonly values: Map<Field, Value>; readonly path: string[] };

/** Name without its prefix: devices choose their own, and not all declare it. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const readPoint = ({ line, values }: Point, hdop_m: number, check: LineCheck): TrackLine | null => {
  const bad = (field: Field, at: number, message: string): null => {
    check.bad({ line: at, field, message });
    return null;
  };
  /** NaN for text that is no number, null where nothing stands. */
  const number = (field: Field): number | null => {
    const value = values.get(field);
    return value === undefined ? null : parseNumber(value.text);
  };
  // A place that the receiver did not measure, however precisely it is written.
  if (isWithoutFix(values.get('fix')?.text)) return refusedLine(line, 'no-fix', 'fix', 'the receiver has no fix');
  const [time, lat, lon] = [values.get('time'), number('lat'), number('lon')];
  if (lat === null || lon === null) return bad(lat === null ? 'lat' : 'lon', line, 'is missing');
  if (Number.isNaN(lat)) return bad('lat', line, 'is not a number');
  if (Number.isNaN(lon)) return bad('lon', line, 'is not a number');
  // GPX asks for no time: points of a planned or drawn way have none.
  if (time === undefined) return refusedLine(line, 'no-time', 'time', 'is missing');
  const at_ms = parseIsoTime(time.text);
  if (typeof at_ms === 'string') return bad('time', time.line, timeMessage(at_ms));
  // The dilution of position is never less than its horizontal part: no place becomes surer by it.
  const [hdop, accuracy] = [number('hdop') ?? number('pdop'), number('accuracy')];
  // What cannot be true of a dilution cannot be true of the accuracy that it stands for.
  const dilution_m = hdop === null ? null : hdop * hdop_m;
  const report = {
    at_ms,
    lat,
    lon,
    accuracy_m: accuracy === null || accuracy === 0 ? (dilution_m ?? accuracy) : accuracy,
    speed_mps: number('speed'),
    heading_deg: number('course'),
  };
  return trackLine(line, report);
};

/** Field that an element inside a point fills, by the path to it. */
const fieldOf = (path: readonly string[]): Field | null => {
  const name = path.at(-1) ?? '';
  if (path.length === 1) return OWN.get(name) ?? null;
  return path[0] === 'extensions' ? (EXTENDED.get(name.toLowerCase()) ?? null) : null;
};

/**
 * Track points of GPX 1.0 and 1.1; waypoints and routes are no record of where anyone was. Accuracy is what an extension names, else the
 * dilution times `hdop_m`. A file that ends in the middle, as of a logger that lost its power, is used as far as it goes.
 */
export const gpxTrack =
  (hdop_m: number, badLines_share: number): Decoder<TrackLine> =>
  (sink) => {
    const parser = new SaxesParser();
    const check = createLineCheck(badLines_share, sink, 'points');
    let depth = 0;
    let points = 0;
    let point: Point | null = null;
    let text = '';
    let ending = false;

    parser.on('opentag', ({ name, attributes }) => {
      const local = localName(name);
      const { line } = parser;
      if (depth === 0 && local !== 'gpx') sink(err({ line, field: 'gpx', message: 'the file has another root' }));
      depth += 1;
      text = '';
      if (point !== null) point.path.push(local);
      else if (local === 'trkpt') {
        point = { line, values: new Map(), path: [] };
        for (const field of ['lat', 'lon'] as const) {
          const value = attributes[field]?.trim() ?? '';
          if (!isAbsent(value)) point.values.set(field, { text: value, line });
        }
      }
    });
    const addText = (piece: string): void => {
      if (point !== null) text += piece;
    };
    parser.on('text', addText);
    parser.on('cdata', addText);
    parser.on('closetag', () => {
      depth -= 1;
      if (point === null) return;
      if (point.path.length === 0) {
        check.seen();
        points += 1;
        const read = readPoint(point, hdop_m, check);
        if (read !== null) check.tell(read);
        point = null;
        return;
      }
      const field = fieldOf(point.path);
      const value = text.trim();
      if (field !== null && (field === 'fix' || !isAbsent(value)) && !point.values.has(field))
        point.values.set(field, { text: value, line: parser.line });
      point.path.pop();
      text = '';
    });
    let cutShort = false;
    parser.on('error', ({ message }) => {
      // The parser's own words begin with line and column, and may end with a name, which after damage may hold a position.
      const [, at = String(parser.line), words = message] = /^(\d+):\d+: ([^]*)$/.exec(message) ?? [];
      const fault = { line: Number(at), field: 'xml', message: words.replace(/:[^:]*\d[^]*$/, '') };
      if (!ending || points === 0) return sink(err(fault));
      if (!cutShort) sink(ok(refusedLine(fault.line, 'unreadable', 'xml', 'the file ends in the middle')));
      cutShort = true;
    });
    return {
      write: (piece) => void parser.write(piece),
      end: () => {
        ending = true;
        parser.close();
        check.end();
      },
    };
  };
