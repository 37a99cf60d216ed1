import { createServer } from 'node:http';
import type { Mode } from '../../shared/domain/operators.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { StoreHealth } from '../../shared/protocol/messages.ts';
import { orFail } from '../files/fail.ts';
import type { Log } from '../files/log.ts';
import { loadPlaybooks } from '../files/playbooks.ts';
import { createAccounts } from './accounts/accounts.ts';
import { loadRoster } from './accounts/seeds.ts';
import { adoptTrainer } from './accounts/trainer.ts';
import { createCounters } from './metrics/counters.ts';
import { createFailures } from './metrics/failures.ts';
import { createFates } from './doors/fates.ts';
import { createHttp } from './doors/http.ts';
import { hangUp, listen } from './doors/listen.ts';
import { createRealDeviceNotes, realPeople } from './doors/realDevices.ts';
import { createFeed } from './feed/feed.ts';
import { randomId } from './incidents/newIds.ts';
import { createMonitoring } from './index.ts';
import { soundSetup } from './register/setup.ts';
import { createHandOver, createRequestHearing, createStep } from './simulator/driver.ts';
import type { Scenario } from './simulator/scenario.ts';
import { createSimulator } from './simulator/simulator.ts';
import { createMetricsDoor } from './metrics/door.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createReaders } from './metrics/readers.ts';
import type { Network } from './metrics/readers.ts';
import { createCommitQueue } from './store/commitQueue.ts';
import { watchStore } from './store/health.ts';
import { openServerStore } from './store/sqlite/serverStore.ts';
import type { Streets } from './streets/streets.ts';
import { everyInterval } from './time/clock.ts';
import { createServerTime } from './time/run.ts';
import { createTicker, wholeTicker } from './time/ticker.ts';

export type ServeOptions = {
  readonly mode: Mode;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly dataDir: string;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly policy: Policy;
  readonly streets: Streets;
  /** Token that stands for the trainer's session; training only. */
  readonly trainerSession: string | null;
  /** Who may read /metrics from elsewhere, or of a server that listens elsewhere. */
  readonly metricsFor: readonly Network[];
  readonly log: Log;
};

export type Served = { readonly port: number; readonly close: () => Promise<void> };

/** Starts the monitoring server: store, core, simulator, HTTP and feed. Ends the process where it cannot. */
export const serve = async (options: ServeOptions): Promise<Served> => {
  const { mode, policy, scenario, seed, streets, log } = options;
  const opened = openServerStore({ dataDir: options.dataDir, mode, scenario: scenario.name });
  const { secret } = opened;
  const metrics = createMetrics();
  const { store } = opened;
  const counters = createCounters();
  const { count } = counters;
  const { onStoreFailure, onOrderFailure } = createFailures(counters, log);
  const elapsed_ms = (): number => performance.now();
  const time = createServerTime(mode, scenario, seed);
  const { now } = time.clock;
  const storeWatch = watchStore({ commit: metrics.timed(store.commit), policy, now, elapsed_ms });
  const commits = createCommitQueue(storeWatch, onStoreFailure);
  const roster = await loadRoster(store, commits);

  const { start_ms } = time;
  const simulator = createSimulator({ scenario, seed, streets, policy, start_ms });
  const setup = soundSetup(simulator.setup);
  const { people } = setup;

  const accounts = createAccounts({ store, commits, roster, now, policy, mode, onStoreFailure });
  const parts = {
    clock: time.clock,
    elapsed_ms,
    mode,
    newId: randomId,
    store,
    commits,
    policy,
    setup,
    streets,
    operators: accounts.operators(),
    playbooks: loadPlaybooks(),
    onStoreFailure,
    onOrderFailure,
    count,
    measureOwed: metrics.waitIn('owed-alarms'),
    measureFound: metrics.waitIn('found'),
  };
  const monitoring = orFail(() => createMonitoring(parts), 'the record cannot be read', 'store-damaged');

  const storeHealth = (): StoreHealth => {
    const health = storeWatch.health();
    return health.state === 'working' ? health : { ...health, waiting: monitoring.provisional().entries.length };
  };
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
  const real = realPeople(store, policy, start_ms);
  const notes = createRealDeviceNotes({ commits, now, onStoreFailure });
  const handOver = createHandOver(simulator, monitoring, notes.note);
  for (const person of real.speaking) simulator.takeOver(person);
  for (const person of real.lost) notes.forget(person);
  notes.flush();
  const fates = createFates();
  const doors = createHttp({
    monitoring,
    mode,
    policy,
    counters,
    log,
    now,
    people,
    real: real.speaking,
    fates,
    deviceKey: secret.devices,
    head: monitoring.recordHead,
    storeHealth,
    settle: (done) => notes.flush(() => monitoring.settle(done)),
    measureAlarm: metrics.waitIn('alarms'),
    metricsDoor: createMetricsDoor({
      metrics,
      mayRead: createReaders(options.host, options.metricsFor),
      counted: () => ({ head: monitoring.recordHead(), refused: counters.refused() }),
    }),
    onRealDevice: handOver,
  });
  const http = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, doors);
  const hearing = createRequestHearing({ monitoring, policy, now, count, people });
  // A virtual clock stands still while it is watched over; a real one goes on, and so must everything else.
  const ticker = mode === 'live' ? createTicker(monitoring.tickInPieces) : wholeTicker(monitoring.tick);
  const step = createStep(monitoring, simulator, hearing, ticker.start);

  accounts.sweep();
  await adoptTrainer(accounts, mode === 'training' ? options.trainerSession : null);
  monitoring.setSignedIn(accounts.signedIn());
  step(start_ms);
  await ticker.idle();
  const port = await listen(http, options.port, options.host);
  const running = time.run((now_ms) => {
    notes.flush();
    probe();
    step(now_ms);
  });
  const { pacer } = running;
  const feed = createFeed({
    http,
    monitoring,
    accounts,
    mode,
    policy,
    now,
    elapsed_ms,
    storeHealth,
    isSimulated: simulator.playsAnybody,
    pacer,
    counters,
    log,
    every: everyInterval,
    measureCommand: metrics.waitIn('commands'),
  });
  log.info({ mode, port, people: people.length, orders: setup.orders.length, head: monitoring.recordHead() }, 'ready');

  return {
    port,
    close: async () => {
      running.stop();
      await ticker.stop();
      fates.close();
      metrics.stop();
      hangUp(http);
      await feed.close(); // closes the HTTP server with it
      notes.flush();
      accounts.sweep();
      await monitoring.close();
      await opened.close();
    },
  };
};
