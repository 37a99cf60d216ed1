import type { IncomingMessage, RequestListener } from 'node:http';
import type { Mode } from '../../shared/domain/operators.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { ClockHealth } from '../../shared/domain/clockHealth.ts';
import type { StoreHealth } from '../../shared/protocol/messages.ts';
import { orFail } from '../files/fail.ts';
import type { Log } from '../files/log.ts';
import { loadPlaybooks } from '../files/playbooks.ts';
import { createAccounts } from './accounts/accounts.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Roster } from './accounts/seeds.ts';
import { createFates } from './doors/fates.ts';
import { createHttp } from './doors/http.ts';
import { createRealDeviceNotes, realPeople } from './doors/realDevices.ts';
import { createFeed } from './feed/feed.ts';
import { createMonitoring } from './index.ts';
import type { Bulkheads } from './metrics/bulkheads.ts';
import type { Counters } from './metrics/counters.ts';
import { createMetricsDoor } from './metrics/door.ts';
import { createFailures } from './metrics/failures.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { ConsoleTransport } from './ports/consoles.ts';
import type { Monitoring } from './ports/monitoring.ts';
import type { CommitQueue, RecordPort } from './ports/record.ts';
import type { AccessSpill } from './ports/spill.ts';
import { soundSetup } from './register/setup.ts';
import { createHandOver, createRequestHearing, createStep } from './simulator/driver.ts';
import type { Simulator } from './simulator/simulator.ts';
import { createCommitQueue } from './store/commitQueue.ts';
import { watchStore } from './store/health.ts';
import type { Streets } from './streets/streets.ts';
import type { Clock, Every } from './time/clock.ts';
import type { JudgedClock } from './time/judgedClock.ts';
import type { Pacer } from './time/pacer.ts';
import { createTicker, wholeTicker } from './time/ticker.ts';

/** What a cell is made from: everything of the machine it runs on is handed in. */
export type CellParts = {
  readonly mode: Mode;
  readonly policy: Policy;
  readonly streets: Streets;
  readonly simulator: Simulator;
  readonly clock: Clock;
  /** The same clock, where it is a machine's that may be wrong; null in an exercise, whose time is what the trainer makes it. */
  readonly judged: JudgedClock | null;
  readonly start_ms: number;
  /** Milliseconds on a clock that never jumps and runs as real time does, also in training. */
  readonly elapsed_ms: () => number;
  readonly every: Every;
  /** Does something once whatever is being answered now has been. */
  readonly later: (work: () => void) => void;
  readonly newId: (prefix: string) => string;
  readonly store: RecordPort;
  /** Where lines of the access log outlive a killed server; absent where the store is in memory. */
  readonly spill?: AccessSpill;
  /** What devices' tokens are made with. */
  readonly deviceKey: Uint8Array;
  readonly loadRoster: (store: RecordPort, commits: CommitQueue) => Promise<Roster>;
  readonly metrics: Metrics;
  readonly bulkheads: Bulkheads;
  readonly counters: Counters;
  readonly mayReadMetrics: (request: IncomingMessage) => boolean;
  readonly log: Log;
};

/** The monitoring server on whatever machine: its doors, its rooms and its feed, without a port, a file or a clock of its own. */
export type Cell = {
  readonly monitoring: Monitoring;
  readonly accounts: Accounts;
  /** The doors for devices, /health and /metrics. */
  readonly doors: RequestListener;
  /** A browser page asked for the feed and was turned away. */
  readonly countPage: () => void;
  /** Plays one second and looks at every order. */
  readonly step: (now_ms: number) => void;
  /** Lets consoles in. */
  readonly openFeed: (consoles: ConsoleTransport, pacer: Pacer | null) => { readonly close: () => Promise<void> };
  /** Whoever is signed in is known, and every order has been looked at once. */
  readonly begin: () => Promise<void>;
  /** Begins nothing more. */
  readonly stop: () => Promise<void>;
  /** Writes what waits; the store stays open, since whoever opened it closes it. */
  readonly close: () => Promise<void>;
};

/** Wires the rooms of one server. Ends the process where its record cannot be read. */
export const createCell = async (parts: CellParts): Promise<Cell> => {
  const { mode, policy, streets, simulator, store, metrics, elapsed_ms, log, judged } = parts;
  const { now } = parts.clock;
  const { counters, bulkheads } = parts;
  const { count } = counters;
  const { onStoreFailure, onOrderFailure, onCommandFailure } = createFailures(counters, log);
  const storeWatch = watchStore({ commit: metrics.timed(store.commit), policy, now, elapsed_ms });
  const commits = createCommitQueue(storeWatch, onStoreFailure);
  const roster = await parts.loadRoster(store, commits);
  const setup = soundSetup(simulator.setup);
  const { people } = setup;

  const accounts = createAccounts({ store, commits, roster, now, elapsed_ms, policy, mode, onStoreFailure });
  const coreParts = {
    clock: parts.clock,
    elapsed_ms,
    judged,
    mode,
    newId: parts.newId,
    store,
    commits,
    ...(parts.spill === undefined ? {} : { spill: parts.spill }),
    policy,
    setup,
    streets,
    operators: accounts.operators(),
    playbooks: loadPlaybooks(),
    onStoreFailure,
    onOrderFailure,
    bulkhead: bulkheads,
    onCommandFailure,
    count,
    measureOwed: metrics.waitIn('owed-alarms'),
    measureFound: metrics.waitIn('found'),
  };
  const monitoring = orFail(() => createMonitoring(coreParts), 'the record cannot be read', 'store-damaged');

  const storeHealth = (): StoreHealth => {
    const health = storeWatch.health();
    return health.state === 'working' ? health : { ...health, waiting: monitoring.provisionalCount() };
  };
  const clockHealth = (): ClockHealth => judged?.health() ?? { state: 'right' };
  /** Finds out whether the record takes anything, where nothing else has of late. */
  const probe = (): void => {
    if (!storeWatch.isProbeDue()) return;
    commits.add({
      prepare: () => ({}),
      done: (outcome) => {
        if (!outcome.ok) onStoreFailure(outcome.error);
      },
    });
  };

  // Real devices, and simulated ones for whomever no real one speaks.
  const real = realPeople(store, policy, parts.start_ms);
  const notes = createRealDeviceNotes({ commits, now, onStoreFailure });
  const handOver = createHandOver(simulator, monitoring, notes.note);
  for (const person of real.speaking) simulator.takeOver(person);
  for (const person of real.lost) notes.forget(person);
  notes.flush();
  const fates = createFates();
  const counted = () => ({
    head: monitoring.recordHead(),
    refused: counters.refused(),
    failing: bulkheads.failing(),
    unwatched: monitoring.world().unwatched.size,
  });
  const doors = createHttp({
    monitoring,
    mode,
    policy,
    counters,
    bulkheads,
    unwatched: () => monitoring.world().unwatched.size,
    log,
    now,
    people,
    real: real.speaking,
    fates,
    deviceKey: parts.deviceKey,
    head: monitoring.recordHead,
    storeHealth,
    clockHealth,
    settle: (done) => notes.flush(() => monitoring.settle(done)),
    measureAlarm: metrics.waitIn('alarms'),
    metricsDoor: createMetricsDoor({ metrics, mayRead: parts.mayReadMetrics, counted }),
    onRealDevice: handOver,
    onDeviceTime: (device, at_ms) => judged?.heardDevice(device, at_ms),
  });
  const hearing = createRequestHearing({ monitoring, policy, now, count, people });
  // A virtual clock stands still while it is watched over; a real one goes on, and so must everything else.
  const ticker =
    mode === 'live'
      ? createTicker(monitoring.tickInPieces, (thrown) => bulkheads.report('rules', 'ticker', thrown))
      : wholeTicker(monitoring.tick);
  const play = createStep(monitoring, simulator, hearing, ticker.start, bulkheads);

  return {
    monitoring,
    accounts,
    doors,
    countPage: () => count('origin'),
    step: (now_ms) => {
      bulkheads.run('upkeep', 'notes of real devices', notes.flush);
      bulkheads.run('upkeep', 'probe of the store', probe);
      bulkheads.run('upkeep', 'spill file', monitoring.lookAtSpill);
      play(now_ms);
    },
    begin: async () => {
      monitoring.setSignedIn(accounts.signedIn());
      play(parts.start_ms);
      await ticker.idle();
    },
    openFeed: (consoles, pacer) =>
      createFeed({
        consoles,
        monitoring,
        accounts,
        mode,
        policy,
        now,
        elapsed_ms,
        storeHealth,
        clockHealth,
        onConsoleTime: (console, wall_ms) => judged?.heardConsole(console, wall_ms),
        isSimulated: simulator.playsAnybody,
        pacer,
        counters,
        bulkheads,
        log,
        every: parts.every,
        later: parts.later,
        measureCommand: metrics.waitIn('commands'),
      }),
    stop: async () => {
      await ticker.stop();
      fates.close();
    },
    close: () => {
      notes.flush();
      accounts.sweep();
      return monitoring.close();
    },
  };
};
