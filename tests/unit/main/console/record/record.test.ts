import { expect, test } from 'vitest';
import { createRecord } from '../../../../../main/console/record/record.ts';
import type { Timers } from '../../../../../main/console/clock.ts';
import type { Journal } from '../../../../../main/console/store/journal.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { ok } from '../../../../../shared/domain/result.ts';
import { entriesOf } from '../../../../builders/entries.ts';

const record = entriesOf(Array.from({ length: 3 }, () => ({ body: { kind: 'note.added' as const, text: 'note' } })));

/** Timers that run when told to. */
const manual = (): { readonly timers: Timers; readonly run: () => void } => {
  const waiting = new Set<() => void>();
  const after: Timers['after'] = (_delay, action) => {
    waiting.add(action);
    return () => waiting.delete(action);
  };
  return {
    timers: { after, every: after },
    run: () => {
      for (const action of [...waiting]) {
        waiting.delete(action);
        action();
      }
    },
  };
};

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what could not be written is told as not kept, also what comes meanwhile, and is fetched again', async () => {
  let full = true;
  let held: readonly Entry[] = [];
  const told: number[] = [];
  const unkept: number[][] = [];
  let failures = 0;
  const journal: Journal = {
    head: () => held.length,
    append: (entries) => {
      if (full) throw new Error('disk full');
      held = [...held, ...entries];
    },
    page: (since) => held.slice(since),
    reset: () => (held = []),
  };
  const { timers, run } = manual();
  const keeper = createRecord({
    journal,
    timers,
    fetchPage: async (since) => ok({ entries: record.slice(since), head: record.length }),
    onAppended: (entries) => told.push(...entries.map((entry) => entry.seq)),
    onDiffers: () => undefined,
    onReset: () => undefined,
    onStoreFailure: () => (failures += 1),
    onUnkept: (entries) => unkept.push(entries.map(({ seq }) => seq)),
    onChange: () => undefined,
  });
  keeper.start();
  await settle();
  expect(told).toEqual([]);
  expect(failures).toBeGreaterThan(0);
  expect(failures).toBeLessThan(5); // it does not spin
  expect(keeper.isCaughtUp()).toBe(false);
  expect(unkept.at(-1)).toEqual([1, 2, 3]);
  keeper.receive(entriesOf([{ body: { kind: 'note.added', text: 'later' } }], 9));
  expect(unkept.at(-1)).toEqual([9]); // ahead of all that lies between
  keeper.heard(record.length);
  full = false;
  run();
  await settle();
  expect(told).toEqual([1, 2, 3]);
  expect(keeper.isCaughtUp()).toBe(true);
});

test('a journal that cannot be read is taken anew from the server, also when emptying it fails at first', async () => {
  let locked = true;
  let held: readonly Entry[] | null = null; // null: rows that no longer fit
  const told: number[] = [];
  const unkept: number[][] = [];
  let failures = 0;
  const journal: Journal = {
    head: () => held?.length ?? 2,
    append: (entries) => (held = [...(held ?? []), ...entries]),
    page: (since) => {
      if (held === null) throw new Error('does not fit');
      return held.slice(since);
    },
    reset: () => {
      if (locked) throw new Error('locked');
      held = [];
    },
  };
  const { timers, run } = manual();
  const keeper = createRecord({
    journal,
    timers,
    fetchPage: async (since) => ok({ entries: record.slice(since), head: record.length }),
    onAppended: (entries) => told.push(...entries.map((entry) => entry.seq)),
    onDiffers: () => undefined,
    onReset: () => undefined,
    onStoreFailure: () => (failures += 1),
    onUnkept: (entries) => unkept.push(entries.map(({ seq }) => seq)),
    onChange: () => undefined,
  });
  keeper.start();
  await settle();
  expect([failures, told]).toEqual([1, []]);
  locked = false;
  run();
  await settle();
  expect(told).toEqual([1, 2, 3]);
  expect(keeper.isCaughtUp()).toBe(true);
});
