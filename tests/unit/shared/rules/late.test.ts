import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import { HOME, O1, T0, V1, fixAt, order, play, zone } from '../scene.ts';
import type { Reports } from '../scene.ts';

const north = (m: number): LonLat => destination(HOME, 0, m);

/** Both report every 30 s, the offender from 2.7 km away; in second `at` comes a fix of second `of`, taken at `from`. */
const withLate =
  (at: number, of: number, from: LonLat, who = O1): Reports =>
  (t) => [
    ...(t % 30 === 0
      ? [[V1, fixAt(T0 + t * 1000, HOME)] as const, [O1, fixAt(T0 + t * 1000, north(2700))] as const]
      : []),
    ...(t === at ? [[who, fixAt(T0 + of * 1000, from)] as const] : []),
  ];

describe('a late fix', () => {
  it('that proves a past breach raises it, marked late, at the moment it was', () => {
    const { changes } = play(100, withLate(65, 45, north(1900)), { interval_s: 30 });
    expect(changes.map((c) => [c.t, c.kind, c.alert.level, c.alert.late])).toEqual([[65, 'raised', 'warning', true]]);
    expect(changes[0]?.alert.closestAt_ms).toBe(T0 + 45_000);
    expect(changes[0]?.alert.separation?.distance_m).toBeCloseTo(1900, -1);
  });

  it('does not rewind the present: the alert it raised is left again by what is known now', () => {
    const { changes } = play(200, withLate(65, 45, north(1900)), { interval_s: 30 });
    expect(changes.map((c) => [c.t, c.kind])).toEqual([
      [65, 'raised'],
      [125, 'cleared'],
    ]);
  });

  it('that proves what was known then is no news', () => {
    const near: Reports = (t) => [
      ...(t % 30 === 0
        ? [
            [V1, fixAt(T0 + t * 1000, HOME)] as const,
            [O1, fixAt(T0 + t * 1000, north(t <= 120 ? 1500 : 2700))] as const,
          ]
        : []),
      ...(t === 250 ? [[O1, fixAt(T0 + 75_000, north(1450))] as const] : []),
    ];
    const { changes } = play(300, near, { interval_s: 30 });
    expect(changes.map((c) => c.kind)).toEqual(['raised', 'cleared']);
    const closer: Reports = (t) => (t === 250 ? [[O1, fixAt(T0 + 75_000, north(950))] as const] : near(t));
    expect(play(300, closer, { interval_s: 30 }).changes.map((c) => [c.kind, c.alert.level, c.alert.late])).toEqual([
      ['raised', 'warning', false],
      ['cleared', 'warning', false],
      ['raised', 'alert', true],
    ]);
  });

  it('of the victim proves as much', () => {
    const { changes } = play(100, withLate(65, 45, north(800), V1), { interval_s: 30 });
    expect(changes.map((c) => [c.t, c.alert.level, c.alert.late])).toEqual([[65, 'warning', true]]);
  });

  it('proves the entry of a zone', () => {
    const guarded = order({ zones: [zone], limits: { warning_m: 1, alert_m: 1, contact_m: 1 } });
    const far: Reports = (t) => [
      ...(t % 30 === 0 ? [[O1, fixAt(T0 + t * 1000, north(400))] as const] : []),
      ...(t === 65 ? [[O1, fixAt(T0 + 45_000, north(50))] as const] : []),
    ];
    const { changes } = play(70, far, { interval_s: 30, order: guarded });
    expect(changes.map((c) => [c.t, c.kind, c.alert.level, c.alert.late])).toEqual([[65, 'raised', 'zone', true]]);
  });

  it('from before the order proves nothing', () => {
    const later = order({ validFrom_ms: T0 + 50_000 });
    expect(play(100, withLate(65, 45, north(1900)), { interval_s: 30, order: later }).changes).toEqual([]);
  });
});
