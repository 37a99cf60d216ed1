import { inlineCommits } from './answered.ts';
import { createVirtualClock } from '../../main/monitoring/time/clock.ts';
import { createMonitoring } from '../../main/monitoring/index.ts';
import { createPhone, PHONE_HABITS } from '../../main/monitoring/simulator/phone.ts';
import type { Phone, PhoneClient } from '../../main/monitoring/simulator/phone.ts';
import type { Measured, PhoneRequest } from '../../main/monitoring/simulator/phoneForms.ts';
import { chance } from '../../main/monitoring/simulator/random.ts';
import type { Chance } from '../../main/monitoring/simulator/random.ts';
import { secretFrom } from '../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../main/monitoring/store/sqlite/store.ts';
import { straightWays } from '../../main/monitoring/streets/streets.ts';
import { loadPolicy } from '../../main/files/policy.ts';
import { bearing_deg, destination, distance_m } from '../../shared/domain/geo/geodesic.ts';
import type { Fix, LonLat } from '../../shared/domain/fixes.ts';
import { CommandId, ConsoleId, DeviceId, OperatorId, OrderId, PersonId } from '../../shared/domain/ids.ts';
import { isRunning } from '../../shared/domain/incidents/state.ts';
import type { Person } from '../../shared/domain/orders.ts';
import type { Monitoring } from '../../main/monitoring/ports/monitoring.ts';
import { createDoors } from './doors.ts';
import { speak } from './phone.ts';

const START_MS = Date.parse('2026-03-06T10:30:00Z');
const HOME: LonLat = [126.9236, 37.5563];
const STEP_S = 20;
const HOUR_S = 3600;
const WEEKS_1024_MS = 1024 * 7 * 86_400_000;
/** Every client tries again within five minutes: so long after trouble nothing may wait any more. */
const CALM_S = 600;
/** Accuracy of a place that names none (policy). */
const UNKNOWN_M = 15;

/** What can be wrong with an hour of a phone's life. */
export const TROUBLES = [
  ...(['server-down', 'answers-lost', 'gateway-503', 'airplane', 'no-satellites', 'battery-saver'] as const),
  ...(['odd-numbers', 'made-up', 'clock-ahead', 'clock-weeks-back'] as const),
] as const;
type Mood = (typeof TROUBLES)[number] | 'calm';

/** What became of one client's phone. */
export type Told = {
  readonly client: PhoneClient;
  /** Messages that the server answered, and the statuses it gave. */
  readonly answered: number;
  readonly statuses: ReadonlySet<number>;
  /** Longest time, seconds, that a message waited although all had been well for so long that none should. */
  readonly waitedInCalm_s: number;
  /** Longest time, seconds, without a word in such calm. */
  readonly unheardInCalm_s: number;
  /** Places that came to the core, and what was wrong with any of them. */
  readonly reached: number;
  readonly wrong: ReadonlySet<string>;
  /** Places in messages that the core could have used and never got, less what the client itself gave up. */
  readonly missing: number;
  readonly pressed: number;
  readonly onRecord: number;
  readonly moods: ReadonlySet<Mood>;
};

const person = (id: PersonId, role: Person['role']): Person => ({
  ...{ id, role, name: `가명 ${id}`, deviceId: DeviceId.parse(`device-${id}`), interval_s: STEP_S },
});
const pick = <T>(luck: Chance, from: readonly [T, ...T[]]): T =>
  from[Math.floor(luck.between(0, from.length))] ?? from[0];
const radiusSaid = ({ accuracy_m }: Measured): number =>
  accuracy_m === null || accuracy_m === 0 ? UNKNOWN_M : accuracy_m;
const isUsable = (client: PhoneClient, measured: Measured): boolean => {
  const tellsMock = client.startsWith('traccar');
  return radiusSaid(measured) >= 0 && radiusSaid(measured) <= 50_000 && !(measured.mock && tellsMock);
};

/** One phone with its owner: walks and rests, presses the button now and then, and has bad hours. */
const createHandset = (client: PhoneClient, identity: string, seed: number) => {
  const luck = chance(seed, client);
  const phone: Phone = createPhone(client, identity);
  const measured = new Map<number, Measured[]>();
  const owed = new Set<number>();
  const reached = new Set<number>();
  const wrong = new Set<string>();
  const statuses = new Set<number>();
  const moods = new Set<Mood>();
  let place = HOME;
  let mood: Mood = 'calm';
  let ahead_ms = 0;
  let [calmSince_s, heardAt_s, waitedInCalm_s, unheardInCalm_s] = [0, 0, 0, 0];
  let [answered, pressed] = [0, 0];

  /** Every second hour is a good one; the bad ones go through all there is, then by chance. */
  const turn = (hour: number, s: number): void => {
    const next = hour % 2 === 0 ? 'calm' : (TROUBLES[(hour - 1) / 2] ?? pick(luck, TROUBLES));
    mood = next;
    moods.add(next);
    if (next === 'calm') calmSince_s = s;
    ahead_ms = next === 'clock-ahead' ? 90_000 : next === 'clock-weeks-back' ? -WEEKS_1024_MS : 0;
    phone.setClock(ahead_ms);
  };

  const walk = (s: number): void => {
    if (Math.floor(s / 1200) % 2 === 1) return;
    const home_m = distance_m(place, HOME);
    place = destination(place, home_m > 2000 ? bearing_deg(place, HOME) : luck.between(0, 360), 1.3 * STEP_S);
  };

  const look = (now_ms: number): Measured => {
    const [lon, lat] = destination(place, luck.between(0, 360), luck.between(0, 6));
    const odd = mood === 'odd-numbers';
    return {
      ...{ at_ms: now_ms, lon, lat, mock: mood === 'made-up', charging: luck.unit() < 0.1 },
      accuracy_m: odd ? pick(luck, [0, -1, null, 60_000, 3, 400]) : luck.between(3, 40),
      speed_mps: odd ? pick(luck, [-1, null, 300, 1.3]) : 1.3,
      heading_deg: odd ? pick(luck, [-1, null, 361, 90]) : 90,
      battery_percent: odd ? pick(luck, [-100, null, 0, 101]) : 80,
    };
  };

  /** The second that the phone gives a moment. */
  const secondOf = (now_ms: number): number => Math.floor((now_ms + ahead_ms) / 1000);
  const see = (now_ms: number): Measured => {
    const seen = look(now_ms);
    measured.set(secondOf(now_ms), [...(measured.get(secondOf(now_ms)) ?? []), seen]);
    return seen;
  };

  const live = (s: number, now_ms: number): void => {
    walk(s);
    if (mood === 'no-satellites') phone.search(now_ms);
    else if (mood !== 'battery-saver' || s % CALM_S === 0) {
      const seen = see(now_ms);
      if (phone.measure(seen, now_ms) && ahead_ms === 0 && isUsable(client, seen)) owed.add(secondOf(now_ms));
    }
    // GPSLogger has no button.
    if (client !== 'gpslogger' && luck.unit() < STEP_S / HOUR_S) {
      phone.press(mood === 'no-satellites' ? null : see(now_ms), now_ms);
      pressed += 1;
    }
  };

  const talk = (s: number, now_ms: number, ask: (request: PhoneRequest) => number): void => {
    speak(phone, now_ms, (request) => {
      if (mood === 'server-down' || mood === 'airplane') return null;
      if (mood === 'gateway-503') return 503;
      const status = ask(request);
      answered += 1;
      statuses.add(status);
      heardAt_s = s;
      return mood === 'answers-lost' && luck.unit() < 0.5 ? null : status;
    });
    if (mood !== 'calm' || s - calmSince_s < CALM_S) return;
    if (phone.waiting() > 0) waitedInCalm_s = Math.max(waitedInCalm_s, s - calmSince_s - CALM_S + STEP_S);
    unheardInCalm_s = Math.max(unheardInCalm_s, s - heardAt_s);
  };

  /** What comes to the core is held against what was measured. */
  const judge = (fix: Fix): void => {
    const second = Math.floor(fix.at_ms / 1000);
    const seen = measured.get(second)?.find(({ lon, lat }) => lon === fix.lon && lat === fix.lat);
    reached.add(second);
    if (seen === undefined) return void wrong.add('a place that was never measured');
    if (!isUsable(client, seen)) wrong.add('a place that the phone itself calls invalid or made up');
    if ((fix.accuracy_m ?? UNKNOWN_M) < radiusSaid(seen)) wrong.add('a place surer than the phone said');
    const { speed_mps, heading_deg, battery_percent } = seen;
    const isTrue = (got: number | null, said: number | null, max: number): boolean =>
      got === null || (said !== null && said >= 0 && said <= max && Math.abs(got - said) < 1e-6);
    if (!isTrue(fix.speed_mps, speed_mps, 150)) wrong.add('a speed that the phone does not know');
    if (!isTrue(fix.heading_deg, heading_deg, 360)) wrong.add('a heading that the phone does not know');
    if (!isTrue(fix.battery_percent, battery_percent, 100)) wrong.add('a battery that the phone does not know');
  };

  const told = (onRecord: number): Told => ({
    ...{ client, answered, statuses, waitedInCalm_s, unheardInCalm_s, reached: reached.size, wrong, moods },
    missing: Math.max(0, [...owed].filter((second) => !reached.has(second)).length - phone.lost()),
    ...{ pressed, onRecord },
  });

  return { turn, live, talk, judge, told };
};

/** Ends what the presses began, as a desk would: an incident that never ends is not what is looked at here. */
const resolveAll = (monitoring: Monitoring, hour: number, now_ms: number): void => {
  const actor = {
    type: 'operator',
    operatorId: OperatorId.parse('d1'),
    role: 'dispatcher',
    consoleId: ConsoleId.parse('console-1'),
  } as const;
  for (const incident of [...monitoring.world().incidents.values()].filter(isRunning)) {
    for (const body of [
      { kind: 'incident.acknowledge', incidentId: incident.id },
      {
        kind: 'incident.resolve',
        incidentId: incident.id,
        outcome: 'no-contact-found',
        cause: null,
        despiteClosing: true,
      },
    ] as const) {
      const id = CommandId.parse(`${body.kind}-${incident.id}-${hour}`);
      monitoring.command({ command: { id, issuedAt_ms: now_ms, body }, actor }, () => undefined);
    }
  }
};

/**
 * Plays so many hours of every client's phone against the doors and the core, on virtual time. The first hour and every second one after it
 * are good; an odd number ends with one. The same seed gives the same hours.
 */
export const playPhones = (hours: number, seed: number): readonly Told[] => {
  const policy = loadPolicy();
  const clock = createVirtualClock(START_MS);
  const clients = Object.keys(PHONE_HABITS) as readonly PhoneClient[]; // keys of that very object
  const victims = clients.map((client) => person(PersonId.parse(`V-${client}`), 'victim'));
  const offender = person(PersonId.parse('O-away'), 'offender');
  const people = [offender, ...victims];
  const week_ms = 8 * 86_400_000;
  let ids = 0;
  const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  const monitoring = createMonitoring({
    ...{ clock, policy, mode: 'live', operators: [], playbooks: [], count: () => undefined },
    ...{ store, commits: inlineCommits(store) },
    newId: (prefix) => `${prefix}-${(ids += 1)}`,
    onStoreFailure: (thrown) => {
      throw thrown;
    },
    onOrderFailure: (thrown) => {
      throw thrown;
    },
    onCommandFailure: (_kind, thrown) => {
      throw thrown;
    },
    streets: { travel: () => [], ways: straightWays, route: () => null },
    setup: {
      ...{ name: 'phones', people, units: [], places: [] },
      orders: victims.map((victim) => ({
        ...{ id: OrderId.parse(`order-${victim.id}`), basis: '가상', number: '모의-1', issuer: '가상지방법원' },
        ...{ offender: offender.id, victims: [victim.id], limits: policy.limits, zones: [], revokedAt_ms: null },
        ...{ validFrom_ms: START_MS - week_ms, validTo_ms: START_MS + week_ms },
      })),
    },
  });
  const presses = new Map<string, number>();
  monitoring.onEntries((entries) => {
    for (const { body } of entries) {
      if (body.kind !== 'alert.raised' && body.kind !== 'alert.repeated') continue;
      const { rule } = body.alert;
      if (rule.type === 'sos') presses.set(rule.person, (presses.get(rule.person) ?? 0) + 1);
    }
  });
  const handsets = new Map<PersonId, ReturnType<typeof createHandset>>();
  const doors = createDoors({
    monitoring: {
      ...monitoring,
      ingestFixes: (id, fixes, received_ms) => {
        for (const fix of fixes) handsets.get(id)?.judge(fix);
        return monitoring.ingestFixes(id, fixes, received_ms);
      },
    },
    ...{ people, policy, now: clock.now },
  });
  for (const [index, client] of clients.entries()) {
    const id = victims[index]?.id ?? offender.id;
    handsets.set(id, createHandset(client, doors.identity(id), seed));
  }

  for (let s = 0; s < hours * HOUR_S; s += STEP_S) {
    const now_ms = START_MS + s * 1000;
    clock.set(now_ms);
    if (s % HOUR_S === 0) resolveAll(monitoring, s / HOUR_S, now_ms);
    for (const handset of handsets.values()) {
      if (s % HOUR_S === 0) handset.turn(s / HOUR_S, s);
      handset.live(s, now_ms);
      handset.talk(s, now_ms, ({ query, body }) => doors.send(query, body).status);
    }
    monitoring.tick();
  }
  return [...handsets].map(([id, handset]) => handset.told(presses.get(id) ?? 0));
};
