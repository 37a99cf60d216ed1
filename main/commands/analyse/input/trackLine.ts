import { z } from 'zod';
import { Fix } from '../../../../shared/domain/fixes.ts';
import type { Fault } from './fault.ts';
import { isEpochMs } from './values.ts';

/**
 * Why a report is counted and not used. `unreadable`: no report can be made of it; `checksum`: it was garbled on its way; `no-time`: it says
 * no time; `no-fix`: it says no place, or what devices write where they know none; `out-of-range`: place or time cannot be true; `clock`: its
 * time stands alone, far from those around it; `future`: it is later than its own receipt.
 */
export type Refusal = 'unreadable' | 'checksum' | 'no-time' | 'no-fix' | 'out-of-range' | 'clock' | 'future';

/** Where and why a report was refused. `line` is null in a format without lines. */
export type Refused = Fault & { readonly reason: Refusal };

/** What a reader of the result must know about a fix that was used. `odd-…`: that value could not be true: not known. */
export type Mark =
  | 'without-checksum'
  | 'prefixed'
  | 'estimated'
  | 'sorted'
  | 'odd-accuracy'
  | 'odd-speed'
  | 'odd-heading'
  | 'odd-battery';

/**
 * One report of a recorded track. `line` is where it begins in the file, from 1, and `point` the how manieth it is in a format whose points
 * may all stand on one line; `receivedAt_ms` null where the file names none.
 */
export type TrackLine =
  | {
      readonly line: number | null;
      readonly point?: number;
      readonly receivedAt_ms: number | null;
      readonly fix: Fix;
      readonly marks: readonly Mark[];
      readonly refused: null;
    }
  | { readonly line: number | null; readonly point?: number; readonly fix: null; readonly refused: Refused };

/** A fix as the files tell it; what they never tell is filled in. NaN stands for what is there and is no number. */
export type Report = Pick<Fix, 'at_ms' | 'lon' | 'lat' | 'accuracy_m' | 'speed_mps' | 'heading_deg'> & {
  readonly battery_percent?: number | null;
};

/** The domain's own ranges. Time is looked at apart, for old tracks begin before 1970; the source is no value of a file. */
const Ranges = z.object(Fix.unwrap().shape).omit({ at_ms: true, source: true });

const NO_MARKS: readonly Mark[] = [];

export const refusedLine = (
  line: number | null,
  reason: Refusal,
  field: string,
  message: string,
): Extract<TrackLine, { readonly fix: null }> => ({ line, fix: null, refused: { line, reason, field, message } });

/** Values without which a fix is whole: what cannot be true of them is taken as not known, and costs nothing but itself. */
const withoutOddValues = (fix: Fix): { readonly fix: Fix; readonly odd: readonly Mark[] } => {
  const { accuracy_m, speed_mps, heading_deg, battery_percent } = fix;
  const isOdd = (field: keyof typeof Ranges.shape, value: number | null): boolean =>
    !Ranges.shape[field].safeParse(value).success;
  // Zero says nothing. An accuracy past every range says that the place is worth nothing, and is not forgotten.
  const oddAccuracy = accuracy_m === 0;
  const [oddSpeed, oddHeading] = [isOdd('speed_mps', speed_mps), isOdd('heading_deg', heading_deg)];
  const oddBattery = isOdd('battery_percent', battery_percent);
  return {
    fix: {
      ...fix,
      accuracy_m: oddAccuracy ? null : accuracy_m,
      speed_mps: oddSpeed ? null : speed_mps,
      heading_deg: oddHeading ? null : heading_deg,
      battery_percent: oddBattery ? null : battery_percent,
    },
    odd: [
      ...(oddAccuracy ? (['odd-accuracy'] as const) : []),
      ...(oddSpeed ? (['odd-speed'] as const) : []),
      ...(oddHeading ? (['odd-heading'] as const) : []),
      ...(oddBattery ? (['odd-battery'] as const) : []),
    ],
  };
};

/**
 * A well-formed report: taken where its place and time can be true, refused otherwise. A negative accuracy is how phones say that the place
 * is not valid, and 0°, 0° what receivers write before they have one. An accuracy that nobody can read may be as bad as any: the place must
 * not look surer than its sender said.
 */
export const trackLine = (
  line: number | null,
  report: Report,
  receivedAt_ms: number | null = null,
  marks: readonly Mark[] = NO_MARKS,
): TrackLine => {
  const told: Fix = {
    at_ms: report.at_ms,
    lon: report.lon,
    lat: report.lat,
    accuracy_m: report.accuracy_m,
    speed_mps: report.speed_mps,
    heading_deg: report.heading_deg,
    source: 'gnss',
    battery_percent: report.battery_percent ?? null,
  };
  if (!isEpochMs(told.at_ms)) return refusedLine(line, 'out-of-range', 'time', 'is no time that exists');
  if (receivedAt_ms !== null && !isEpochMs(receivedAt_ms))
    return refusedLine(line, 'out-of-range', 'receivedAt', 'is no time that exists');
  if (told.lat === 0 && told.lon === 0) return refusedLine(line, 'no-fix', 'place', 'is 0°, 0°');
  if (told.accuracy_m !== null && told.accuracy_m < 0) return refusedLine(line, 'no-fix', 'accuracy', 'is negative');
  if (Number.isNaN(told.accuracy_m)) return refusedLine(line, 'no-fix', 'accuracy', 'is not a number');
  if (Ranges.safeParse(told).success) return { line, receivedAt_ms, fix: told, marks, refused: null };
  const { fix, odd } = withoutOddValues(told);
  const issue = Ranges.safeParse(fix).error?.issues[0];
  return issue === undefined
    ? { line, receivedAt_ms, fix, marks: [...marks, ...odd], refused: null }
    : refusedLine(line, 'out-of-range', issue.path.map(String).join('.'), 'lies outside every range');
};
