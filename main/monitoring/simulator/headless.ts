import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { createVirtualClock } from '../time/clock.ts';
import { createRequestHearing, createStep } from './driver.ts';
import { createMonitoring } from '../index.ts';
import { createCommitQueue } from '../store/commitQueue.ts';
import { writeInline } from '../store/inline.ts';
import { secretFrom } from '../store/sqlite/secret.ts';
import { openStore } from '../store/sqlite/store.ts';
import type { Streets } from '../streets/streets.ts';
import { chance } from './random.ts';
import type { Scenario } from './scenario.ts';
import { createSimulator } from './simulator.ts';

export type HeadlessRun = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly streets: Streets;
  readonly policy: Policy;
  readonly onEntries: (entries: readonly Entry[]) => void;
  /** Waits for as long as one second of the scenario is to take. */
  readonly pace: () => Promise<void>;
};

const thrown = (fault: unknown): never => {
  throw fault;
};

/**
 * Runs a whole scenario through the monitoring server with nobody at the desks: virtual clock, record in memory, ids counted
 * up. The same scenario, seed, streets and policy give the same record. Answers with the world at the end.
 */
export const runHeadless = async (run: HeadlessRun): Promise<World> => {
  const { scenario } = run;
  const clock = createVirtualClock(scenario.start_ms);
  // Nothing sealed outlives this process, and nobody can reach it from outside: a secret of zeros keeps nothing less safe.
  const salt = chance(run.seed, 'salts');
  // Salts that can be foreseen, so that commitments repeat: what they hide here is a simulator's anyway.
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)), (bytes) =>
    Uint8Array.from({ length: bytes }, () => Math.floor(salt.between(0, 256))),
  );
  const simulator = createSimulator({ ...run, start_ms: scenario.start_ms });
  const counted = new Map<string, number>();
  const monitoring = createMonitoring({
    clock,
    mode: 'training',
    newId: (prefix) => {
      const next = (counted.get(prefix) ?? 0) + 1;
      counted.set(prefix, next);
      return `${prefix}-${next}`;
    },
    store,
    commits: createCommitQueue(writeInline(store), thrown),
    policy: run.policy,
    setup: simulator.setup,
    streets: run.streets,
    operators: [],
    playbooks: [],
    onOrderFailure: thrown,
    onCommandFailure: (_kind, failure) => thrown(failure),
    onStoreFailure: thrown,
    count: () => undefined,
  });
  monitoring.onEntries(run.onEntries);
  const { people } = simulator.setup;
  const hearing = createRequestHearing({
    monitoring,
    policy: run.policy,
    now: clock.now,
    count: () => undefined,
    people,
  });
  const step = createStep(monitoring, simulator, hearing);
  for (let second = 0; second <= scenario.duration_s; second += 1) {
    const now_ms = scenario.start_ms + second * 1000;
    clock.set(now_ms);
    step(now_ms);
    await run.pace();
  }
  const world = monitoring.world();
  await monitoring.close();
  store.close();
  return world;
};
