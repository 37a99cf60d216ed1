import { z } from 'zod';
import { Fix } from '../../../../shared/domain/fixes.ts';
import { isEpochMs } from './values.ts';

/** Why a report is counted and not used: its values cannot be true, it was garbled on its way, or the receiver had no fix. */
export type Refusal = 'out-of-range' | 'checksum' | 'no-fix';

/** One report of a recorded track. `line` is where it begins in the file, from 1; `receivedAt_ms` null where the file names none. */
export type TrackLine = { readonly line: number; readonly receivedAt_ms: number | null } & (
  { readonly fix: Fix; readonly refused: null } | { readonly fix: null; readonly refused: Refusal }
);

/** A fix as the files tell it; what they never tell is filled in. */
export type Report = Pick<Fix, 'at_ms' | 'lon' | 'lat' | 'accuracy_m' | 'speed_mps' | 'heading_deg'> & {
  readonly battery_percent?: number | null;
};

/** The domain's own ranges. Time is looked at apart, for old tracks begin before 1970; the source is no value of a file. */
const Ranges = z.object(Fix.unwrap().shape).omit({ at_ms: true, source: true });

export const refusedLine = (line: number, refused: Refusal): TrackLine => ({
  line,
  receivedAt_ms: null,
  fix: null,
  refused,
});

/** A well-formed report: taken where it can be true, refused as out of range otherwise. */
export const trackLine = (line: number, report: Report, receivedAt_ms: number | null = null): TrackLine => {
  const fix: Fix = {
    at_ms: report.at_ms,
    lon: report.lon,
    lat: report.lat,
    accuracy_m: report.accuracy_m,
    speed_mps: report.speed_mps,
    heading_deg: report.heading_deg,
    source: 'gnss',
    battery_percent: report.battery_percent ?? null,
  };
  const possible = isEpochMs(fix.at_ms) && (receivedAt_ms === null || isEpochMs(receivedAt_ms));
  return possible && Ranges.safeParse(fix).success
    ? { line, receivedAt_ms, fix, refused: null }
    : refusedLine(line, 'out-of-range');
};
