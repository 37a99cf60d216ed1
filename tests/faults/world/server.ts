import { pino } from 'pino';
import { createBulkheads } from '../../../main/monitoring/metrics/bulkheads.ts';
import { createCounters } from '../../../main/monitoring/metrics/counters.ts';
import { createCell } from '../../../main/monitoring/cell.ts';
import type { Cell } from '../../../main/monitoring/cell.ts';
import { unmeasured } from '../../../main/monitoring/metrics/waits.ts';
import type { Simulator } from '../../../main/monitoring/simulator/simulator.ts';
import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import { secretFrom } from '../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../main/monitoring/store/sqlite/store.ts';
import { straightWays } from '../../../main/monitoring/streets/streets.ts';
import { createServerTime } from '../../../main/monitoring/time/run.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { createDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { knock } from './door.ts';
import type { Answered } from './door.ts';
import type { Machine, Program } from './machine.ts';
import type { Network } from './network.ts';
import type { Scene } from './scene.ts';

/** The monitoring server of a run: the production cell on a machine of its own, which can be killed and started again on the same store. */
export type Server = {
  readonly machine: Machine;
  readonly disk: Disk;
  readonly start: () => Promise<void>;
  readonly kill: () => void;
  readonly isRunning: () => boolean;
  /** Counts starts: what was told to one run of the server may be unknown to the next. */
  readonly run: () => number;
  /** A request to one of its doors; null where nobody answered. */
  readonly post: (path: string, body: string) => Promise<Answered | null>;
  readonly cell: () => Cell | null;
};

export const SECRET = secretFrom(new Uint8Array(32));
const silent = pino({ level: 'silent' });

/** Nobody is played: all devices of a run report through the doors. */
const nobodyPlayed = (scene: Scene): Simulator => ({
  setup: scene.setup,
  step: () => [],
  guided: () => [],
  lead: () => undefined,
  setUnitTask: () => undefined,
  crewSays: () => null,
  takeOver: () => undefined,
  playsAnybody: () => false,
});

export const createServer = (given: {
  readonly scene: Scene;
  readonly policy: Policy;
  readonly machine: Machine;
  readonly network: Network;
  readonly chance: Chance;
  readonly file: string;
}): Server => {
  const { scene, policy, machine, network } = given;
  const disk = createDisk(given.chance);
  let [run, ids] = [0, 0];
  let running: { readonly program: Program; readonly cell: Cell } | null = null;

  const start = async (): Promise<void> => {
    const program = machine.start();
    run += 1;
    const store = disk.storeFor(program, openStore(given.file, SECRET));
    const serverTime = createServerTime({
      mode: 'live',
      scenario: { name: scene.setup.name, start_ms: scene.epoch_ms, duration_s: 0 },
      seed: 0,
      source: machine,
      every: program.every,
      policy,
    });
    const counters = createCounters();
    const { elapsed_ms } = machine;
    const cell = await createCell({
      mode: 'live',
      policy,
      streets: { travel: () => [], ways: straightWays, route: () => null },
      simulator: nobodyPlayed(scene),
      clock: serverTime.clock,
      judged: serverTime.judged,
      start_ms: serverTime.start_ms,
      elapsed_ms,
      counters,
      bulkheads: createBulkheads({ now: serverTime.clock.now, elapsed_ms, counters, log: silent }),
      every: program.every,
      later: setImmediate,
      newId: (prefix) => `${prefix}-${(ids += 1)}`,
      store,
      deviceKey: SECRET.devices,
      loadRoster: () => Promise.resolve({ operators: scene.operators, verify: () => Promise.resolve(true) }),
      metrics: {
        timed: (commit) => commit,
        waitIn: () => unmeasured,
        text: () => Promise.resolve({ type: '', text: '' }),
        stop: () => undefined,
      },
      mayReadMetrics: () => false,
      log: silent,
    });
    cell.accounts.sweep();
    await cell.begin();
    if (!program.isAlive()) return;
    serverTime.run(cell.step);
    cell.openFeed(network.transportAt(program), null);
    running = { program, cell };
  };

  return {
    machine,
    disk,
    start,
    kill: () => {
      running?.program.kill();
      running = null;
    },
    isRunning: () => running !== null,
    run: () => run,
    post: async (path, body) => {
      const to = running;
      if (to === null || machine.isAsleep()) return null;
      const answered = await knock(to.cell.doors, path, body);
      return to.program.isAlive() ? answered : null;
    },
    cell: () => running?.cell ?? null,
  };
};
