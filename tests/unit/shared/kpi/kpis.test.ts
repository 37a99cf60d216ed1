import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Separation } from '../../../../shared/domain/alerts.ts';
import type { EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import { incidentKpis } from '../../../../shared/domain/kpi/kpis.ts';
import { tierTimes } from '../../../../shared/domain/kpi/tiers.ts';
import { unitTurns } from '../../../../shared/domain/kpi/units.ts';
import { clockOffsets } from '../../../../shared/domain/kpi/clocks.ts';
import { UnitStatus } from '../../../../shared/domain/units.ts';
import { acknowledged, anAlert, entriesOf, raised } from '../../../builders/entries.ts';
import { incidentId, personId, unitId } from '../../../builders/ids.ts';
import { T0, at } from '../../../builders/times.ts';

const LIMITS = { warning_m: 2000, alert_m: 1000, contact_m: 100 };
const V1 = personId('V1');

const distance = (at_s: number, distance_m: number, victim = V1) => ({
  at_ms: at(at_s),
  body: {
    kind: 'distance.measured',
    victim,
    separation: Separation.parse({ distance_m, min_m: distance_m, max_m: distance_m }),
  } satisfies EntryBody,
});
const status = (at_s: number, to: UnitStatus, unit = 'U1', from: UnitStatus = 'dispatched') => ({
  at_ms: at(at_s),
  body: { kind: 'unit.status', unitId: unitId(unit), from, to } satisfies EntryBody,
});
const assigned = (at_s: number, unit = 'U1') => ({
  at_ms: at(at_s),
  body: { kind: 'unit.assigned', unitId: unitId(unit), rank: null, eta_s: null } satisfies EntryBody,
});

test('each part of the response, from the alarm on and between the steps', () => {
  const entries = entriesOf([
    ...raised(),
    acknowledged('I1', at(8)),
    assigned(20),
    status(25, 'en-route'),
    status(200, 'on-scene'),
    { at_ms: at(500), body: { kind: 'incident.resolved', outcome: 'offender-separated', cause: null } },
  ]);
  const incident = foldEntries(emptyWorld, entries).incidents.get(incidentId('I1'));
  if (incident === undefined) throw new Error('no incident');
  const { times, closest, units } = incidentKpis(incident, entries, LIMITS, 60);
  expect(times).toEqual({ answer_s: 8, dispatch_s: 20, travel_s: 180, arrival_s: 200, onScene_s: 300, total_s: 500 });
  expect(closest).toMatchObject({ victim: 'V1', separation: { distance_m: 820 }, at_ms: T0 });
  expect(units).toEqual([
    { unitId: 'U1', assignedAt_ms: at(20), enRouteAt_ms: at(25), onSceneAt_ms: at(200), clearAt_ms: null },
  ]);
});

test('a distance holds until the next one, for the longest gap at most; after the last nothing is claimed', () => {
  const entries = entriesOf([distance(0, 1500), distance(10, 900), distance(20, 80), distance(140, 3000)]);
  expect(tierTimes(entries, LIMITS, 60)).toEqual([
    { victim: 'V1', within_s: { warning: 80, alert: 70, contact: 60 }, known_s: 80, unknown_s: 60 },
  ]);
});

test('an alert of the moment counts as a measurement; one of the past, or a merely possible one without distance, does not', () => {
  const alert = (at_s: number, over: Parameters<typeof anAlert>[0]) => ({
    at_ms: at(at_s),
    body: { kind: 'alert.level', rose: true, alert: anAlert(over) } satisfies EntryBody,
  });
  const said = entriesOf([alert(0, {}), distance(30, 3000)]); // 820 m
  expect(tierTimes(said, LIMITS, 60)).toMatchObject([{ within_s: { warning: 30, alert: 30, contact: 0 } }]);
  const byLevel = entriesOf([alert(0, { level: 'contact', separation: null }), distance(30, 3000)]);
  expect(tierTimes(byLevel, LIMITS, 60)).toMatchObject([{ within_s: { contact: 30 } }]);
  const nothing = entriesOf([
    alert(0, { late: true }),
    alert(1, { certainty: 'possible', separation: null }),
    distance(30, 3000),
  ]);
  expect(tierTimes(nothing, LIMITS, 60)).toMatchObject([{ known_s: 0, unknown_s: 0 }]);
});

const bounds = (at_s: number, min_m: number, max_m: number) => ({
  at_ms: at(at_s),
  body: {
    kind: 'distance.measured',
    victim: V1,
    separation: Separation.parse({ distance_m: (min_m + max_m) / 2, min_m, max_m }),
  } satisfies EntryBody,
});

test('bounds that reach over a limit tell no tier: silence is not known time', () => {
  // Nobody is heard after 10 s: the same distance is measured again with bounds that grow.
  const silent = [0, 10, 20, 30, 40].map((at_s) => bounds(at_s, 500 - at_s * 12, 500 + at_s * 12));
  expect(tierTimes(entriesOf([...silent, distance(50, 500)]), LIMITS, 60)).toEqual([
    { victim: 'V1', within_s: { warning: 40, alert: 40, contact: 0 }, known_s: 40, unknown_s: 10 },
  ]);
  const away = [bounds(0, 2100, 2200), bounds(10, 1900, 2400), bounds(30, 2100, 2200)];
  expect(tierTimes(entriesOf(away), LIMITS, 60)).toMatchObject([
    { within_s: { warning: 0 }, known_s: 10, unknown_s: 20 },
  ]);
  const alert = anAlert({
    certainty: 'possible',
    separation: Separation.parse({ distance_m: 1200, min_m: 900, max_m: 1500 }),
  });
  const possible = { at_ms: at(0), body: { kind: 'alert.raised', alert } } as const;
  expect(tierTimes(entriesOf([possible, distance(30, 500)]), LIMITS, 60)).toMatchObject([
    { known_s: 0, unknown_s: 30 },
  ]);
});

test('a pass that was over when it was found is a moment, and lasts for no time', () => {
  const alert = anAlert({
    ...{
      level: 'contact',
      separation: Separation.parse({ distance_m: 50, min_m: 40, max_m: 60 }),
      closestAt_ms: at(12),
    },
  });
  const pass = { at_ms: at(20), body: { kind: 'alert.level', rose: true, alert } } as const;
  const entries = entriesOf([distance(0, 1500), pass, distance(40, 1500)]);
  expect(tierTimes(entries, LIMITS, 60)).toMatchObject([
    { within_s: { warning: 40, alert: 0, contact: 0 }, known_s: 40 },
  ]);
});

test('wider bounds never tell more', () => {
  const step = fc.record({
    at_s: fc.integer({ min: 0, max: 1000 }),
    distance_m: fc.integer({ min: 0, max: 4000 }),
    narrow_m: fc.integer({ min: 0, max: 500 }),
    more_m: fc.integer({ min: 0, max: 2000 }),
  });
  const tiers = ['warning', 'alert', 'contact'] as const;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const around = (at_s: number, d: number, r: number) => bounds(at_s, Math.max(0, d - r), d + r);
      const timesOf = (radius: (one: (typeof steps)[number]) => number) => {
        const [times] = tierTimes(
          entriesOf(steps.map((one) => around(one.at_s, one.distance_m, radius(one)))),
          LIMITS,
          60,
        );
        if (times === undefined) throw new Error('measured, and no times');
        return times;
      };
      const narrow = timesOf(({ narrow_m }) => narrow_m);
      const wide = timesOf(({ narrow_m, more_m }) => narrow_m + more_m);
      for (const tier of tiers) expect(wide.within_s[tier]).toBeLessThanOrEqual(narrow.within_s[tier] + 1e-9);
      expect(wide.known_s).toBeLessThanOrEqual(narrow.known_s + 1e-9);
      expect(wide.known_s + wide.unknown_s).toBeCloseTo(narrow.known_s + narrow.unknown_s, 6);
    }),
  );
});

test('every victim has times of their own', () => {
  const two = entriesOf([
    distance(0, 500),
    distance(1, 1500, personId('V2')),
    distance(10, 500),
    distance(11, 1500, personId('V2')),
  ]);
  expect(tierTimes(two, LIMITS, 60)).toMatchObject([
    { victim: 'V1', within_s: { warning: 10, alert: 10 } },
    { victim: 'V2', within_s: { warning: 10, alert: 0 } },
  ]);
});

test('tier times are never negative, nested, and at most what is known; known and unknown make the whole span', () => {
  const steps = fc.array(
    fc.record({
      at_s: fc.integer({ min: -1000, max: 100_000 }),
      distance_m: fc.integer({ min: 0, max: 4000 }),
      radius_m: fc.integer({ min: 0, max: 1500 }),
    }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5000 }), (measured, gap_s) => {
      const entries = entriesOf(
        measured.map(({ at_s, distance_m: d, radius_m: r }) => bounds(at_s, Math.max(0, d - r), d + r)),
      );
      const [times] = tierTimes(entries, LIMITS, gap_s);
      if (times === undefined) throw new Error('measured, and no times');
      const { within_s, known_s, unknown_s } = times;
      const { contact, alert, warning } = within_s;
      const seconds = measured.map(({ at_s }) => at_s);
      expect(contact).toBeGreaterThanOrEqual(0);
      expect(alert).toBeGreaterThanOrEqual(contact);
      expect(warning).toBeGreaterThanOrEqual(alert);
      expect(known_s).toBeGreaterThanOrEqual(warning);
      expect(unknown_s).toBeGreaterThanOrEqual(0);
      expect(known_s + unknown_s).toBeCloseTo(Math.max(...seconds) - Math.min(...seconds), 6);
    }),
  );
});

test('a patrol that comes twice has two turns; released is an end too', () => {
  const entries = entriesOf([
    assigned(0),
    status(5, 'en-route'),
    { at_ms: at(9), body: { kind: 'unit.released', unitId: unitId('U1') } },
    assigned(20),
    status(90, 'on-scene'),
    status(300, 'clear'),
    status(400, 'available'),
  ]);
  expect(unitTurns(entries)).toEqual([
    { unitId: 'U1', assignedAt_ms: at(0), enRouteAt_ms: at(5), onSceneAt_ms: null, clearAt_ms: at(9) },
    { unitId: 'U1', assignedAt_ms: at(20), enRouteAt_ms: null, onSceneAt_ms: at(90), clearAt_ms: at(300) },
  ]);
});

test('whatever order the steps come in, every turn was assigned, and none has a step it was not told', () => {
  const step = fc.oneof(
    fc.constantFrom('U1', 'U2').map((unit) => assigned(0, unit)),
    fc
      .tuple(fc.constantFrom(...UnitStatus.options), fc.constantFrom('U1', 'U2'))
      .map(([to, unit]) => status(0, to, unit)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const entries = entriesOf(steps.map((body, index) => ({ ...body, at_ms: at(index) })));
      const turns = unitTurns(entries);
      const count = (kind: EntryBody['kind']): number => entries.filter(({ body }) => body.kind === kind).length;
      expect(turns.length).toBeLessThanOrEqual(count('unit.assigned'));
      for (const { assignedAt_ms, enRouteAt_ms, onSceneAt_ms, clearAt_ms } of turns)
        for (const later of [enRouteAt_ms, onSceneAt_ms, clearAt_ms])
          if (later !== null) expect(later).toBeGreaterThan(assignedAt_ms);
    }),
  );
});

test('clock offsets are told per console, and only where they were measured', () => {
  const entries = entriesOf([acknowledged(), acknowledged(), acknowledged(), ...raised()]);
  const offsets = [120, undefined, -30, undefined, undefined];
  const told = entries.map((entry, index) => {
    const clockOffset_ms = offsets[index];
    return clockOffset_ms === undefined ? entry : { ...entry, clockOffset_ms };
  });
  expect(clockOffsets(told)).toEqual([
    { consoleId: 'console-1', count: 2, least_ms: -30, greatest_ms: 120, last_ms: -30 },
  ]);
});
