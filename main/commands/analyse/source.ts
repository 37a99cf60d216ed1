import type { Result } from '../../../shared/domain/result.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { InputFault } from './input/fault.ts';

/** Something of an input that became known at a time. */
export type Arrival<T> = { readonly at_ms: number; readonly item: T };

/** One input read ahead by one. */
export type Source<T> = {
  /** What comes next, and when that became known; null at the end of the input. */
  readonly next: () => Arrival<T> | null;
  /** Reads on; the fault of the input, where it cannot be read further. */
  readonly advance: () => Promise<Result<null, InputFault>>;
};

/**
 * Puts an input on the clock. `place` says what a line means and when it became known, null for one that brings nothing. A line from
 * before the one it follows in the file came late: it is known no earlier than that, and `onLate` is told by how much.
 */
export const sourceOf = <L, T>(
  lines: AsyncIterator<Result<L, InputFault>>,
  place: (line: L) => Arrival<T> | null,
  onLate: (by_ms: number) => void,
): Source<T> => {
  let head: Arrival<T> | null = null;
  let last_ms = Number.NEGATIVE_INFINITY;
  return {
    next: () => head,
    advance: async () => {
      for (;;) {
        const read = await lines.next();
        if (read.done === true) {
          head = null;
          return ok(null);
        }
        if (!read.value.ok) return read.value;
        const placed = place(read.value.value);
        if (placed === null) continue;
        if (placed.at_ms < last_ms) onLate(last_ms - placed.at_ms);
        last_ms = Math.max(last_ms, placed.at_ms);
        head = { at_ms: last_ms, item: placed.item };
        return ok(null);
      }
    },
  };
};
