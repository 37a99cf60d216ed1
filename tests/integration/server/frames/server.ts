import { testBulkheads } from '../../../builders/bulkheads.ts';
import { inlineCommits } from '../../../builders/answered.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import { isRunning } from '../../../../shared/domain/incidents/state.ts';
import type { Operator } from '../../../../shared/domain/operators.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { HEARTBEAT_EVERY_MS } from '../../../../shared/protocol/version.ts';
import { createAccounts } from '../../../../main/monitoring/accounts/accounts.ts';
import { createVirtualClock } from '../../../../main/monitoring/time/clock.ts';
import { createStep } from '../../../../main/monitoring/simulator/driver.ts';
import { createFeed } from '../../../../main/monitoring/feed/feed.ts';
import { createSocketIo } from '../../../../main/monitoring/feed/socketIo.ts';
import { createMonitoring } from '../../../../main/monitoring/index.ts';
import { createCounters } from '../../../../main/monitoring/metrics/counters.ts';
import { secretFrom } from '../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../main/monitoring/store/sqlite/store.ts';
import type { Simulator } from '../../../../main/monitoring/simulator/simulator.ts';
import type { Streets } from '../../../../main/monitoring/streets/streets.ts';
import { connectConsole } from '../console.ts';
import type { TestConsole } from '../console.ts';
import type { Day } from './day.ts';
import type { Packet } from './tape.ts';
import { createTruth } from './truth.ts';

export type Taped = { readonly console: TestConsole; readonly tape: readonly Packet[] };

/** Presence goes out so often while somebody must be answered, and every so often when all is quiet. */
const BUSY_EVERY_S = 10;
const QUIET_EVERY_S = 300;
const ADVICE_EVERY_BEATS = 3;
const STUCK_MS = 10_000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A real server of a day: real sockets on loopback, a clock and a feed that the test beats. */
export const openDayServer = async (given: {
  readonly day: Day;
  readonly policy: Policy;
  readonly streets: Streets;
  readonly operators: readonly Operator[];
}) => {
  const { day, policy, streets, operators } = given;
  const clock = createVirtualClock(day.start_ms);
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const commits = inlineCommits(store);
  const failures: unknown[] = [];
  let ids = 0;
  const monitoring = createMonitoring({
    ...{ clock, mode: 'live', store, commits, policy, setup: day.setup, streets, operators, playbooks: [] },
    newId: (prefix) => `${prefix}-${(ids += 1)}`,
    onStoreFailure: (thrown) => failures.push(thrown),
    onOrderFailure: (thrown) => failures.push(thrown),
    onCommandFailure: (_kind, thrown) => failures.push(thrown),
    count: () => undefined,
  });
  const record: Entry[] = [];
  monitoring.onEntries((entries) => record.push(...entries));
  const accounts = createAccounts({
    ...{ store, commits, now: clock.now, elapsed_ms: clock.now, policy, mode: 'live' },
    onStoreFailure: (thrown) => failures.push(thrown),
    roster: { operators, verify: () => Promise.resolve(true) },
  });
  const counters = createCounters();
  const beats = new Map<number, () => void>();
  const http = createServer();
  const feed = createFeed({
    consoles: createSocketIo({ http, onPage: () => undefined }),
    later: setImmediate,
    bulkheads: testBulkheads(),
    ...{ monitoring, accounts, mode: 'live', now: clock.now, pacer: null, counters },
    isSimulated: day.playsAnybody,
    log: pino({ level: 'silent' }),
    // These desks are told and never speak: nobody is missed.
    ...{ policy, elapsed_ms: () => 0, storeHealth: () => ({ state: 'working' }) },
    clockHealth: () => ({ state: 'right' }),
    every: (every_ms, work) => {
      beats.set(every_ms, work);
      return () => beats.delete(every_ms);
    },
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  // An address in use has a port; only pipes have a name.
  const { port } = http.address() as AddressInfo;

  const { truth, note } = createTruth(day.setup, monitoring.directory(), record);
  const simulator: Simulator = {
    ...day,
    step: (now_ms) => {
      const events = day.step(now_ms);
      for (const event of events) note(event);
      return events;
    },
  };
  const step = createStep(monitoring, simulator, () => {
    throw new Error('nobody of this day has a phone with habits');
  });

  const consoles: { readonly console: TestConsole; readonly heartbeats: () => number }[] = [];
  let settled = 0;

  const connect = async (): Promise<Taped> => {
    const tape: Packet[] = [];
    let heartbeats = 0;
    const console = await connectConsole(port, null, (way, data) => {
      tape.push({ way, at_ms: clock.now(), settled, head: record.length, data });
    });
    console.socket.on('heartbeat', () => {
      heartbeats += 1;
    });
    consoles.push({ console, heartbeats: () => heartbeats });
    return { console, tape };
  };

  /** Packets arrive in the order they were sent: once a heartbeat is there, so is all that was sent before it. */
  const settle = async (): Promise<void> => {
    const wanted = consoles.map(({ heartbeats }) => heartbeats() + 1);
    beats.get(HEARTBEAT_EVERY_MS)?.();
    const end = performance.now() + STUCK_MS;
    while (consoles.some(({ heartbeats }, index) => heartbeats() < (wanted[index] ?? 0))) {
      if (performance.now() > end) throw new Error('a heartbeat did not arrive');
      await turn();
    }
    await turn(); // the server hears that its socket is free again
    settled = record.length;
  };

  let beaten = 0;
  /** Presence to everybody, advice at every third beat. Presence is dropped while anything else is on its way, so it goes alone. */
  const beat = async (): Promise<void> => {
    const [presence, advice] = [...beats.keys()].filter((ms) => ms > HEARTBEAT_EVERY_MS).toSorted((a, b) => a - b);
    if (record.length > settled) await settle();
    beats.get(presence ?? 0)?.();
    if (beaten % ADVICE_EVERY_BEATS === 0) beats.get(advice ?? 0)?.();
    beaten += 1;
    await settle();
  };

  /** Ticks every second from here to there; `each` is the desks' turn to act. */
  const run = async (seconds: number, each: (now_ms: number) => Promise<void>): Promise<void> => {
    for (let s = 0; s < seconds; s += 1) {
      const before = record.length;
      clock.set(clock.now() + 1000);
      step(clock.now());
      const running = [...monitoring.world().incidents.values()].some(isRunning);
      const every_s = running || day.playing(clock.now()) ? BUSY_EVERY_S : QUIET_EVERY_S;
      const due = ((clock.now() - day.start_ms) / 1000) % every_s === 0;
      if (!due && record.length === before) continue;
      await beat();
      if (due) await each(clock.now());
    }
  };

  return {
    ...{ truth, record, failures, counters, store, connect, beat, run },
    /** Presence frames sent so far to everybody who was signed in. */
    beaten: () => beaten,
    close: async () => {
      for (const { console } of consoles) console.close();
      await feed.close();
      store.close();
    },
  };
};

export type DayServer = Awaited<ReturnType<typeof openDayServer>>;
