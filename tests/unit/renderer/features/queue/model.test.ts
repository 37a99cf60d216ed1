import { describe, expect, it } from 'vitest';
import {
  neighbour,
  queueRow,
  resolvedSince,
  runningIncidents,
  seoulDayStart_ms,
} from '../../../../../renderer/features/queue/model.ts';
import { AlertId, GuidanceId, IncidentId, OrderId } from '../../../../../shared/domain/ids.ts';
import type { PersonId } from '../../../../../shared/domain/ids.ts';
import type { Incident, World } from '../../../../../shared/domain/incidents/state.ts';
import {
  ID,
  T0,
  acknowledged,
  alerted,
  assigned,
  frameOf,
  incidentOf,
  raised,
  register,
  relation,
  resolved,
  worldOf,
} from '../builders.ts';

const noFrame = { frame: null, age_s: 0 };
const base = incidentOf(worldOf([raised, alerted()]));
const variant = (id: string, part: Partial<Incident>): Incident => ({ ...base, id: IncidentId.parse(id), ...part });
const worldWith = (...incidents: readonly Incident[]): World => ({
  incidents: new Map(incidents.map((incident) => [incident.id, incident])),
  byOrder: new Map(),
  units: new Map(),
  unwatched: new Map(),
  outages: new Map(),
  clockFault: null,
  head: 1,
});

describe('queue order', () => {
  it('puts the more urgent code first, then the sooner contact, then the oldest', () => {
    const times = (raisedAt_ms: number) => ({ times: { ...base.times, raisedAt_ms } });
    const world = worldWith(
      variant('late', { code: 1, ...times(T0 + 5000) }),
      variant('early', { code: 1, ...times(T0) }),
      variant('worst', { code: 0, ...times(T0 + 9000) }),
      variant('mild', { code: 2, ...times(T0 - 99_000) }),
    );
    expect(runningIncidents(world, register, null).map(({ id }) => id)).toEqual(['worst', 'early', 'late', 'mild']);
    const elsewhere = { orderId: OrderId.parse('ORD-2'), ...times(T0 - 1000) };
    const met = worldWith(
      variant('elsewhere', { code: 1, ...elsewhere }),
      variant('closing-in', { code: 1, ...times(T0) }),
    );
    expect(runningIncidents(met, register, frameOf([relation()])).map(({ id }) => id)).toEqual([
      'closing-in',
      'elsewhere',
    ]);
  });

  it('leaves resolved incidents to the list of today', () => {
    const world = worldOf([raised, alerted(), acknowledged(3), resolved(60)]);
    expect(runningIncidents(world, register, null)).toEqual([]);
    expect(resolvedSince(world, T0).map(({ id }) => id)).toEqual([ID.incident]);
    expect(resolvedSince(world, T0 + 61_000)).toEqual([]);
  });

  it('starts the day at midnight in Korea', () => {
    expect(seoulDayStart_ms(Date.UTC(2026, 10, 22, 14, 59))).toBe(Date.UTC(2026, 10, 21, 15));
    expect(seoulDayStart_ms(Date.UTC(2026, 10, 22, 15, 0))).toBe(Date.UTC(2026, 10, 22, 15));
  });
});

describe('a line of the queue', () => {
  const row = (world: World, now_s: number, slice = noFrame) =>
    queueRow(incidentOf(world), world, register, slice, T0 + now_s * 1000, 10);

  it('counts up from the alarm and stands out past the answer target', () => {
    const world = worldOf([raised, alerted()]);
    expect(row(world, 10)).toMatchObject({ waited_s: 10, overdue: false });
    expect(row(world, 11)).toMatchObject({ waited_s: 11, overdue: true });
  });

  it('stops standing out once acknowledged, and counts from the beginning of the incident', () => {
    const world = worldOf([raised, alerted(), acknowledged(4)]);
    expect(row(world, 300)).toMatchObject({ waited_s: 300, overdue: false });
  });

  it('counts anew when the level rises again', () => {
    const rose = { kind: 'alert.level', rose: true, alert: { ...proximityContact } } as const;
    const world = worldOf([raised, alerted(), acknowledged(4), { at_s: 100, body: rose }]);
    expect(row(world, 105)).toMatchObject({ waited_s: 5, overdue: false });
  });

  it('counts from the newest sounding, and stands out by the first of the most urgent code that nobody answered', () => {
    const rose = { kind: 'alert.level', rose: true, alert: { ...proximityContact } } as const;
    const again = { kind: 'alert.repeated', alert: { ...proximityContact } } as const;
    const world = worldOf([raised, alerted(), { at_s: 100, body: rose }]);
    // The contact is 5 s old, whatever the alert before it is.
    expect(row(world, 105)).toMatchObject({ waited_s: 5, firstWaited_s: null, overdue: false });
    const more = worldOf([raised, alerted(), { at_s: 100, body: rose }, { at_s: 130, body: again }]);
    expect(row(more, 132)).toMatchObject({ waited_s: 2, firstWaited_s: 32, overdue: true });
  });

  it('says that everything is over, and goes on asking for an acknowledgement', () => {
    const cleared = { kind: 'alert.cleared', alertId: proximityContact.alertId, reason: 'left' } as const;
    const world = worldOf([raised, alerted(), { at_s: 20, body: cleared }]);
    expect(row(world, 30)).toMatchObject({ isOver: true, ringing: { isOver: true, count: 1 } });
    expect(row(worldOf([raised, alerted(), acknowledged(4), { at_s: 20, body: cleared }]), 30)).toMatchObject({
      isOver: true,
      ringing: null,
    });
  });

  it('shows the live distance with its age, and the recorded one where there is none', () => {
    const world = worldOf([raised, alerted()]);
    const live = queueRow(incidentOf(world), world, register, { frame: frameOf([relation()]), age_s: 2 }, T0, 10);
    expect(live.apart).toMatchObject({ source: 'live', distance_m: 640, trend: 'closing', sector: 1, age_s: 2 });
    expect(row(world, 8).apart).toMatchObject({ source: 'record', distance_m: 800, trend: null, age_s: 8 });
  });

  it('names the victim the alert speaks of and counts the others', () => {
    const world = worldOf([raised, alerted({ rule: { type: 'proximity', victim: ID.victim2 } })]);
    expect(row(world, 1)).toMatchObject({
      offender: { name: '가상인물 갑' },
      victim: { id: ID.victim2 },
      otherVictims: 1,
    });
  });

  it('asks for help until somebody has talked with that victim of two', () => {
    const guidanceId = GuidanceId.parse('g1');
    const talk = { kind: 'call.logged', party: 'victim', result: 'talked', text: null } as const;
    const message = { type: 'text', text: '시험 안내' } as const;
    const asked = [
      ...[raised, alerted()],
      { at_s: 1, body: { kind: 'guidance.sent', guidanceId, victim: ID.victim2, message } as const },
      { at_s: 2, body: { kind: 'guidance.answered', guidanceId, answer: 'help' } as const },
    ];
    const answer = (...talks: readonly (typeof talk & { readonly victim?: PersonId })[]) =>
      row(worldOf([...asked, ...talks.map((body) => ({ at_s: 3, body }))]), 4).answer;
    expect(answer()).toBe('help');
    expect(answer(talk, { ...talk, victim: ID.victim })).toBe('help');
    expect(answer({ ...talk, victim: ID.victim2 })).toBeNull();
  });

  it('lists the patrols with their status', () => {
    const world = worldOf([raised, alerted(), acknowledged(4), ...assigned(6)]);
    expect(row(world, 7).units).toMatchObject([{ unit: { callsign: '순찰 2' }, state: { status: 'dispatched' } }]);
  });

  it('lets the most urgent running alert speak', () => {
    const sos = { alertId: AlertId.parse('A2'), level: 'sos', code: 0, certainty: 'confirmed' } as const;
    const world = worldOf([raised, alerted(), alerted({ ...sos, rule: { type: 'sos', person: ID.victim } }, 3)]);
    expect(row(world, 4).lead?.state.level).toBe('sos');
  });
});

const proximityContact = {
  alertId: ID.alert,
  rule: { type: 'proximity', victim: ID.victim },
  level: 'contact',
  certainty: 'likely',
  code: 0,
  cause: 'position',
  separation: null,
  closestAt_ms: null,
  late: false,
} as const;

describe('moving through the queue', () => {
  it('stays at the ends and starts at the top', () => {
    expect(neighbour(['a', 'b'], null, 1)).toBe('a');
    expect(neighbour(['a', 'b'], 'a', 1)).toBe('b');
    expect(neighbour(['a', 'b'], 'b', 1)).toBe('b');
    expect(neighbour(['a', 'b'], 'a', -1)).toBe('a');
    expect(neighbour(['a', 'b'], 'gone', -1)).toBe('a');
    expect(neighbour([], 'a', 1)).toBeNull();
  });
});
