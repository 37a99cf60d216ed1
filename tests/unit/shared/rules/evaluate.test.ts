import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOME, O1, T0, V1, alertIds, drive, fixAt, order, play, policy, zone } from '../scene.ts';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { deviceEvent, deviceRecovered, dropAlerts, sosPressed } from '../../../../shared/domain/rules/events.ts';
import { noRules } from '../../../../shared/domain/rules/types.ts';
import type { AlertChange } from '../../../../shared/domain/rules/types.ts';

const said = (changes: readonly AlertChange[]): readonly string[] =>
  changes.map((c) => `${c.kind} ${c.alert.rule.type} ${c.alert.level} ${c.alert.certainty} ${c.alert.code}`);

describe('proximity', () => {
  it('raises each tier once on an approach on foot, surer as it nears', () => {
    const { changes } = drive(1800, (t) => 2500 - 1.4 * t);
    const rises = changes.filter((c) => c.kind === 'raised' || c.kind === 'level');
    expect(rises.map((c) => c.alert.level)).toEqual(['warning', 'alert', 'contact']);
    expect(changes.every((c, i) => i === 0 || c.kind === 'level' || c.kind === 'updated')).toBe(true);
    expect(said(changes)).toContain('updated proximity alert confirmed 1');
    expect(new Set(changes.map((c) => c.alert.alertId)).size).toBe(1);
  });

  it('raises likely at once', () => {
    const { changes } = drive(3, () => 1500);
    expect(said(changes)).toEqual(['raised proximity warning confirmed 2']);
    expect(changes[0]?.t).toBe(0);
  });

  it('raises possible only after 30 s with two more fixes, and never above Code 1', () => {
    const { changes } = drive(40, () => 140, { accuracy_m: 40 });
    expect(changes.map((c) => [c.t, c.alert.level, c.alert.certainty, c.alert.code])).toEqual([
      [0, 'alert', 'confirmed', 1],
      [30, 'contact', 'possible', 1],
    ]);
  });

  it('counts two fixes of the offender within the 30 s: with one a minute the second brings it', () => {
    const { changes } = play(
      130,
      (t) => [
        [V1, fixAt(T0 + t * 1000, HOME)],
        ...(t % 60 === 0
          ? [[O1, fixAt(T0 + t * 1000, destination(HOME, 90, 2100), { accuracy_m: 100 })] as const]
          : []),
      ],
      { interval_s: 60 },
    );
    expect(changes.map((c) => [c.t, c.alert.level, c.alert.certainty])).toEqual([[60, 'warning', 'possible']]);
  });

  it('leaves a tier on two fixes at least: one that nobody confirms is not enough', () => {
    const once = play(
      200,
      (t) => [
        [V1, fixAt(T0 + t * 1000, HOME)],
        ...(t === 0 || t === 60
          ? [[O1, fixAt(T0 + t * 1000, destination(HOME, 90, t === 0 ? 1500 : 4000))] as const]
          : []),
      ],
      { interval_s: 600 },
    );
    expect(once.changes.some((c) => c.kind === 'cleared' && c.alert.rule.type === 'proximity')).toBe(false);
  });

  it('does not raise possible from one fix that merely ages', () => {
    const { changes } = drive(100, (t) => (t === 0 ? 2100 : null), { accuracy_m: 40 });
    expect(changes).toEqual([]);
  });

  it('raises possible at once when silence is the cause', () => {
    const { changes } = drive(400, (t) => (t === 0 ? 2500 : null));
    expect(said(changes)).toEqual(['raised device device confirmed 3', 'raised proximity warning possible 2']);
    expect(changes[1]?.alert.cause).toBe('silence');
    // Radii of 8.1 m each, the offender's growing at 2 m/s from 1.5 s on: 500 m are bridged after 243.4 s.
    expect(changes[1]?.t).toBe(244);
  });

  it('lets a lost location drive no level after 30 min', () => {
    // The disc would touch the warning tier after 1,993 s.
    const { changes } = drive(4000, (t) => (t === 0 ? 6000 : null));
    expect(changes.map((c) => [c.t, c.kind, c.alert.rule.type, c.alert.level])).toEqual([
      [120, 'raised', 'device', 'device'],
      [1800, 'level', 'device', 'location-lost'],
    ]);
  });

  it('raises one alert for 30 min of noise around a limit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1800, maxLength: 1800 }), (noise) => {
        const { changes } = drive(1799, (t) => 1000 + (noise[t] ?? 0));
        const levels = changes.filter((c) => c.kind === 'raised' || c.kind === 'level').map((c) => c.alert.level);
        expect(levels.filter((level) => level === 'alert').length).toBeLessThanOrEqual(1);
        expect(changes.some((c) => c.kind === 'cleared')).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  it('leaves a tier only beyond 1.1 × L + 20 m, for 60 s', () => {
    const near = drive(600, (t) => (t < 60 ? 900 : 1110));
    expect(near.changes.filter((c) => c.kind === 'level' && !c.rose)).toEqual([]);
    const driven = (speed_mps: number, to_m: number) => (t: number) =>
      Math.min(to_m, 900 + speed_mps * Math.max(0, t - 60));
    // 1.1 × 1,000 + 20 m are passed at second 76.
    const { changes } = drive(600, driven(14, 1200));
    const fall = changes.find((c) => c.kind === 'level' && !c.rose);
    expect([fall?.t, fall?.alert.level]).toEqual([136, 'warning']);
    // Each tier has a time of its own: 1,120 m are passed at second 68, 2,220 m at second 103.
    const gone = drive(600, driven(31, 5000)).changes.slice(-2);
    expect(gone.map((c) => [c.kind, c.alert.level, c.t])).toEqual([
      ['level', 'warning', 128],
      ['cleared', 'warning', 163],
    ]);
  });

  it('ends a breach when its order expires, and evaluates nothing outside its validity', () => {
    const ending = order({ validTo_ms: T0 + 30_000 });
    const { changes, rules } = drive(120, () => 500, { order: ending });
    expect(changes.map((c) => [c.kind, c.t])).toEqual([
      ['raised', 0],
      ['cleared', 30],
    ]);
    expect(rules.running.size).toBe(0);
    expect(drive(60, () => 500, { order: order({ validFrom_ms: T0 + 3_600_000 }) }).changes).toEqual([]);
  });
});

describe('zones', () => {
  const guarded = order({ zones: [zone], limits: { warning_m: 1, alert_m: 1, contact_m: 1 } });

  it('raises the buffer, then the zone', () => {
    const { changes } = drive(400, (t) => 500 - 1.4 * t, { order: guarded });
    const rises = changes.filter((c) => c.alert.rule.type === 'zone' && (c.kind === 'raised' || c.kind === 'level'));
    expect(rises.map((c) => [c.alert.level, c.alert.code])).toEqual([
      ['buffer', 2],
      ['zone', 1],
    ]);
  });

  it('sleeps outside its schedule', () => {
    // 19:40 on a Friday; the zone holds on Mondays.
    const monday = order({
      zones: [{ ...zone, schedule: [{ days: ['mon'], from: '09:00', to: '18:00' }] }],
      limits: { warning_m: 1, alert_m: 1, contact_m: 1 },
    });
    expect(drive(60, () => 20, { order: monday }).changes.filter((c) => c.alert.rule.type === 'zone')).toEqual([]);
  });
});

describe('buttons and device events', () => {
  const sos = { person: V1, at_ms: T0 };

  it('raise SOS as Code 0 and let a repeat sound again in the same alert', () => {
    const ids = alertIds();
    const first = sosPressed(noRules, sos, policy, ids);
    const second = sosPressed(first.rules, sos, policy, ids);
    expect([...said(first.changes), ...said(second.changes)]).toEqual([
      'raised sos sos confirmed 0',
      'repeated sos sos confirmed 0',
    ]);
    expect(second.changes[0]?.alert.alertId).toBe(first.changes[0]?.alert.alertId);
  });

  it('survive the end of the order and the resolution only by being dropped', () => {
    const pressed = sosPressed(noRules, sos, policy, alertIds());
    const { rules } = drive(5, () => 9000, { rules: pressed.rules, order: order({ revokedAt_ms: T0 }) });
    expect(rules.running.size).toBe(1);
    const id = pressed.changes[0]?.alert.alertId;
    expect(dropAlerts(rules, new Set(id === undefined ? [] : [id])).running.size).toBe(0);
  });

  it('repeat a strap tamper, but not a low battery', () => {
    const ids = alertIds();
    const twice = (kind: 'strap-tamper' | 'battery-low') => {
      const first = deviceEvent(
        noRules,
        { person: O1, kind, at_ms: T0, ofOffender: true, clockOffset_s: null },
        policy,
        ids,
      );
      return deviceEvent(
        first.rules,
        { person: O1, kind, at_ms: T0 + 1, ofOffender: true, clockOffset_s: null },
        policy,
        ids,
      ).changes.length;
    };
    expect([twice('strap-tamper'), twice('battery-low')]).toEqual([1, 0]);
  });

  it('clear silence when a fix returns', () => {
    const found = { person: O1, kind: 'silence', at_ms: T0, ofOffender: true, clockOffset_s: null } as const;
    const silent = deviceEvent(noRules, found, policy, alertIds());
    const back = deviceRecovered(silent.rules, {
      person: O1,
      kind: 'silence',
      at_ms: T0 + 5,
      reason: 'fix-returned',
    });
    expect(said(back.changes)).toEqual(['cleared device device confirmed 3']);
    expect(back.rules.running.size).toBe(0);
  });
});

it('measures a polygon zone like the circle it encloses', () => {
  const ring = Array.from({ length: 90 }, (_, i) => destination(HOME, i * 4, 100));
  const guarded = order({
    zones: [{ ...zone, shape: { type: 'polygon', ring } }],
    limits: { warning_m: 1, alert_m: 1, contact_m: 1 },
  });
  const { changes } = drive(2, () => 20, { order: guarded });
  expect(changes.find((c) => c.alert.rule.type === 'zone')?.alert.level).toBe('zone');
});
