import { describe, expect, it } from 'vitest';
import { setupFaults } from '../../../../../main/monitoring/register/setup.ts';
import { Fix } from '../../../../../shared/domain/fixes.ts';
import type { LonLat } from '../../../../../shared/domain/fixes.ts';
import { destination, distance_m } from '../../../../../shared/domain/geo/geodesic.ts';
import { PersonId, UnitId } from '../../../../../shared/domain/ids.ts';
import { START_MS, fixesOf, plainFile, play, policy, simulatorOf } from './builders.ts';

const unit = { id: 'U1', callsign: '시험 1', kind: 'car', station: '시험', at: [127, 37.52] };
const where = (fix: { lon: number; lat: number } | undefined): LonLat => {
  if (fix === undefined) throw new Error('no fix');
  return [fix.lon, fix.lat];
};

describe('determinism', () => {
  const change = { units: [unit], background: { orders: 5, units: 2, interval_s: 3 } };

  it('sends the same for the same seed, however the steps are spaced', () => {
    const everySecond = play(simulatorOf(change), 0, 120);
    const uneven = simulatorOf(change);
    const together = [0, 1_700, 40_001, 40_002, 120_000].flatMap((at) => uneven.step(START_MS + at));
    expect(together).toEqual(everySecond);
  });

  it('sends something else for another seed', () => {
    expect(play(simulatorOf(change, 2), 0, 10)).not.toEqual(play(simulatorOf(change, 1), 0, 10));
  });

  it('leaves everybody else as they were when one is taken over or sent elsewhere', () => {
    const plain = play(simulatorOf(change), 0, 60);
    const disturbed = simulatorOf(change);
    disturbed.takeOver(PersonId.parse('O1'));
    disturbed.setUnitTask(UnitId.parse('U1'), [127.01, 37.52]);
    const events = play(disturbed, 0, 60);
    expect(fixesOf(events, 'V1')).toEqual(fixesOf(plain, 'V1'));
    expect(fixesOf(events, 'bg-oB001')).toEqual(fixesOf(plain, 'bg-oB001'));
    expect(fixesOf(events, 'O1')).toEqual([]);
  });
});

describe('U3: who is played', () => {
  it('is somebody until real devices speak for everyone', () => {
    const simulator = simulatorOf();
    for (const { id } of simulator.setup.people) {
      expect(simulator.playsAnybody()).toBe(true);
      simulator.takeOver(id);
    }
    expect(simulator.playsAnybody()).toBe(false);
  });

  it('is somebody while a patrol is made up, whoever else is real', () => {
    const simulator = simulatorOf({ units: [unit] });
    for (const { id } of simulator.setup.people) simulator.takeOver(id);
    expect(simulator.playsAnybody()).toBe(true);
  });
});

describe('fixes', () => {
  it('are valid, one per interval, with the time of the second', () => {
    const people = plainFile.people.map((person, i) => ({
      ...person,
      device: { ...person.device, interval_s: i + 1 },
    }));
    const events = play(simulatorOf({ people }), 0, 59);
    for (const event of events) if (event.kind === 'fix') Fix.parse(event.fix);
    expect(fixesOf(events, 'O1').map(({ at_ms }) => at_ms)).toEqual(
      Array.from({ length: 60 }, (_, second) => START_MS + second * 1000),
    );
    expect(fixesOf(events, 'V1')).toHaveLength(30);
  });

  it('lie about 68 % of the time within the radius the device stands for', () => {
    // Fixes a minute apart: a creeping error makes neighbours alike, and these must count one by one.
    const people = plainFile.people.map((person) => ({ ...person, device: { ...person.device, interval_s: 60 } }));
    const fixes = fixesOf(play(simulatorOf({ people }), 0, 120_000), 'V1');
    const within = fixes.filter((fix) => distance_m(where(fix), [127.034, 37.5]) <= 8).length / fixes.length;
    expect(fixes.length).toBeGreaterThan(1900);
    expect(within).toBeGreaterThan(0.64);
    expect(within).toBeLessThan(0.72);
  });

  it('are not sent for a time long past after a stop, but events are', () => {
    const simulator = simulatorOf({ events: [{ at_s: 5, kind: 'sos', who: 'V1' }] });
    simulator.step(START_MS);
    const late = simulator.step(START_MS + 3_600_000);
    expect(late.some((event) => event.kind === 'sos')).toBe(true);
    expect(Math.min(...fixesOf(late, 'V1').map(({ at_ms }) => at_ms))).toBeGreaterThanOrEqual(START_MS + 3_300_000);
  });
});

describe('movement', () => {
  const moved = (legs: readonly object[], seconds: number) =>
    fixesOf(play(simulatorOf({ movements: [{ who: 'O1', legs }] }), 0, seconds), 'O1');

  it('walks at the pace written down and stays at the end', () => {
    const fixes = moved([{ do: 'walk', to: [127.01, 37.5], speed_mps: 2, jitter: 0 }], 600);
    expect(distance_m(where(fixes[200]), [127, 37.5])).toBeGreaterThan(402 - 30);
    expect(distance_m(where(fixes[200]), [127, 37.5])).toBeLessThan(402 + 30);
    expect(distance_m(where(fixes.at(-1)), [127.01, 37.5])).toBeLessThan(30);
    expect(fixes.at(-1)?.speed_mps).toBe(0);
    expect(fixes.at(-1)?.heading_deg).toBeNull();
    expect(fixes[100]?.heading_deg).toBe(90);
  });

  it('waits, goes to a station, and takes the legs in turn', () => {
    const fixes = moved(
      [
        { do: 'wait', for_s: 30 },
        { do: 'drive', to: { station: 'middle', bearing_deg: 0, distance_m: 100 }, speed_mps: 80, jitter: 0 },
      ],
      150,
    );
    expect(distance_m(where(fixes[29]), [127, 37.5])).toBeLessThan(30);
    expect(distance_m(where(fixes.at(-1)), [127, 37.5509])).toBeLessThan(30);
  });

  it('follows somebody who walks on, and keeps the gap', () => {
    const simulator = simulatorOf({
      people: plainFile.people.map((person) => (person.id === 'V1' ? { ...person, at: [127.002, 37.5] } : person)),
      movements: [
        { who: 'O1', legs: [{ do: 'follow', whom: 'V1', gap_m: 40, speed_mps: 3 }] },
        { who: 'V1', legs: [{ do: 'walk', to: [127.01, 37.503], speed_mps: 1.2 }] },
      ],
    });
    const events = play(simulator, 0, 900);
    const gap = distance_m(where(fixesOf(events, 'O1').at(-1)), where(fixesOf(events, 'V1').at(-1)));
    expect(gap).toBeGreaterThan(5);
    expect(gap).toBeLessThan(75);
  });

  it('takes the street where there is one', () => {
    const corner: LonLat = [127, 37.51];
    const route = (from: LonLat, to: LonLat): readonly LonLat[] => [from, corner, to];
    const simulator = simulatorOf(
      { movements: [{ who: 'O1', legs: [{ do: 'drive', to: [127.01, 37.51], speed_mps: 20, jitter: 0 }] }] },
      1,
      { route },
    );
    const fixes = fixesOf(play(simulator, 0, 150), 'O1');
    expect(Math.min(...fixes.map((fix) => distance_m(where(fix), corner)))).toBeLessThan(40);
    expect(distance_m(where(fixes.at(-1)), [127.01, 37.51])).toBeLessThan(30);
  });
});

describe('events', () => {
  it('come at their time and silence the device as they say', () => {
    const events = play(
      simulatorOf({
        events: [
          { at_s: 20, kind: 'gap', who: 'O1', until_s: 30 },
          { at_s: 10, kind: 'strap-tamper', who: 'O1' },
          { at_s: 40.5, kind: 'power-off', who: 'O1' },
          { at_s: 12, kind: 'sos', who: 'V1' },
        ],
      }),
      0,
      100,
    );
    expect(events.filter(({ kind }) => kind === 'sos' || kind === 'device')).toEqual([
      { kind: 'device', person: 'O1', event: 'strap-tamper', at_ms: START_MS + 10_000 },
      { kind: 'sos', person: 'V1', at_ms: START_MS + 12_000 },
      { kind: 'device', person: 'O1', event: 'power-off', at_ms: START_MS + 40_500 },
    ]);
    const seconds = fixesOf(events, 'O1').map(({ at_ms }) => (at_ms - START_MS) / 1000);
    expect(seconds).toEqual([...Array(20).keys(), ...Array.from({ length: 11 }, (_, i) => 30 + i)]);
    expect(fixesOf(events, 'V1')).toHaveLength(101);
  });

  it('lower the battery, which falls slowly by itself', () => {
    const fixes = fixesOf(play(simulatorOf({ events: [{ at_s: 50, kind: 'battery-low', who: 'V1' }] }), 0, 60), 'V1');
    expect(fixes[49]?.battery_percent).toBe(80);
    expect(fixes[51]?.battery_percent).toBe(9);
  });

  it('of somebody with a real device are not sent', () => {
    const simulator = simulatorOf({ events: [{ at_s: 5, kind: 'sos', who: 'V1' }] });
    simulator.takeOver(PersonId.parse('V1'));
    expect(play(simulator, 0, 10).some(({ kind }) => kind === 'sos')).toBe(false);
  });
});

describe('patrols', () => {
  it('roam near their start, drive to a task, stay, and roam again', () => {
    const simulator = simulatorOf({ units: [{ ...unit, roam_m: 400 }] });
    const id = UnitId.parse('U1');
    const target: LonLat = [127.02, 37.52];
    const roaming = fixesOf(play(simulator, 0, 400), 'U1');
    for (const fix of roaming) expect(distance_m(where(fix), [127, 37.52])).toBeLessThan(430);
    const start = where(roaming.at(-1));
    const due_s = distance_m(start, target) / policy.units.car_mps;
    simulator.setUnitTask(id, target);
    const driving: LonLat[] = [];
    for (let second = 401; second <= 800; second += 1) {
      simulator.setUnitTask(id, [target[0] + 0.00001, target[1]]); // the same task again, every second
      driving.push(...fixesOf(simulator.step(START_MS + second * 1000), 'U1').map(where));
    }
    const arrival = driving.findIndex((at) => distance_m(at, target) < 30);
    expect(arrival).toBeGreaterThan(due_s * 0.8);
    expect(arrival).toBeLessThan(due_s * 1.25 + 10);
    for (const at of driving.slice(arrival + 30)) expect(distance_m(at, target)).toBeLessThan(30);
    simulator.setUnitTask(id, null);
    expect(distance_m(where(fixesOf(play(simulator, 801, 1400), 'U1').at(-1)), target)).toBeGreaterThan(500);
  });

  it('L11: have crews that say when they have set out, and long after arriving that they are there', () => {
    const simulator = simulatorOf({ units: [{ ...unit, roam_m: 0 }] });
    const id = UnitId.parse('U1');
    simulator.step(START_MS);
    expect(simulator.crewSays(id)).toBeNull();
    const target: LonLat = [127.005, 37.52];
    simulator.setUnitTask(id, target);
    const said: (string | null)[] = [];
    let arrived_s = Number.NaN;
    for (let second = 1; second <= 400; second += 1) {
      const there = fixesOf(simulator.step(START_MS + second * 1000), 'U1').some(
        (f) => distance_m(where(f), target) < 20,
      );
      if (there && Number.isNaN(arrived_s)) arrived_s = second;
      said.push(simulator.crewSays(id));
    }
    const changes = said.filter((step, i) => step !== said[i - 1]);
    expect(changes).toEqual([null, 'en-route', 'on-scene']);
    expect(said.indexOf('on-scene') - arrived_s).toBeGreaterThan(30);
    simulator.setUnitTask(id, null);
    expect(simulator.crewSays(id)).toBeNull();
  });
});

describe('setup', () => {
  const { setup } = simulatorOf({ units: [unit], background: { orders: 40, units: 5, apart_m: 6000 } });

  it('holds together, with the policy for limits that are not written down', () => {
    expect(setupFaults(setup)).toEqual([]);
    expect(setup.orders[0]?.limits).toEqual(policy.limits);
    expect(setup.orders).toHaveLength(41);
    expect(setup.units).toHaveLength(6);
  });

  it('keeps background people of one order far apart', () => {
    const events = play(simulatorOf({ background: { orders: 40, units: 0, apart_m: 6000 } }), 0, 5);
    for (const order of setup.orders.slice(1)) {
      const [o, v] = [order.offender, order.victims[0] ?? ''].map((id) => where(fixesOf(events, id)[0]));
      expect(o !== undefined && v !== undefined && distance_m(o, v) > 4500).toBe(true);
    }
  });
});

describe('L6: a victim who is led', () => {
  const V1 = PersonId.parse('V1');
  const HOME: LonLat = [127.034, 37.5];
  const END = destination(HOME, 0, 240);
  const ROUTE = [HOME, destination(HOME, 0, 120), END];
  const after = (going: 'on' | 'half-way' | 'elsewhere', seconds: number): LonLat => {
    const simulator = simulatorOf();
    play(simulator, 0, 9);
    simulator.lead(V1, { route: ROUTE, going });
    return where(fixesOf(play(simulator, 10, 10 + seconds), 'V1').at(-1));
  };

  it('goes along the way that was sent, stops on it, or goes elsewhere', () => {
    expect(distance_m(after('on', 400), END)).toBeLessThan(40);
    expect(distance_m(after('half-way', 400), END)).toBeGreaterThan(80);
    expect(distance_m(after('half-way', 400), HOME)).toBeGreaterThan(80);
    expect(distance_m(after('elsewhere', 200), END)).toBeGreaterThan(350);
  });

  it('goes on as the scenario has it once the guidance is withdrawn', () => {
    const simulator = simulatorOf();
    play(simulator, 0, 9);
    simulator.lead(V1, { route: ROUTE, going: 'on' });
    play(simulator, 10, 60);
    const stopped = where(fixesOf(play(simulator, 61, 61), 'V1').at(-1));
    simulator.lead(V1, null);
    expect(distance_m(where(fixesOf(play(simulator, 62, 300), 'V1').at(-1)), stopped)).toBeLessThan(50);
  });
});
