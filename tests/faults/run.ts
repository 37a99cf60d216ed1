import { chance as chanceOf } from '../../main/monitoring/simulator/random.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { policy } from '../oracle/figures.ts';
import { FAULTS } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';
import { judgeCalm } from './judges/calm.ts';
import type { Broken } from './judges/calm.ts';
import { judgeRecord, judgeSilence } from './judges/record.ts';
import { judgeRinging } from './judges/ringing.ts';
import { judgeSettled } from './judges/settled.ts';
import { trueBreaches } from './judges/truth.ts';
import { createWorld } from './world/world.ts';
import type { World } from './world/world.ts';

const LASTS_MS = 200_000;
const FIRST_FAULT_MS = 20_000;
const LAST_FAULT_ENDS_MS = 130_000;
const FAULTS_AT_MOST = 4;

/** What a run came to: what was broken and when, and what the judges found wrong. */
export type Verdict = { readonly seed: number; readonly broken: readonly string[]; readonly wrong: readonly string[] };

type Planned = { readonly fault: Fault; readonly from_ms: number; readonly to_ms: number };

/** What is broken in the run of a seed, and when; one of the same kind follows another, and never lies within it. */
const planOf = (seed: number, faults: readonly Fault[]): readonly Planned[] => {
  const chance = chanceOf(seed, 'faults');
  const count = 1 + Math.floor(chance.unit() * FAULTS_AT_MOST);
  const planned = Array.from({ length: count }, (): readonly Planned[] => {
    const fault = chance.pick(faults);
    if (fault === null) return [];
    const from_ms = Math.round(chance.between(FIRST_FAULT_MS, LAST_FAULT_ENDS_MS - 20_000));
    const lasts_ms = Math.round(chance.between(...fault.lasts_s) * 1000);
    return [{ fault, from_ms, to_ms: Math.min(from_ms + lasts_ms, LAST_FAULT_ENDS_MS) }];
  }).flat();
  return planned.filter((one, index) => !planned.slice(0, index).some((other) => other.fault === one.fault));
};

/** Presses and cut straps of a run. */
const planAlarms = (seed: number, { time, scene, devices }: World): void => {
  const chance = chanceOf(seed, 'alarms');
  for (const pair of scene.pairs) {
    if (chance.unit() < 0.4) time.at(chance.between(15_000, 150_000), () => devices.press(pair));
    if (chance.unit() < 0.2) time.at(chance.between(15_000, 150_000), () => devices.cutStrap(pair));
  }
};

const recordOf = ({ server }: World): readonly Entry[] => server.cell()?.monitoring.entriesSince(0, 100_000) ?? [];

/** Runs a seed to its end and lets the judges look at it. The same seed is the same run. */
export const runSeed = async (seed: number, faults: readonly Fault[] = FAULTS): Promise<Verdict> => {
  const world = createWorld(seed, LASTS_MS, policy);
  const { time, server, desks, devices, scene, witnesses, operators } = world;
  const plan = planOf(seed, faults);
  const ends = new Map<number, number>();
  try {
    await server.start();
    for (const desk of desks) desk.start();
    planAlarms(seed, world);
    for (const { fault, from_ms, to_ms } of plan) {
      time.at(from_ms, () => {
        const running = server.run();
        const mend = fault.begin(world, chanceOf(seed, fault.name));
        if (!server.isRunning()) ends.set(running, Math.min(ends.get(running) ?? Number.POSITIVE_INFINITY, from_ms));
        time.at(to_ms, mend);
      });
    }
    await time.runUntil(LASTS_MS);

    const runs = (run: number) => ({ endedAt_ms: ends.get(run) ?? Number.POSITIVE_INFINITY });
    const broken: readonly Broken[] = plan.map(({ fault, from_ms, to_ms }) => ({
      from_ms,
      to_ms,
      explains: fault.explains,
    }));
    const record = recordOf(world);
    const atEnd = await Promise.all(
      desks.map(async (desk) => {
        const journal: Entry[] = [];
        for (;;) {
          const page = await desk.call('entries', { since: journal.length });
          if (page === null || page.length === 0) break;
          journal.push(...page);
        }
        return { name: desk.name, shown: desk.snapshot(), journal };
      }),
    );
    const refused = new Set(
      atEnd.flatMap(
        ({ shown }) => shown?.outbox.filter(({ state }) => state === 'refused').map(({ id }) => id as string) ?? [],
      ),
    );
    const waiting = atEnd.flatMap(({ shown }) => shown?.outbox.map(({ id }) => id as string) ?? []);
    const told = witnesses[0]?.heard ?? [];
    const lastHeard = (person: string, at_ms: number): number => {
      const walker = scene.pairs
        .flatMap((pair) => [pair.offender, pair.victim])
        .find((one) => one.person.id === person);
      const reaches =
        walker === undefined
          ? []
          : devices.reportedBy(walker).flatMap(({ reached }) => reached.map((one) => one.at_ms));
      return Math.max(Number.NEGATIVE_INFINITY, ...reaches.filter((one) => one <= at_ms));
    };
    const wrong = [
      ...judgeRinging(witnesses, trueBreaches(scene, devices, runs), devices.alarms(), runs, LASTS_MS),
      ...judgeCalm(witnesses, broken, LASTS_MS),
      ...judgeRecord(
        record,
        operators.flatMap(({ ordered }) => ordered()),
        new Set([...refused, ...waiting]),
      ),
      ...judgeSilence(told, lastHeard),
      ...judgeSettled({
        desks: atEnd,
        record,
        provisional: server.cell()?.monitoring.provisional().entries.length ?? 0,
        waitingOnDevices: devices.waiting(),
      }),
    ];
    return {
      seed,
      broken: plan.map(({ fault, from_ms, to_ms }) => `${fault.name} ${from_ms / 1000}–${to_ms / 1000} s`),
      wrong,
    };
  } finally {
    world.end();
  }
};
