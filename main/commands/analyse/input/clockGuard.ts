import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { InputFault } from './fault.ts';
import { refusedLine } from './trackLine.ts';
import type { TrackLine } from './trackLine.ts';

/** So many fixes in a row are believed, however far they lie from those before: the recording paused. */
const CONFIRMED_BY = 10;

const DAY_MS = 86_400_000;

export type Lines = AsyncGenerator<Result<TrackLine, InputFault>, void>;
export type FixLine = Extract<TrackLine, { readonly refused: null }>;

/** When a fix became known, as far as the file tells. */
export const knownAt_ms = ({ fix, receivedAt_ms }: FixLine): number => receivedAt_ms ?? fix.at_ms;

const away_ms = (a: FixLine, b: FixLine): number => Math.abs(knownAt_ms(a) - knownAt_ms(b));

const refused = (line: FixLine, other: FixLine): TrackLine => {
  const ahead_ms = knownAt_ms(line) - knownAt_ms(other);
  const days = (Math.abs(ahead_ms) / DAY_MS).toFixed(1);
  const message = `stands alone, ${days} days ${ahead_ms > 0 ? 'after' : 'before'} the fixes beside it`;
  const told = refusedLine(line.line, 'clock', 'time', message);
  return line.point === undefined ? told : { ...told, point: line.point };
};

/**
 * Refuses fixes whose clock was off for a moment, for one of them would carry the clock of the analysis away, years ahead, and all that
 * follows would come too late. A fix more than `jump_ms` from the last believed one waits. It is refused, with all that wait, when a later one
 * lies nearer to the last believed one; it is believed when enough follow it, or when the file ends and more than one waited. A fix
 * that stands alone at either end of a file has one neighbour only: it is believed where the order is in force at its time, and, at the
 * beginning, the next fix is later.
 */
export async function* refuseLoneClocks(lines: Lines, jump_ms: number, isInForce: (at_ms: number) => boolean): Lines {
  let last: FixLine | null = null;
  let waiting: readonly FixLine[] = [];

  for await (const read of lines) {
    if (!read.ok) {
      // What was read before the fault is used as far as it goes.
      for (const line of waiting) yield ok(line);
      yield read;
      return;
    }
    if (read.value.refused !== null) {
      yield read;
      continue;
    }
    const next = read.value;
    const newest = waiting.at(-1);
    if (last !== null && away_ms(next, last) <= jump_ms) {
      for (const line of waiting) yield ok(refused(line, next));
      waiting = [];
      last = next;
      yield read;
    } else if (newest === undefined || (last === null && away_ms(next, newest) <= jump_ms)) {
      waiting = [...waiting, next];
    } else if (last === null) {
      const first = waiting.length === 1 ? newest : null;
      if (first === null || (isInForce(knownAt_ms(first)) && knownAt_ms(first) < knownAt_ms(next))) {
        for (const line of waiting) yield ok(line);
        last = newest;
      } else yield ok(refused(first, next));
      waiting = [next];
    } else if (away_ms(next, newest) <= away_ms(next, last)) {
      waiting = [...waiting, next];
    } else {
      for (const line of waiting) yield ok(refused(line, last));
      waiting = [next];
    }
    if (waiting.length < CONFIRMED_BY) continue;
    for (const line of waiting) yield ok(line);
    last = next;
    waiting = [];
  }
  const [alone] = waiting;
  if (waiting.length === 1 && alone !== undefined && last !== null && !isInForce(knownAt_ms(alone)))
    yield ok(refused(alone, last));
  else for (const line of waiting) yield ok(line);
}
