import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { InputFault } from './fault.ts';

/** Sorted at most: about 150 MB. A longer file has to be in order already. */
const MAX_SORTED = 500_000;

type Lines<T> = AsyncGenerator<Result<T, InputFault>, void>;

const isInOrder = async <T>(lines: Lines<T>, at_ms: (item: T) => number | null): Promise<boolean> => {
  let last_ms = Number.NEGATIVE_INFINITY;
  for await (const line of lines) {
    // A faulty file ends where it always does.
    if (!line.ok) return true;
    const next_ms = at_ms(line.value) ?? last_ms;
    if (next_ms < last_ms) return false;
    last_ms = next_ms;
  }
  return true;
};

/**
 * A file's items in the order of time, for formats in which the order of the file says nothing of the order of arrival. Reads it twice: one
 * that is in order is then streamed, any other is held and sorted, up to a bound. `open` begins at its first item; `at_ms` is null for
 * what has no time, which comes first; `sorted` marks what had to be sorted.
 */
export async function* inTimeOrder<T>(
  file: string,
  open: () => Lines<T>,
  at_ms: (item: T) => number | null,
  sorted: (item: T) => T,
): Lines<T> {
  if (await isInOrder(open(), at_ms)) {
    yield* open();
    return;
  }
  const held: T[] = [];
  for await (const line of open()) {
    if (!line.ok) {
      yield line;
      return;
    }
    if (held.length === MAX_SORTED) {
      yield err({
        file,
        line: null,
        field: 'time',
        message: `is out of order, and the file too long to sort here (over ${MAX_SORTED} entries): sort it by time first`,
      });
      return;
    }
    held.push(line.value);
  }
  const time = (item: T): number => at_ms(item) ?? Number.NEGATIVE_INFINITY;
  held.sort((a, b) => (time(a) === time(b) ? 0 : time(a) - time(b)));
  for (const item of held) yield ok(sorted(item));
}
