import { err, ok } from '../../../../shared/domain/result.ts';
import type { Sink } from './decode.ts';
import type { Fault } from './fault.ts';
import { refusedLine } from './trackLine.ts';
import type { Refusal, TrackLine } from './trackLine.ts';

/** Counts the lines of a file, or the points of one that is not made of lines, and those of them that no report can be made of. */
export type LineCheck = {
  readonly seen: () => void;
  /** Hands on the report of the line or point that was seen last; a point with its number. */
  readonly tell: (line: TrackLine) => void;
  /** Refuses a line that was seen. */
  readonly bad: (fault: Fault, reason?: Extract<Refusal, 'unreadable' | 'checksum'>) => void;
  /** After the last line: where more than the allowed share was bad, the fault of the file is its first bad line. */
  readonly end: () => void;
};

/** A few bad lines are what logs are like; with more of them the file is not what it is taken for, and its alerts prove nothing. */
export const createLineCheck = (
  badLines_share: number,
  sink: Sink<TrackLine>,
  counted: 'lines' | 'points' = 'lines',
): LineCheck => {
  let [seen, bad] = [0, 0];
  let first: Fault | null = null;
  const tell = (line: TrackLine): void => sink(ok(counted === 'points' ? { ...line, point: seen } : line));
  return {
    tell,
    seen: () => (seen += 1),
    bad: (fault, reason = 'unreadable') => {
      bad += 1;
      first ??= counted === 'points' ? { ...fault, message: `${fault.message}, in point ${seen}` } : fault;
      tell(refusedLine(fault.line, reason, fault.field, fault.message));
    },
    end: () => {
      if (first === null || bad <= seen * badLines_share) return;
      sink(err({ ...first, message: `${first.message} (${bad} of ${seen} cannot be read: too many to use the rest)` }));
    },
  };
};
