import { chance as chanceOf } from '../../main/monitoring/simulator/random.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { policy } from '../oracle/figures.ts';
import { FAULTS } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';
import { LASTS_MS, planOf } from './plan.ts';
import { judge } from './verdict.ts';
import { broken } from './world/broken.ts';
import { createWorld } from './world/world.ts';
import type { World } from './world/world.ts';

/** What a run came to: what was broken and when, and what the judges found wrong. */
export type Verdict = { readonly seed: number; readonly broken: readonly string[]; readonly wrong: readonly string[] };

/** The product's own, with orders that are worthless sooner than a run is over. */
const RUN_POLICY: Policy = {
  ...policy,
  commands: { worthFor_s: { ...policy.commands.worthFor_s, 'unit.assign': 15, 'note.add': 20 } },
};

const FIRST_ALARM_MS = 15_000;
const LAST_ALARM_MS = 150_000;

/** Presses of buttons and cut straps of a run. */
const planAlarms = (seed: number, { time, scene, devices }: World): void => {
  const chance = chanceOf(seed, 'alarms');
  for (const pair of scene.pairs) {
    if (chance.unit() < 0.4) time.at(chance.between(FIRST_ALARM_MS, LAST_ALARM_MS), () => devices.press(pair));
    if (chance.unit() < 0.2) time.at(chance.between(FIRST_ALARM_MS, LAST_ALARM_MS), () => devices.cutStrap(pair));
  }
};

/** Runs a seed to its end and lets the judges look at it. The same seed is the same run. */
export const runSeed = async (seed: number, faults: readonly Fault[] = FAULTS): Promise<Verdict> => {
  const world = createWorld(seed, LASTS_MS, RUN_POLICY);
  const { time, server, desks } = world;
  const plan = planOf(seed, faults);
  const endedAt_ms = new Map<number, number>();
  try {
    await server.start();
    for (const desk of desks) desk.start();
    planAlarms(seed, world);
    for (const { fault, from_ms, to_ms } of plan) {
      time.at(from_ms, () => {
        const run = server.run();
        const mend = fault.begin(world, chanceOf(seed, fault.name));
        if (!server.isRunning() && !endedAt_ms.has(run)) endedAt_ms.set(run, from_ms);
        time.at(to_ms, mend);
      });
    }
    await time.runUntil(LASTS_MS);
    return {
      seed,
      broken: plan.map(({ fault, from_ms, to_ms }) => `${fault.name} ${from_ms / 1000} to ${to_ms / 1000} s`),
      wrong: await judge(world, plan, RUN_POLICY, (run) => ({
        endedAt_ms: endedAt_ms.get(run) ?? Number.POSITIVE_INFINITY,
      })),
    };
  } finally {
    world.end();
    broken.orders.clear();
    broken.commands.clear();
    broken.spoilsCommands = false;
  }
};

/** A verdict in words, with the line that repeats it; empty where nothing is wrong. */
export const told = ({ seed, broken, wrong }: Verdict): string =>
  wrong.length === 0
    ? ''
    : [
        `npm test faults -- --seed ${seed}`,
        ...broken.map((line) => `  broken: ${line}`),
        ...wrong.map((line) => `  ${line}`),
      ].join('\n');
