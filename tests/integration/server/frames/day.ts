import { UnitId } from '../../../../shared/domain/ids.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { readScenario } from '../../../../main/files/scenarios.ts';
import type { Scenario } from '../../../../main/monitoring/simulator/scenario.ts';
import { createSimulator } from '../../../../main/monitoring/simulator/simulator.ts';
import type { SimEvent, Simulator } from '../../../../main/monitoring/simulator/simulator.ts';
import type { Streets } from '../../../../main/monitoring/streets/streets.ts';

/** A scenario and the hour of the day at which it plays. */
export type Act = { readonly scenario: string; readonly hour: number };

export type Day = Simulator & {
  readonly start_ms: number;
  /** True while a scenario plays. */
  readonly playing: (now_ms: number) => boolean;
};

/** In quiet hours devices report more rarely, but well within what counts as silence. */
const QUIET_EVERY_S = 60;
const HOUR_MS = 3_600_000;

const NOBODY_ELSE = { orders: 0, units: 0, interval_s: 60, apart_m: 6000 } as const;

/** Orders come into force an hour before their act and end hours after it, all on the running server. */
const ISSUED_BEFORE_DAYS = 1 / 24;
const ENDS_AFTER_DAYS = 5 / 24;

/** Patrols an act brings: enough to be sent, and few enough for a day in seconds. */
const PATROLS = 3;

/** Two scenarios may name the same car: each act has its own. Nobody is generated: an act holds only whom its file names. */
const asAct = (scenario: Scenario): Scenario => ({
  ...scenario,
  background: NOBODY_ELSE,
  orders: scenario.orders.map((order) => ({
    ...order,
    validSince_days: ISSUED_BEFORE_DAYS,
    validFor_days: Math.min(order.validFor_days, ENDS_AFTER_DAYS),
  })),
  units: scenario.units.slice(0, PATROLS).map((unit) => ({ ...unit, id: UnitId.parse(`${scenario.name}-${unit.id}`) })),
});

const quietFixes = (scenario: Scenario, at_ms: number): readonly SimEvent[] =>
  scenario.people.map(({ id, at: [lon, lat] }) => ({
    kind: 'fix',
    person: id,
    fix: {
      ...{ at_ms, lon, lat, accuracy_m: 10, speed_mps: 0, heading_deg: null },
      ...{ source: 'gnss', battery_percent: 80 },
    },
  }));

/**
 * One day of one server: everybody of every act is watched all day. In their act they do what its scenario says, second by second;
 * before and after it they are where it found them.
 */
export const createDay = (given: {
  readonly acts: readonly Act[];
  readonly start_ms: number;
  readonly policy: Policy;
  readonly streets: Streets;
}): Day => {
  const { start_ms } = given;
  const acts = given.acts.map((act) => {
    const read = readScenario(act.scenario);
    if (!read.ok) throw new Error(read.error);
    const scenario = asAct(read.value);
    const from_ms = start_ms + act.hour * HOUR_MS;
    const simulator = createSimulator({ ...given, scenario, seed: scenario.seed, start_ms: from_ms });
    return { scenario, simulator, from_ms, until_ms: from_ms + scenario.duration_s * 1000 };
  });
  const setups = acts.map(({ simulator }) => simulator.setup);
  const isOn = (act: (typeof acts)[number], now_ms: number): boolean => now_ms >= act.from_ms && now_ms < act.until_ms;
  return {
    start_ms,
    setup: {
      name: 'day',
      people: setups.flatMap((setup) => setup.people),
      orders: setups.flatMap((setup) => setup.orders),
      units: setups.flatMap((setup) => setup.units),
      places: setups[0]?.places ?? [],
    },
    playing: (now_ms) => acts.some((act) => isOn(act, now_ms)),
    step: (now_ms) =>
      acts.flatMap((act) => {
        if (isOn(act, now_ms)) return act.simulator.step(now_ms);
        return ((now_ms - start_ms) / 1000) % QUIET_EVERY_S === 0 ? quietFixes(act.scenario, now_ms) : [];
      }),
    guided: (world, now_ms) => acts.flatMap((act) => act.simulator.guided(world, now_ms)),
    crewSays: (unit) => acts.map((act) => act.simulator.crewSays(unit)).find((step) => step !== null) ?? null,
    lead: (person, way) => {
      for (const act of acts) act.simulator.lead(person, way);
    },
    setUnitTask: (unit, target) => {
      for (const { simulator } of acts) simulator.setUnitTask(unit, target);
    },
    takeOver: () => undefined,
    playsAnybody: () => true,
  };
};
