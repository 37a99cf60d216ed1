import { parse } from 'csv-parse/sync';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Decoder } from './decode.ts';
import type { Fault } from './fault.ts';
import { lineDecoder } from './lines.ts';
import { trackLine } from './trackLine.ts';
import type { TrackLine } from './trackLine.ts';
import { parseNumber, parseTime, timeMessage } from './values.ts';

const REQUIRED = ['t', 'lat', 'lon'] as const;
const OPTIONAL = ['accuracy_m', 'speed_mps', 'heading_deg', 'battery_percent', 'receivedAt'] as const;
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];
const COLUMNS: readonly Column[] = [...REQUIRED, ...OPTIONAL];

/** Where each column stands; -1 for one that the file does not have. */
type Header = { readonly width: number; readonly index: Readonly<Record<Column, number>> };

const isRequired = (column: Column): boolean => column === 't' || column === 'lat' || column === 'lon';

/**
 * Cells of a line. csv-parse steps through every byte, which would double the time a file takes; a line without a quote is
 * nothing but its commas. A quoted cell that runs over several lines can be no number or time, and its quote counts as open.
 */
const cellsOf = (text: string): readonly string[] | null => {
  if (!text.includes('"')) return text.split(',');
  try {
    return parse(text, { relax_column_count: true }).at(0) ?? [];
  } catch {
    return null;
  }
};

/** A first line that holds values instead of names is not quoted: they may be a position. */
const namedOrNot = (name: string, position: number): string =>
  /^[\p{L}_][\p{L}\p{N}_ .-]{0,39}$/u.test(name) ? name : `column ${position}`;

const readHeader = (cells: readonly string[]): Result<Header, Omit<Fault, 'line'>> => {
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

/** A line being read. Its first fault is the one that counts. */
type Row = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly index: Header['index'];
  readonly faults: Fault[];
};

const misread = ({ line, faults }: Row, field: Column, message: string): null => {
  faults.push({ line, field, message });
  return null;
};

const cell = (row: Row, column: Column): string | null => {
  const index = row.index[column];
  // An index of -1 would give nothing too, but slowly: it is no element but a property.
  const text = index === -1 ? '' : (row.cells[index]?.trim() ?? '');
  if (text !== '') return text;
  return isRequired(column) ? misread(row, column, 'has no value') : null;
};

const number = (row: Row, column: Column): number | null => {
  const text = cell(row, column);
  if (text === null) return null;
  const value = parseNumber(text);
  return Number.isNaN(value) ? misread(row, column, 'is not a number') : value;
};

const time = (row: Row, column: Column): number | null => {
  const text = cell(row, column);
  if (text === null) return null;
  const at_ms = parseTime(text);
  return typeof at_ms === 'string' ? misread(row, column, timeMessage(at_ms)) : at_ms;
};

const readRow = ({ width, index }: Header, cells: readonly string[], line: number): Result<TrackLine, Fault> => {
  if (cells.length !== width)
    return err({ line, field: 'columns', message: `${cells.length} values where the header names ${width}` });
  const row: Row = { line, cells, index, faults: [] };
  // A required value that is null has left a fault; zero only fills its place until that is looked at.
  const report = {
    at_ms: time(row, 't') ?? 0,
    lat: number(row, 'lat') ?? 0,
    lon: number(row, 'lon') ?? 0,
    accuracy_m: number(row, 'accuracy_m'),
    speed_mps: number(row, 'speed_mps'),
    heading_deg: number(row, 'heading_deg'),
    battery_percent: number(row, 'battery_percent'),
  };
  const receivedAt_ms = time(row, 'receivedAt');
  const [fault] = row.faults;
  return fault === undefined ? ok(trackLine(line, report, receivedAt_ms)) : err(fault);
};

/** Tracks as CSV: a header that names the columns in any order, then a fix a line. */
export const csvTrack: Decoder<TrackLine> = lineDecoder((sink) => {
  let header: Header | null = null;
  return {
    line: (text, line) => {
      const cells = cellsOf(text);
      if (cells === null) return sink(err({ line, field: 'quotes', message: 'are not balanced' }));
      if (header !== null) return sink(readRow(header, cells, line));
      const read = readHeader(cells);
      if (read.ok) header = read.value;
      else sink(err({ line, ...read.error }));
    },
    end: () => {
      if (header === null)
        sink(err({ line: null, field: 'header', message: `is missing (known columns: ${COLUMNS.join(', ')})` }));
    },
  };
});
