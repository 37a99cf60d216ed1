import { SaxesParser } from 'saxes';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Decoder } from './decode.ts';
import type { Fault } from './fault.ts';
import { trackLine } from './trackLine.ts';
import type { TrackLine } from './trackLine.ts';
import { parseIsoTime, parseNumber, timeMessage } from './values.ts';

/** What a point may carry as an element of its own; of these, what GPX 1.1 keeps in extensions, at whatever depth. */
const OWN = ['time', 'hdop', 'speed', 'course'] as const;
type Own = (typeof OWN)[number];
const EXTENDED: readonly Own[] = ['speed', 'course'];

type Field = 'lat' | 'lon' | Own;
type Value = { readonly text: string; readonly line: number };

/** A track point being read. `path` holds the elements that are open inside it. */
type Point = { readonly line: number; readonly values: Map<Field, Value>; readonly path: string[] };

/** Name without its prefix: devices choose their own, and not all declare it. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const readPoint = ({ line, values }: Point, hdop_m: number): Result<TrackLine, Fault> => {
  const faults: Fault[] = [];
  const misread = (field: Field, at: number, message: string): null => {
    faults.push({ line: at, field, message });
    return null;
  };
  const required = (field: Field): Value | null => values.get(field) ?? misread(field, line, 'is missing');
  const number = (field: Field, value: Value | null | undefined): number | null => {
    if (!value) return null;
    const read = parseNumber(value.text);
    return Number.isNaN(read) ? misread(field, value.line, 'is not a number') : read;
  };
  const time = (value: Value | null): number | null => {
    if (value === null) return null;
    const at_ms = parseIsoTime(value.text);
    return typeof at_ms === 'string' ? misread('time', value.line, timeMessage(at_ms)) : at_ms;
  };
  const hdop = number('hdop', values.get('hdop'));
  // A required value that is null has left a fault; zero only fills its place until that is looked at.
  const report = {
    at_ms: time(required('time')) ?? 0,
    lat: number('lat', required('lat')) ?? 0,
    lon: number('lon', required('lon')) ?? 0,
    accuracy_m: hdop === null ? null : hdop * hdop_m,
    speed_mps: number('speed', values.get('speed')),
    heading_deg: number('course', values.get('course')),
  };
  const [fault] = faults;
  return fault === undefined ? ok(trackLine(line, report)) : err(fault);
};

/** Field that an element inside a point fills, by the path to it. */
const fieldOf = (path: readonly string[]): Own | null => {
  const field = OWN.find((own) => own === path.at(-1));
  if (field === undefined) return null;
  return path.length === 1 || (path[0] === 'extensions' && EXTENDED.includes(field)) ? field : null;
};

/**
 * Track points of GPX 1.0 and 1.1; waypoints and routes are no record of where anyone was. Accuracy is the dilution times
 * `hdop_m`.
 */
export const gpxTrack =
  (hdop_m: number): Decoder<TrackLine> =>
  (sink) => {
    const parser = new SaxesParser();
    let depth = 0;
    let point: Point | null = null;
    let text = '';

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
          if (value !== '') point.values.set(field, { text: value, line });
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
        sink(readPoint(point, hdop_m));
        point = null;
        return;
      }
      const field = fieldOf(point.path);
      const value = text.trim();
      if (field !== null && value !== '' && !point.values.has(field))
        point.values.set(field, { text: value, line: parser.line });
      point.path.pop();
      text = '';
    });
    parser.on('error', ({ message }) => {
      // The parser's own words begin with line and column.
      const [, line = parser.line, words = message] = /^(\d+):\d+: ([^]*)$/.exec(message) ?? [];
      sink(err({ line: Number(line), field: 'xml', message: words }));
    });
    return { write: (piece) => void parser.write(piece), end: () => void parser.close() };
  };
