import { err, ok } from '../../../../shared/domain/result.ts';
import type { Sink } from './decode.ts';
import type { Reading, Sentence } from './nmeaSentence.ts';
import { refusedLine, trackLine } from './trackLine.ts';
import type { Report, TrackLine } from './trackLine.ts';

const DAY_MS = 86_400_000;

/** Instants kept while no date is known: an hour at 10 Hz. A recording that names none for longer is not one to guess about. */
const MAX_UNDATED = 36_000;

/** The RMC and the GGA of one time of day, in whichever order they came. */
type Instant = { readonly first: Sentence; readonly RMC: Sentence | null; readonly GGA: Sentence | null };

/** A fix whose day is not known yet. */
type Undated = { readonly line: number; readonly timeOfDay_ms: number; readonly report: Untimed };
type Untimed = Omit<Report, 'at_ms'>;

const instantOf = (sentence: Sentence): Instant => ({
  first: sentence,
  RMC: null,
  GGA: null,
  [sentence.kind]: sentence,
});

const belongs = ({ first, ...instant }: Instant, { kind, timeOfDay_ms }: Sentence): boolean =>
  instant[kind] === null && Object.is(first.timeOfDay_ms, timeOfDay_ms);

/** The instant of a time of day that lies nearest to another instant: past midnight, and back over it. */
const nearest = (timeOfDay_ms: number, at_ms: number): number => {
  const sameDay_ms = Math.floor(at_ms / DAY_MS) * DAY_MS + timeOfDay_ms;
  return sameDay_ms + Math.round((at_ms - sameDay_ms) / DAY_MS) * DAY_MS;
};

/** GGA has the better position and the dilution, RMC the movement. */
const reportOf = (rmc: Reading | null, gga: Reading | null, hdop_m: number): Untimed | null => {
  const place = gga ?? rmc;
  if (place === null) return null;
  return {
    lat: place.lat,
    lon: place.lon,
    accuracy_m: place.hdop === null ? null : place.hdop * hdop_m,
    speed_mps: rmc?.speed_mps ?? null,
    heading_deg: rmc?.heading_deg ?? null,
  };
};

/**
 * Joins sentences into fixes. The day is that of the last RMC; a GGA without one takes the day on which it lies nearest to the
 * fix before, and those before the first RMC wait for it.
 */
export const joinInstants = (hdop_m: number, sink: Sink<TrackLine>) => {
  let pending: Instant | null = null;
  let undated: Undated[] = [];
  let last_ms: number | null = null;

  const settleUndated = (first_ms: number): void => {
    let next_ms = first_ms;
    const dated = undated.toReversed().map(({ line, timeOfDay_ms, report }) => {
      next_ms = nearest(timeOfDay_ms, next_ms);
      return trackLine(line, { ...report, at_ms: next_ms });
    });
    undated = [];
    for (const line of dated.toReversed()) sink(ok(line));
  };

  const noDate = (line: number): void =>
    sink(err({ line, field: 'date', message: 'is not known: no RMC sentence has given one' }));

  const complete = ({ first: { line, timeOfDay_ms }, RMC, GGA }: Instant): void => {
    const withoutFix = [RMC, GGA].some((sentence) => sentence !== null && sentence.reading === null);
    const report = reportOf(RMC?.reading ?? null, GGA?.reading ?? null, hdop_m);
    if (withoutFix || report === null || timeOfDay_ms === null) return sink(ok(refusedLine(line, 'no-fix')));
    const date_ms = RMC?.reading?.date_ms ?? null;
    if (Number.isNaN(timeOfDay_ms) || Number.isNaN(date_ms)) return sink(ok(refusedLine(line, 'out-of-range')));
    if (date_ms === null && last_ms === null) {
      if (undated.length === MAX_UNDATED) return noDate(line);
      undated.push({ line, timeOfDay_ms, report });
      return;
    }
    const at_ms = date_ms === null ? nearest(timeOfDay_ms, last_ms ?? 0) : date_ms + timeOfDay_ms;
    settleUndated(at_ms);
    last_ms = at_ms;
    sink(ok(trackLine(line, { ...report, at_ms })));
  };

  const flush = (): void => {
    if (pending !== null) complete(pending);
    pending = null;
  };

  return {
    add: (sentence: Sentence): void => {
      if (pending === null || !belongs(pending, sentence)) {
        flush();
        pending = instantOf(sentence);
        return;
      }
      pending = { ...pending, [sentence.kind]: sentence };
      flush();
    },
    end: (): void => {
      flush();
      const [first] = undated;
      if (first !== undefined) noDate(first.line);
    },
  };
};
