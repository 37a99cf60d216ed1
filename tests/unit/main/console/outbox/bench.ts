import type { CommandId, OperatorId } from '../../../../../shared/domain/ids.ts';
import type { Command, Refusal } from '../../../../../shared/domain/incidents/commands.ts';
import type { CommandPolicy } from '../../../../../shared/domain/deskPolicy.ts';
import type { Timers } from '../../../../../main/console/clock.ts';
import { createOutbox } from '../../../../../main/console/outbox/outbox.ts';
import type { Delivery, Outbox } from '../../../../../main/console/outbox/outbox.ts';
import type { OutboxStore } from '../../../../../main/console/store/outbox.ts';
import { loadPolicy } from '../../../../../main/files/policy.ts';
import { dispatcher } from '../../../../builders/directory.ts';
import { T0 } from '../../../../builders/times.ts';

export const life: CommandPolicy = loadPolicy().commands;

type Stored = { readonly operator: OperatorId; readonly command: Command; readonly refusal: Refusal | null };

/** A console's disk in memory: it outlives the outbox that writes to it. */
export const memoryStore = (): OutboxStore & { readonly rows: () => readonly Stored[] } => {
  let rows: readonly Stored[] = [];
  const without = (id: CommandId): readonly Stored[] => rows.filter(({ command }) => command.id !== id);
  return {
    rows: () => rows,
    add: (command, operator) => {
      rows = [...rows, { operator, command, refusal: null }];
    },
    of: (operator) => rows.filter((row) => row.operator === operator),
    notOf: (operator) =>
      rows.filter((row) => row.operator !== operator).map((row) => ({ operator: row.operator, row })),
    has: (id) => rows.some(({ command }) => command.id === id),
    replace: (id, command, operator) => {
      rows = [...without(id), { operator, command, refusal: null }];
    },
    refuse: (id, refusal) => {
      rows = rows.map((row) => (row.command.id === id ? { ...row, refusal } : row));
    },
    remove: (id) => {
      rows = without(id);
    },
  };
};

type Timer = { readonly due_ms: number; readonly every_ms: number | null; readonly action: () => void };

/** Lets everything that waits for a promise run. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An outbox whose time, disk, link and server are the test's. */
export const startBench = (deliver: (command: Command, age_ms: number) => Promise<Delivery>) => {
  const store = memoryStore();
  const time = { wall_ms: T0, elapsed_ms: 0, server_ms: T0 + 7000 };
  const state = { operator: dispatcher.id as OperatorId | null, up: true };
  let ids = 0;
  let timers: readonly Timer[] = [];
  let outbox: Outbox;
  const start = (): void => {
    const add = (timer: Timer) => {
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    };
    const own: Timers = {
      after: (delay_ms, action) => add({ due_ms: time.elapsed_ms + delay_ms, every_ms: null, action }),
      every: (every_ms, action) => {
        let stop = (): void => undefined;
        const again = (): void => {
          stop = add({ due_ms: time.elapsed_ms + every_ms, every_ms, action: () => (again(), action()) });
        };
        again();
        return () => stop();
      },
    };
    outbox = createOutbox({
      store,
      clock: { now: () => time.wall_ms, elapsed_ms: () => time.elapsed_ms },
      timers: own,
      newId: () => `C${(ids += 1)}`,
      sender: () => (state.up ? state.operator : null),
      operator: () => state.operator,
      life: () => life,
      serverTime: () => (state.up ? { now_ms: time.server_ms, clockOffset_ms: time.server_ms - time.wall_ms } : null),
      deliver,
      isUnrecorded: () => false,
      onChange: () => undefined,
    });
  };
  start();
  return {
    store,
    state,
    time,
    outbox: () => outbox,
    /** Ends the process and starts another on the same disk. */
    restart: () => {
      outbox.close();
      timers = [];
      time.elapsed_ms = 0;
      start();
    },
    /** The machine sleeps: its monotonic clock stands still. */
    sleep: (ms: number) => {
      time.wall_ms += ms;
      time.server_ms += ms;
    },
    pass: async (ms: number): Promise<void> => {
      const end_ms = time.elapsed_ms + ms;
      for (;;) {
        await settled();
        const next = timers.toSorted((a, b) => a.due_ms - b.due_ms)[0];
        const to_ms = Math.min(end_ms, next?.due_ms ?? end_ms);
        time.wall_ms += to_ms - time.elapsed_ms;
        time.server_ms += to_ms - time.elapsed_ms;
        time.elapsed_ms = to_ms;
        if (next === undefined || next.due_ms > end_ms) break;
        timers = timers.filter((other) => other !== next);
        next.action();
      }
      await settled();
    },
  };
};
