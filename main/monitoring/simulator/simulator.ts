import type { DeviceEventKind, DeviceSign, Fix, LonLat } from '../../../shared/domain/fixes.ts';
import type { PersonId, UnitId } from '../../../shared/domain/ids.ts';
import type { ReportedStep } from '../../../shared/domain/incidents/patrolReport.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import type { Setup } from '../register/setup.ts';
import { noBulkhead } from '../ports/bulkheads.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import { generateBackground } from './background.ts';
import { guidedNow } from './guided.ts';
import type { Going, Guided } from './guided.ts';
import { createPatrol } from './patrols.ts';
import { castPeople, ledTask, strollers } from './people.ts';
import type { SimPerson } from './people.ts';
import type { Scenario } from './scenario.ts';
import type { Happening } from './schema.ts';
import type { PhoneRequest } from './phoneForms.ts';
import { setupOf } from './setupOf.ts';
import type { Routes } from './tasks.ts';

/** What a simulated device or patrol sends. */
export type SimEvent =
  | { readonly kind: 'fix'; readonly person: PersonId; readonly fix: Fix }
  /** What a device's message says beside a fix that counts. */
  | { readonly kind: 'signs'; readonly person: PersonId; readonly signs: readonly DeviceSign[] }
  /** What a phone with a client's habits says, in that client's own form. */
  | { readonly kind: 'request'; readonly person: PersonId; readonly request: PhoneRequest }
  | { readonly kind: 'unit-fix'; readonly unit: UnitId; readonly fix: Fix }
  | { readonly kind: 'sos'; readonly person: PersonId; readonly at_ms: number }
  | { readonly kind: 'device'; readonly person: PersonId; readonly event: DeviceEventKind; readonly at_ms: number };

export type Simulator = {
  readonly setup: Setup;
  /** Everything sent up to and including this moment since the last call, in order of time. */
  readonly step: (now_ms: number) => readonly SimEvent[];
  /** What victims' phones do about the guidance they were sent, as the record has it. */
  readonly guided: (world: World, now_ms: number) => readonly Guided[];
  /** A victim sets out along the way that was sent to them, or not quite; null lets them go on as the scenario has it. */
  readonly lead: (person: PersonId, way: { readonly route: readonly LonLat[]; readonly going: Going } | null) => void;
  /** A dispatched patrol drives to the target and stays; null lets it patrol again. Safe to repeat every second. */
  readonly setUnitTask: (unit: UnitId, target: LonLat | null) => void;
  /** What the crew of a patrol that was sent says of its way; null while it says nothing. */
  readonly crewSays: (unit: UnitId) => ReportedStep | null;
  /** A real device speaks for this person from now on: the simulator sends nothing more of theirs. */
  readonly takeOver: (person: PersonId) => void;
  /** True while it plays a person or a patrol. */
  readonly playsAnybody: () => boolean;
};

export type SimulatorOptions = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly streets: Routes;
  readonly policy: Policy;
  /** When second 0 is: the wall clock's now live, the scenario's own start in training and headless runs. */
  readonly start_ms: number;
  /** Keeps somebody who cannot be played apart from the others; by default that ends the run. */
  readonly bulkhead?: Bulkhead;
};

const BEAT_MS = 1000;
/** After a long stop (a machine asleep) people have moved on, but nobody sends the fixes of an hour ago. */
const TOO_OLD_MS = 300_000;

/** What an event of the scenario does to a device, and what the device says. */
const happen = (event: Happening, { person, device, phone }: SimPerson, at_ms: number): SimEvent | null => {
  switch (event.kind) {
    case 'sos':
      if (phone === null) return { kind: 'sos', person: person.id, at_ms };
      phone.press(at_ms);
      return null;
    case 'battery-low':
      device.setBattery(event.percent);
      return null;
    case 'gap':
      // A phone goes on measuring where it is cut off, and hands in what it has kept.
      (phone?.cutOff ?? device.silence)(event.until_s ?? Infinity);
      return null;
    case 'stuck':
    case 'place-faked':
    case 'no-valid-place':
    case 'set-up-wrongly':
    case 'two-places':
    case 'unpaired':
      device.fail({ kind: event.kind }, event.until_s ?? Infinity);
      return null;
    case 'clock-wrong':
      device.fail({ kind: event.kind, offset_s: event.offset_s }, event.until_s ?? Infinity);
      return null;
    case 'strap-tamper':
      return { kind: 'device', person: person.id, event: event.kind, at_ms };
    case 'power-off':
      phone?.cutOff(event.until_s ?? Infinity);
      device.silence(event.until_s ?? Infinity);
      return { kind: 'device', person: person.id, event: event.kind, at_ms };
    case 'jamming':
    case 'gnss-lost':
      phone?.blind(event.until_s ?? Infinity);
      device.silence(event.until_s ?? Infinity);
      return { kind: 'device', person: person.id, event: event.kind, at_ms };
    default:
      return unreachable(event);
  }
};

/**
 * Plays a scenario second by second. The same scenario, seed, streets and start give the same events, however the calls
 * of `step` are spaced. Work per second is in proportion to the people and patrols.
 */
export const createSimulator = (options: SimulatorOptions): Simulator => {
  const { scenario, seed, policy, start_ms, bulkhead = noBulkhead } = options;
  const settings = { seed, routes: options.streets, start_ms, limits: policy.limits, units: policy.units };
  const background = generateBackground(scenario, seed);
  const people = [...castPeople(scenario, settings), ...strollers(background.people, settings)];
  const patrols = [
    ...scenario.units.map((unit) => createPatrol(unit, 1, settings)),
    ...background.units.map((unit) => createPatrol(unit, scenario.background.interval_s, settings)),
  ];
  const personById = new Map(people.map((one) => [one.person.id, one]));
  const patrolById = new Map(patrols.map((one) => [one.unit.id, one]));
  const events = scenario.events.toSorted((a, b) => a.at_s - b.at_s);
  let second = 0;
  let nextEvent = 0;

  const playEvents = (out: SimEvent[]): void => {
    for (let event = events[nextEvent]; event !== undefined && event.at_s <= second; event = events[nextEvent]) {
      nextEvent += 1;
      const who = personById.get(event.who);
      if (who === undefined || who.takenOver) continue;
      bulkhead.run('simulator', event.who, () => {
        const sent = happen(event, who, start_ms + Math.round(event.at_s * 1000));
        if (sent !== null) out.push(sent);
      });
    }
  };

  const beatOf = (one: SimPerson, out: SimEvent[], fresh: boolean, at_ms: number): void => {
    (one.led ?? one.task).tick(one.body);
    const sent = one.device.tick(one.body, second, at_ms);
    if (one.takenOver) return;
    const person = one.person.id;
    if (one.phone !== null) {
      for (const request of one.phone.tick(sent?.fix ?? null, second, at_ms)) {
        if (fresh) out.push({ kind: 'request', person, request });
      }
      return;
    }
    if (sent === null || !fresh) return;
    if (sent.fix !== null) out.push({ kind: 'fix', person, fix: sent.fix });
    if (sent.signs.length > 0) out.push({ kind: 'signs', person, signs: sent.signs });
  };

  const beat = (out: SimEvent[], fresh: boolean): void => {
    const at_ms = start_ms + second * BEAT_MS;
    playEvents(out);
    for (const one of people) bulkhead.run('simulator', one.person.id, () => beatOf(one, out, fresh, at_ms));
    for (const one of patrols) {
      bulkhead.run('simulator', one.unit.id, () => {
        one.tick();
        const fix = one.device.tick(one.body, second, at_ms)?.fix ?? null;
        if (fix !== null && fresh) out.push({ kind: 'unit-fix', unit: one.unit.id, fix });
      });
    }
  };

  return {
    setup: setupOf(scenario, [...scenario.orders, ...background.orders], people, patrols, settings),
    step: (now_ms) => {
      const out: SimEvent[] = [];
      for (; start_ms + second * BEAT_MS <= now_ms; second += 1)
        beat(out, now_ms - (start_ms + second * BEAT_MS) <= TOO_OLD_MS);
      return out;
    },
    guided: (world, now_ms) =>
      guidedNow(world, now_ms, { seed, isSimulated: (id) => personById.get(id)?.takenOver === false }),
    lead: (person, way) => {
      const one = personById.get(person);
      if (one !== undefined) one.led = way === null ? null : ledTask(one, way.route, way.going, settings);
    },
    setUnitTask: (unit, target) => patrolById.get(unit)?.send(target),
    crewSays: (unit) => patrolById.get(unit)?.says() ?? null,
    takeOver: (person) => {
      const one = personById.get(person);
      if (one !== undefined) one.takenOver = true;
    },
    playsAnybody: () => patrols.length > 0 || people.some(({ takenOver }) => !takenOver),
  };
};
