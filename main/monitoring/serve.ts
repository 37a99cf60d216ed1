import { createServer } from 'node:http';
import type { Mode } from '../../shared/domain/operators.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Log } from '../files/log.ts';
import { systemTime } from '../files/systemTime.ts';
import { loadRoster } from './accounts/seeds.ts';
import { adoptTrainer } from './accounts/trainer.ts';
import { createCell } from './cell.ts';
import { hangUp, listen } from './doors/listen.ts';
import { createSocketIo } from './feed/socketIo.ts';
import { randomId } from './incidents/newIds.ts';
import type { Scenario } from './simulator/scenario.ts';
import { createSimulator } from './simulator/simulator.ts';
import { createBulkheads } from './metrics/bulkheads.ts';
import { createCounters } from './metrics/counters.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createReaders } from './metrics/readers.ts';
import type { Network } from './metrics/readers.ts';
import { openServerStore } from './store/sqlite/serverStore.ts';
import type { Streets } from './streets/streets.ts';
import { everyInterval } from './time/clock.ts';
import type { Every } from './time/clock.ts';
import { createServerTime } from './time/run.ts';

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

/** Starts the monitoring server: store, cell, HTTP and socket.io. Ends the process where it cannot. */
export const serve = async (options: ServeOptions): Promise<Served> => {
  const { mode, policy, scenario, seed, streets, log } = options;
  const source = systemTime();
  const { elapsed_ms } = source;
  const opened = openServerStore({ dataDir: options.dataDir, mode, scenario: scenario.name, elapsed_ms });
  // The clock is made before there is a count of what fails, and first looked at long after.
  const everySafely: Every = (every_ms, work) =>
    everyInterval(every_ms, () => void bulkheads.run('upkeep', 'clock', work));
  const time = createServerTime({ mode, scenario, seed, source, every: everySafely, policy });
  const { start_ms } = time;
  const counters = createCounters();
  const bulkheads = createBulkheads({ now: time.clock.now, elapsed_ms, counters, log });
  const simulator = createSimulator({ scenario, seed, streets, policy, start_ms, bulkhead: bulkheads });
  const metrics = createMetrics(elapsed_ms);
  const cell = await createCell({
    mode,
    policy,
    streets,
    simulator,
    clock: time.clock,
    judged: time.judged,
    start_ms,
    elapsed_ms,
    every: everyInterval,
    later: setImmediate,
    newId: randomId,
    store: opened.store,
    spill: opened.spill,
    deviceKey: opened.secret.devices,
    loadRoster,
    metrics,
    bulkheads,
    counters,
    mayReadMetrics: createReaders(options.host, options.metricsFor),
    log,
  });
  const { monitoring, accounts } = cell;
  const http = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, cell.doors);

  accounts.sweep();
  await adoptTrainer(accounts, mode === 'training' ? options.trainerSession : null);
  await cell.begin();
  const port = await listen(http, options.port, options.host);
  const running = time.run(cell.step);
  const feed = cell.openFeed(createSocketIo({ http, onPage: cell.countPage }), running.pacer);
  const { people, orders } = simulator.setup;
  log.info({ mode, port, people: people.length, orders: orders.length, head: monitoring.recordHead() }, 'ready');

  return {
    port,
    close: async () => {
      running.stop();
      await cell.stop();
      metrics.stop();
      hangUp(http);
      await feed.close(); // closes the HTTP server with it
      await cell.close();
      await opened.close();
    },
  };
};
