import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { ConsoleId, OperatorId } from '../../shared/domain/ids.ts';
import type { Mode } from '../../shared/domain/operators.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { writableDir } from '../files/dataDir.ts';
import { fail, reasonOf } from '../files/fail.ts';
import type { Log } from '../files/log.ts';
import { createAccounts } from './accounts/accounts.ts';
import { loadRoster } from './accounts/seeds.ts';
import { createVirtualClock, everyInterval, wallClock } from './clock.ts';
import { createPacer, createRequestHearing, createStep } from './driver.ts';
import { createFeed } from './feed/feed.ts';
import { createMonitoring } from './index.ts';
import { loadPlaybooks } from '../files/playbooks.ts';
import { createCounters } from './ingest/counters.ts';
import { createFates } from './ingest/fates.ts';
import { createHttp } from './ingest/http.ts';
import { createRealDeviceNotes, realPeople } from './ingest/realDevices.ts';
import { setupFaults } from './setup.ts';
import type { Scenario } from './simulator/scenario.ts';
import { createSimulator } from './simulator/simulator.ts';
import { lockFolder } from './store/database.ts';
import { loadSecret } from './store/secret.ts';
import { openStore, storeFiles } from './store/store.ts';
import type { Streets } from './streets/streets.ts';
import { createTicker } from './ticker.ts';

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
  readonly log: Log;
};

export type Served = { readonly port: number; readonly close: () => Promise<void> };

const TICK_MS = 1000;
/** Connections that may wait to be taken: after an outage every device of a district comes at once, and a button must not be turned away. */
const BACKLOG = 4096;
const TRAINER = OperatorId.parse('trainer1');
const TRAINER_CONSOLE = ConsoleId.parse('training');
const newId = (prefix: string): string => `${prefix}-${randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x')}`;

/** Folder of a mode inside the data folder: live and training share nothing. */
export const serverDir = (dataDir: string, mode: Mode): string =>
  join(dataDir, mode === 'live' ? 'server' : 'training');

/**
 * A live record belongs to the people it is about: each scenario has a store of its own, so that no incident is ever shown beside
 * orders that it does not know.
 */
export const storeFile = (folder: string, mode: Mode, scenario: string): string =>
  join(folder, mode === 'live' ? `${scenario}.db` : 'training.db');

const listen = (http: ReturnType<typeof createServer>, port: number, host: string): Promise<number> =>
  new Promise((resolve) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE'
        ? fail(`port ${port} on ${host} is in use (choose another with --port)`, 'port-taken')
        : fail(`cannot listen on ${host}:${port}: ${reasonOf(error)}`),
    );
    http.listen({ port, host, exclusive: true, backlog: BACKLOG }, () => {
      // A TCP server's address is an object; strings are for pipes.
      resolve((http.address() as AddressInfo).port);
    });
  });

/** Starts the monitoring server: store, core, simulator, HTTP and feed. Ends the process where it cannot. */
export const serve = async (options: ServeOptions): Promise<Served> => {
  const { mode, policy, scenario, seed, streets, log } = options;
  const folder = writableDir(serverDir(options.dataDir, mode));
  const unlock = lockFolder(folder);
  // Every training starts from an empty record of its own.
  const file = storeFile(folder, mode, scenario.name);
  if (mode === 'training') for (const path of storeFiles(file)) rmSync(path, { force: true });
  const secret = loadSecret(folder);
  const store = openStore(file, secret);
  const roster = await loadRoster(store);

  const virtual = mode === 'training' ? createVirtualClock(scenario.start_ms) : null;
  const clock = virtual ?? wallClock;
  const start_ms = clock.now();
  const simulator = createSimulator({ scenario, seed, streets, policy, start_ms });
  const faults = setupFaults(simulator.setup);
  if (faults[0] !== undefined) return fail(`the scenario does not fit together: ${faults[0]}`);

  const counters = createCounters();
  const onStoreFailure = (thrown: unknown): void => {
    counters.count('store-failed');
    log.error({ error: thrown instanceof Error ? thrown.name : 'unknown' }, 'the store refused a write');
  };
  const onOrderFailure = (thrown: unknown): void => {
    counters.count('order-failed');
    log.error({ error: thrown instanceof Error ? thrown.name : 'unknown' }, 'an order could not be watched over');
  };
  const accounts = createAccounts({ store, roster, now: clock.now, policy, mode });
  const operators = accounts.operators();
  const { setup } = simulator;
  const playbooks = loadPlaybooks();
  const monitoring = (() => {
    try {
      const { count } = counters;
      return createMonitoring({
        ...{
          clock,
          mode,
          newId,
          store,
          policy,
          setup,
          streets,
          operators,
          playbooks,
          onStoreFailure,
          onOrderFailure,
          count,
        },
      });
    } catch (thrown) {
      return fail(`the record cannot be read: ${reasonOf(thrown)}`, 'store-damaged');
    }
  })();

  const real = realPeople(store, policy, start_ms);
  for (const person of real) simulator.takeOver(person);
  const fates = createFates();
  const notes = createRealDeviceNotes({ store, now: clock.now, onStoreFailure });
  const http = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000 },
    createHttp({
      ...{ monitoring, mode, policy, counters, log, now: clock.now },
      ...{ people: setup.people, real, fates },
      deviceKey: secret.devices,
      head: () => monitoring.world().head,
      settle: notes.flush,
      onRealDevice: (person) => {
        simulator.takeOver(person.id);
        monitoring.startOver(person.id);
        notes.note(person.id);
      },
    }),
  );
  const { count } = counters;
  const hearing = createRequestHearing({ monitoring, policy, now: clock.now, count, people: setup.people });
  // A virtual clock stands still while it is watched over; a real one goes on, and so must everything else.
  const ticker = virtual === null ? createTicker(monitoring.tickInPieces) : null;
  const step = createStep(monitoring, simulator, hearing, ticker?.start ?? monitoring.tick);
  accounts.sweep();
  monitoring.setSignedIn(accounts.signedIn());
  if (mode === 'training' && options.trainerSession !== null) {
    accounts.adopt(options.trainerSession, TRAINER, TRAINER_CONSOLE);
    monitoring.setSignedIn(accounts.signedIn());
  }
  const tick = (): void => {
    notes.flush();
    step(clock.now());
  };
  step(start_ms);
  await ticker?.idle();
  const port = await listen(http, options.port, options.host);
  const pacer =
    virtual === null
      ? null
      : createPacer({ clock: virtual, start_ms, scenario: scenario.name, seed, duration_s: scenario.duration_s, step });
  const ticking = pacer === null ? setInterval(tick, TICK_MS) : null;
  const feed = createFeed({
    ...{ http, monitoring, accounts, mode, now: clock.now, pacer, counters, log },
    every: everyInterval,
  });
  log.info(
    { mode, port, people: setup.people.length, orders: setup.orders.length, head: monitoring.world().head },
    'ready',
  );

  return {
    port,
    close: async () => {
      pacer?.stop();
      if (ticking !== null) clearInterval(ticking);
      await ticker?.stop();
      fates.close();
      await feed.close(); // closes the HTTP server with it
      notes.flush();
      monitoring.close();
      store.close();
      unlock();
    },
  };
};
