import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import { HOME, O1, T0, V1, fixAt, order, play, zone } from '../scene.ts';
import type { Change, Reports } from '../scene.ts';

/** A place on the way east past the victim's home, `north_m` beside it. */
const beside = (east_m: number, north_m: number): LonLat => destination(destination(HOME, 0, north_m), 90, east_m);

/** Reports every `every` seconds of people who are where `offender` and `victim` say. */
const reporting =
  (every: number, offender: (t: number) => LonLat, victim: (t: number) => LonLat = () => HOME): Reports =>
  (t) =>
    t % every === 0
      ? [
          [O1, fixAt(T0 + t * 1000, offender(t))],
          [V1, fixAt(T0 + t * 1000, victim(t))],
        ]
      : [];

const proximity = (changes: readonly Change[]) => changes.filter((c) => c.alert.rule.type === 'proximity');

describe('between two fixes', () => {
  it('a pass by car is a breach: detected with the later fix, at the moment it was', () => {
    // 20 m/s from 600 m west to 600 m east in one reporting interval, 30 m past the victim.
    const { changes } = play(
      60,
      reporting(60, (t) => beside(20 * t - 600, 30)),
      { interval_s: 60 },
    );
    const [, pass] = proximity(changes);
    expect([pass?.kind, pass?.alert.level, pass?.alert.certainty, pass?.alert.code]).toEqual([
      'level',
      'contact',
      'confirmed',
      0,
    ]);
    expect(pass?.at_ms).toBe(T0 + 60_000);
    expect(pass?.alert.closestAt_ms).toBe(T0 + 30_000);
    expect(pass?.alert.separation?.distance_m).toBeCloseTo(30, 0);
    expect(pass?.alert.late).toBe(false);
  });

  it('two who move are compared at the same instant: one who follows 300 m behind never comes nearer', () => {
    const ahead =
      (m: number) =>
      (t: number): LonLat =>
        beside(10 * t + m, 0);
    const { changes } = play(600, reporting(60, ahead(0), ahead(300)), { interval_s: 60 });
    expect(proximity(changes).map((c) => c.alert.level)).toEqual(['alert']);
  });

  it('the same holds when the two report at different times', () => {
    const at = (t: number, m: number): LonLat => beside(10 * t + m, 0);
    const apart: Reports = (t) => [
      ...(t % 60 === 0 ? [[O1, fixAt(T0 + t * 1000, at(t, 0))] as const] : []),
      ...(t % 60 === 25 ? [[V1, fixAt(T0 + t * 1000, at(t, 800))] as const] : []),
    ];
    const { changes } = play(900, apart, { interval_s: 60 });
    expect(proximity(changes).every((c) => c.alert.level !== 'contact')).toBe(true);
  });

  it('a victim whose next fix is overdue stands where last seen, and a pass there counts at once', () => {
    const reports: Reports = (t) => [
      ...(t === 0 ? [[V1, fixAt(T0, HOME)] as const] : []),
      ...(t % 20 === 0 ? [[O1, fixAt(T0 + t * 1000, beside(20 * t - 1000, 30))] as const] : []),
    ];
    const { changes } = play(60, reports, { interval_s: 20 });
    const contact = proximity(changes).find((c) => c.alert.level === 'contact');
    expect([contact?.t, contact?.alert.closestAt_ms]).toEqual([60, T0 + 50_000]);
  });

  it('fixes more than 120 s apart say nothing of the way between', () => {
    const { changes } = play(
      125,
      reporting(125, (t) => beside(48 * t - 3000, 0)),
      { interval_s: 60 },
    );
    expect(proximity(changes)).toEqual([]);
  });

  it('a breach is none while no order was in force', () => {
    const late = order({ validFrom_ms: T0 + 45_000 });
    const { changes } = play(
      60,
      reporting(60, (t) => beside(70 * t - 2100, 30)),
      { interval_s: 60, order: late },
    );
    // 30 m at second 30, before the order began; 1,050 m when it did; 2.1 km at the end.
    expect(proximity(changes).map((c) => [c.alert.level, c.alert.closestAt_ms])).toEqual([['warning', T0 + 45_000]]);
  });

  it.each([
    ['circle', zone],
    [
      'polygon',
      { ...zone, shape: { type: 'polygon' as const, ring: [45, 135, 225, 315].map((b) => destination(HOME, b, 140)) } },
    ],
  ])('a zone (%s) driven through is entered', (_, driven) => {
    const guarded = order({ zones: [driven], limits: { warning_m: 1, alert_m: 1, contact_m: 1 } });
    const { changes } = play(
      60,
      reporting(60, (t) => beside(20 * t - 600, 10)),
      { interval_s: 60, order: guarded },
    );
    const entry = changes.find((c) => c.alert.rule.type === 'zone' && c.alert.level === 'zone');
    expect([entry?.t, entry?.alert.certainty, entry?.alert.code]).toEqual([60, 'confirmed', 1]);
    expect(Math.abs((entry?.alert.closestAt_ms ?? 0) - (T0 + 30_000))).toBeLessThan(1000);
  });

  it('a tunnel: a gap of 90 s is bridged by a straight line, and the pass inside it is found at the end', () => {
    const reports: Reports = (t) => [
      [V1, fixAt(T0 + t * 1000, HOME)],
      ...(t < 30 || t >= 120 ? [[O1, fixAt(T0 + t * 1000, beside(15 * t - 1125, 20))] as const] : []),
    ];
    const { changes } = play(121, reports);
    const contact = proximity(changes).find((c) => c.alert.level === 'contact' && c.alert.certainty !== 'possible');
    expect(contact?.t).toBe(120);
    expect(Math.abs((contact?.alert.closestAt_ms ?? 0) - (T0 + 75_000))).toBeLessThan(1000);
  });

  it('coming back within between two fixes outside starts the time for leaving anew', () => {
    // Outside at every fix of the last minutes, 1,300 m; the way between two of them leads past at 500 m.
    const at = (t: number): LonLat => (t < 60 ? beside(0, 900) : t < 120 ? beside(1200, 500) : beside(-1200, 500));
    const { changes } = play(300, reporting(30, at), { interval_s: 30 });
    const fall = proximity(changes).find((c) => c.kind === 'level' && !c.rose);
    // Within 1,120 m until second 117.5.
    expect(fall?.t).toBe(178);
  });
});
