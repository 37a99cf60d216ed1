import { err, ok } from '../../../../shared/domain/result.ts';
import type { Sink } from './decode.ts';
import type { DateSentence, PlaceKind, PlaceSentence, Reading } from './nmeaSentence.ts';
import { refusedLine, trackLine } from './trackLine.ts';
import type { Mark, Report, TrackLine } from './trackLine.ts';

const DAY_MS = 86_400_000;

/** Instants kept while no date is known: an hour at 10 Hz. A recording that names none for longer is not one to guess about. */
const MAX_UNDATED = 36_000;

/** The sentences of one time of day, one of each kind, in whichever order they came. */
type Instant = {
  readonly line: number;
  readonly timeOfDay_ms: number | null;
  readonly sentences: ReadonlyMap<PlaceKind, Reading | null>;
  readonly marks: ReadonlySet<Mark>;
};

/** A fix whose day is not known yet. */
type Undated = {
  readonly line: number;
  readonly timeOfDay_ms: number;
  readonly report: Untimed;
  readonly marks: readonly Mark[];
};
type Untimed = Omit<Report, 'at_ms'>;

/** What a dilution is worth, and the least that a place is taken to be off which was not measured; metres. */
export type AccuracyRules = { readonly hdop_m: number; readonly estimatedAccuracy_m: number };

/** The instant of a time of day that lies nearest to another instant: past midnight, and back over it. */
const nearest = (timeOfDay_ms: number, at_ms: number): number => {
  const sameDay_ms = Math.floor(at_ms / DAY_MS) * DAY_MS + timeOfDay_ms;
  return sameDay_ms + Math.round((at_ms - sameDay_ms) / DAY_MS) * DAY_MS;
};

const accuracyOf = (hdop: number | null, estimated: boolean, rules: AccuracyRules): number | null => {
  // What cannot be true of a dilution cannot be true of the accuracy that it stands for.
  const accuracy_m = hdop === null ? null : hdop * rules.hdop_m;
  if (!estimated || Number.isNaN(accuracy_m) || (accuracy_m !== null && accuracy_m < 0)) return accuracy_m;
  return Math.max(accuracy_m ?? 0, rules.estimatedAccuracy_m);
};

/** GGA and GNS have the better position and the dilution, RMC the movement. */
const reportOf = ({ sentences }: Instant, rules: AccuracyRules): Untimed | null => {
  const of = (kind: PlaceKind): Reading | null => sentences.get(kind) ?? null;
  const place = of('GGA') ?? of('GNS') ?? of('RMC') ?? of('GLL');
  if (place === null) return null;
  const estimated = [...sentences.values()].some((reading) => reading?.estimated === true);
  return {
    lat: place.lat,
    lon: place.lon,
    accuracy_m: accuracyOf(place.hdop, estimated, rules),
    speed_mps: of('RMC')?.speed_mps ?? null,
    heading_deg: of('RMC')?.heading_deg ?? null,
  };
};

/**
 * Joins sentences into fixes. The day is that of the RMC of the same instant; without one it is the day on which the time lies nearest to
 * the fix before, or to the last ZDA where no RMC has come yet; those before the first of both wait for it. GLL counts in a recording that
 * has nothing better.
 */
export const joinInstants = (rules: AccuracyRules, sink: Sink<TrackLine>) => {
  let pending: Instant | null = null;
  let undated: Undated[] = [];
  let last_ms: number | null = null;
  let isDatedByRmc = false;
  let isGllEnough = true;

  const settleUndated = (first_ms: number): void => {
    let next_ms = first_ms;
    const dated = undated.toReversed().map(({ line, timeOfDay_ms, report, marks }) => {
      next_ms = nearest(timeOfDay_ms, next_ms);
      return trackLine(line, { ...report, at_ms: next_ms }, null, marks);
    });
    undated = [];
    for (const line of dated.toReversed()) sink(ok(line));
  };

  const noDate = (line: number): void =>
    sink(err({ line, field: 'date', message: 'is not known: no RMC or ZDA sentence has given one' }));

  const complete = (instant: Instant): void => {
    const { line, timeOfDay_ms, sentences } = instant;
    const report = reportOf(instant, rules);
    const withoutFix = [...sentences.values()].includes(null);
    if (withoutFix || report === null || timeOfDay_ms === null)
      return sink(ok(refusedLine(line, 'no-fix', 'status', 'the receiver has no fix')));
    const date_ms = sentences.get('RMC')?.date_ms ?? null;
    if (Number.isNaN(timeOfDay_ms) || Number.isNaN(date_ms))
      return sink(ok(refusedLine(line, 'out-of-range', 'time', 'is no time that exists')));
    const marks: readonly Mark[] = [...instant.marks];
    if (date_ms === null && last_ms === null) {
      if (undated.length === MAX_UNDATED) return noDate(line);
      undated.push({ line, timeOfDay_ms, report, marks });
      return;
    }
    isDatedByRmc ||= date_ms !== null;
    const at_ms = date_ms === null ? nearest(timeOfDay_ms, last_ms ?? 0) : date_ms + timeOfDay_ms;
    settleUndated(at_ms);
    last_ms = at_ms;
    sink(ok(trackLine(line, { ...report, at_ms }, null, marks)));
  };

  const flush = (): void => {
    if (pending !== null) complete(pending);
    pending = null;
  };

  return {
    place: ({ line, kind, timeOfDay_ms, reading }: PlaceSentence, marks: readonly Mark[]): void => {
      // GLL names no dilution. Where others do, an instant of which it alone is left would look surer than it is.
      if (kind === 'GLL' && !isGllEnough) return;
      if (kind !== 'GLL') isGllEnough = false;
      const told = reading?.estimated === true ? ([...marks, 'estimated'] as const) : marks;
      if (pending === null || pending.sentences.has(kind) || !Object.is(pending.timeOfDay_ms, timeOfDay_ms)) {
        flush();
        pending = { line, timeOfDay_ms, sentences: new Map([[kind, reading]]), marks: new Set(told) };
        return;
      }
      pending = {
        ...pending,
        sentences: new Map([...pending.sentences, [kind, reading]]),
        marks: new Set([...pending.marks, ...told]),
      };
    },
    date: ({ at_ms }: DateSentence): void => {
      if (isDatedByRmc || Number.isNaN(at_ms)) return;
      settleUndated(at_ms);
      last_ms = at_ms;
    },
    end: (): void => {
      flush();
      const [first] = undated;
      if (first !== undefined) noDate(first.line);
    },
  };
};
