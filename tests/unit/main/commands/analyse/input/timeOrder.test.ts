import { describe, expect, it } from 'vitest';
import type { InputFault } from '../../../../../../main/commands/analyse/input/fault.ts';
import { inTimeOrder } from '../../../../../../main/commands/analyse/input/timeOrder.ts';
import { err, ok } from '../../../../../../shared/domain/result.ts';
import type { Result } from '../../../../../../shared/domain/result.ts';
import { collect, shown } from './files.ts';

type Item = { readonly at_ms: number | null; readonly sorted?: true };
const FAULT: InputFault = { file: 't.gpx', line: 3, field: 'xml', message: 'is broken' };

const ordered = (times: Iterable<number | null>, fault: InputFault | null = null) => {
  async function* open(): AsyncGenerator<Result<Item, InputFault>, void> {
    for (const at_ms of times) yield ok({ at_ms });
    if (fault !== null) yield err(fault);
  }
  return collect(
    inTimeOrder<Item>(
      't.gpx',
      open,
      ({ at_ms }) => at_ms,
      (item) => ({ ...item, sorted: true }),
    ),
  );
};

describe('the order of time', () => {
  it('is kept where it is there, whatever has no time in between', async () => {
    expect((await ordered([1, null, 1, 2])).lines).toEqual([{ at_ms: 1 }, { at_ms: null }, { at_ms: 1 }, { at_ms: 2 }]);
  });

  it('is made where it is not, and said', async () => {
    expect((await ordered([3, 1, null, 2])).lines).toEqual([null, 1, 2, 3].map((at_ms) => ({ at_ms, sorted: true })));
  });

  it('ends at a fault, in order or not', async () => {
    expect(await ordered([1, 2], FAULT)).toEqual({ lines: [{ at_ms: 1 }, { at_ms: 2 }], fault: FAULT });
    expect(await ordered([2, 1], FAULT)).toEqual({ lines: [], fault: FAULT });
  });

  it('is refused in one line where it would take too much memory to make', async () => {
    const countdown = Array.from({ length: 500_001 }, (_, i) => -i);
    const { lines, fault } = await ordered(countdown);
    expect(lines).toEqual([]);
    expect(shown(fault)).toMatch(/^t\.gpx: time: is out of order, and the file too long to sort here \(over 500000 /);
  });
});
