import { parse } from 'csv-parse/sync';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Decoder } from './decode.ts';
import type { Fault } from './fault.ts';
import { createLineCheck } from './lineCheck.ts';
import { lineDecoder } from './lines.ts';
import { refusedLine, trackLine } from './trackLine.ts';
import type { TrackLine } from './trackLine.ts';
import { isAbsent, parseNumber, parseTime, timeMessage } from './values.ts';

const REQUIRED = ['t', 'lat', 'lon'] as const;
const OPTIONAL = ['accuracy_m', 'speed_mps', 'heading_deg', 'battery_percent', 'receivedAt'] as const;
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];
const COLUMNS: readonly Column[] = [...REQUIRED, ...OPTIONAL];

type Separator = ',' | ';';

const THOUSANDS_POINT = /^\d{1,3}\.\d{3}$/;
const THOUSANDS_COMMA = /^\d{1,3},\d{3}$/;

/** How a file is laid out, and where each column stands; -1 for one that it does not have. */
type Header = {
  readonly separator: Separator;
  readonly width: number;
  readonly index: Readonly<Record<Column, number>>;
};

/**
 * Cells of a line. csv-parse steps through every byte, which would double the time a file takes; a line without a quote is
 * nothing but its separators. A quoted cell that runs over several lines can be no number or time, and its quote counts as open.
 */
const cellsOf = (text: string, separator: Separator): readonly string[] | null => {
  if (!text.includes('"')) return text.split(separator);
  try {
    return parse(text, { delimiter: separator, relax_column_count: true }).at(0) ?? [];
  } catch {
    return null;
  }
};

/** A first line that holds values instead of names, or both after damage, is not quoted: they may be a position. */
const namedOrNot = (name: string, position: number): string =>
  /^[\p{L}_][\p{L}\p{N}_ .-]{0,39}$/u.test(name) && !/\p{N}{2}|\p{N}\./u.test(name) ? name : `column ${position}`;

const readHeader = (text: string): Result<Header, Omit<Fault, 'line'>> => {
  // No name of a column holds either of the two.
  const separator = text.includes(';') ? ';' : ',';
  const cells = cellsOf(text, separator);
  if (cells === null) return err({ field: 'quotes', message: 'are not balanced' });
  const names = cells.map((cell) => cell.trim());
  const unknown = names.findIndex((name) => !COLUMNS.some((column) => column === name));
  const missing = REQUIRED.find((column) => !names.includes(column));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (unknown !== -1)
    return err({
      field: namedOrNot(names[unknown] ?? '', unknown + 1),
      message: `is no known column (known: ${COLUMNS.join(', ')})`,
    });
  if (missing !== undefined) return err({ field: missing, message: 'the column is missing' });
  if (twice !== undefined) return err({ field: twice, message: 'the column is there twice' });
  const at = (column: Column): number => names.indexOf(column);
  return ok({
    separator,
    width: names.length,
    index: {
      t: at('t'),
      lat: at('lat'),
      lon: at('lon'),
      accuracy_m: at('accuracy_m'),
      speed_mps: at('speed_mps'),
      heading_deg: at('heading_deg'),
      battery_percent: at('battery_percent'),
      receivedAt: at('receivedAt'),
    },
  });
};

const readRow = (
  { separator, width, index }: Header,
  cells: readonly string[],
  line: number,
): Result<TrackLine, Fault> => {
  if (cells.length !== width)
    return err({ line, field: 'columns', message: `${cells.length} values where the header names ${width}` });

  /** What stands in a column; null where nothing does. */
  const cell = (column: Column): string | null => {
    const at = index[column];
    // An index of -1 would give nothing too, but slowly: it is no element but a property.
    const text = at === -1 ? '' : (cells[at]?.trim() ?? '');
    return isAbsent(text) ? null : text;
  };
  /** A comma is a decimal point only where it cannot separate cells. */
  const withPoint = (text: string): string => (separator === ';' ? text.replace(',', '.') : text);
  /** NaN for text that is no number. */
  const number = (text: string): number => parseNumber(withPoint(text));
  const [time, latitude, longitude, received] = [cell('t'), cell('lat'), cell('lon'), cell('receivedAt')];
  if (time === null) return ok(refusedLine(line, 'no-time', 't', 'has no value'));
  if (latitude === null || longitude === null)
    return ok(refusedLine(line, 'no-fix', latitude === null ? 'lat' : 'lon', 'has no value'));
  const at_ms = parseTime(withPoint(time));
  if (typeof at_ms === 'string') return err({ line, field: 't', message: timeMessage(at_ms) });
  const receivedAt_ms = received === null ? null : parseTime(withPoint(received));
  if (typeof receivedAt_ms === 'string') return err({ line, field: 'receivedAt', message: timeMessage(receivedAt_ms) });
  const [lat, lon] = [number(latitude), number(longitude)];
  if (Number.isNaN(lat)) return err({ line, field: 'lat', message: 'is not a number' });
  if (Number.isNaN(lon)) return err({ line, field: 'lon', message: 'is not a number' });
  /** The coordinates show how the row writes decimals. Beside 37,55 nobody knows whether 3.000 is three or three thousand. */
  const doubtful = `${latitude}${longitude}`.includes(',') ? THOUSANDS_POINT : THOUSANDS_COMMA;
  const optional = (column: Column): number | null => {
    const text = cell(column);
    if (text === null) return null;
    return separator === ';' && doubtful.test(text) ? Number.NaN : number(text);
  };
  const report = {
    at_ms,
    lat,
    lon,
    accuracy_m: optional('accuracy_m'),
    speed_mps: optional('speed_mps'),
    heading_deg: optional('heading_deg'),
    battery_percent: optional('battery_percent'),
  };
  return ok(trackLine(line, report, receivedAt_ms));
};

/**
 * Tracks as CSV: a header that names the columns in any order, then a fix a line; separated by commas, or by semicolons, and then a comma
 * may stand for the decimal point.
 */
export const csvTrack = (badLines_share: number): Decoder<TrackLine> =>
  lineDecoder((sink) => {
    const check = createLineCheck(badLines_share, sink);
    let header: Header | null = null;
    return {
      line: (text, line) => {
        if (header === null) {
          const read = readHeader(text);
          if (read.ok) header = read.value;
          else sink(err({ line, ...read.error }));
          return;
        }
        check.seen();
        const cells = cellsOf(text, header.separator);
        if (cells === null) return check.bad({ line, field: 'quotes', message: 'are not balanced' });
        const row = readRow(header, cells, line);
        if (row.ok) sink(row);
        else check.bad(row.error);
      },
      end: () => {
        if (header === null)
          sink(err({ line: null, field: 'header', message: `is missing (known columns: ${COLUMNS.join(', ')})` }));
        check.end();
      },
    };
  });
