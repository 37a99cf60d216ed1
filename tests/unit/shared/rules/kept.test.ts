import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import type { Zone } from '../../../../shared/domain/orders.ts';
import { HOME, O1, T0, V1, fixAt, order, play, zone } from '../scene.ts';
import type { Change, Reports } from '../scene.ts';

/** A place on the way east past the victim's home, `north_m` beside it. */
const beside = (east_m: number, north_m: number): LonLat => destination(destination(HOME, 0, north_m), 90, east_m);
const still = (t: number) => [V1, fixAt(T0 + t * 1000, HOME)] as const;
const fast = { speed_mps: 20 };

/** He passes her at 30 m in second 300, at 20 m/s, and goes on. */
const passing = (t: number) => fixAt(T0 + t * 1000, beside(20 * (t - 300), 30), fast);

/** All his fixes of ten minutes come in second 600, in the order given; hers as they are taken. */
const keptBack =
  (order: (times: readonly number[]) => readonly number[]): Reports =>
  (t) => {
    const times = Array.from({ length: 61 }, (_, i) => i * 10);
    return [
      ...(t % 10 === 0 ? [still(t)] : []),
      ...(t === 600 ? order(times).map((of) => [O1, passing(of)] as const) : []),
    ];
  };

const told = (changes: readonly Change[]) =>
  changes
    .filter(({ alert, kind }) => alert.rule.type !== 'device' && alert.certainty !== 'possible' && kind !== 'cleared')
    .map(({ t, kind, alert }) => [
      t,
      kind,
      alert.level,
      alert.closestAt_ms === null ? null : Math.round((alert.closestAt_ms - T0) / 1000),
    ]);

describe('what a device hands in at once', () => {
  it.each([
    ['oldest first', (times: readonly number[]) => times],
    ['newest first', (times: readonly number[]) => times.toReversed()],
    ['in no order', (times: readonly number[]) => times.toSorted((a, b) => ((a * 7) % 61) - ((b * 7) % 61))],
  ])('is weighed in the order in which it was taken: %s', (_, shuffled) => {
    const { changes } = play(640, keptBack(shuffled), { interval_s: 10 });
    expect(told(changes)).toEqual([
      [600, 'raised', 'warning', 210],
      [600, 'level', 'alert', 260],
      [600, 'level', 'contact', 300],
    ]);
    // Nobody had heard of it: it stands until it is left by what is known from now on.
    expect(changes.some(({ kind }) => kind === 'cleared')).toBe(false);
  });

  it('is told as late where it should have been known long before', () => {
    const { changes } = play(
      640,
      keptBack((times) => times),
      { interval_s: 10 },
    );
    expect(changes.filter(({ alert }) => alert.level === 'contact').map(({ alert }) => alert.late)).toEqual([true]);
    const soon = play(
      320,
      (t) =>
        t === 320
          ? keptBack((times) => times.filter((of) => of <= 320))(600)
          : still(t)[1].at_ms % 10_000 === 0
            ? [still(t)]
            : [],
      { interval_s: 10 },
    );
    expect(soon.changes.filter(({ alert }) => alert.level === 'contact').map(({ alert }) => alert.late)).toEqual([
      false,
    ]);
  });

  it('reaches back as far as it reaches, beyond what a track remembers', () => {
    const times = Array.from({ length: 241 }, (_, i) => i * 10);
    const reports: Reports = (t) => [
      ...(t % 10 === 0 && t < 700 ? [still(t)] : []),
      ...(t === 2400 ? times.map((of) => [O1, passing(of)] as const) : []),
    ];
    // Her own track of that time is long forgotten but for her last place, where she is still taken to be.
    const { changes } = play(2400, reports, { interval_s: 10 });
    expect(told(changes).filter(([, , level]) => level === 'contact')).toEqual([]);
    const near: Reports = (t) => (t === 2400 ? [...reports(t), still(t)] : reports(t));
    const later: Reports = (t) =>
      near(t).map(([who, fix]) =>
        who === O1 ? ([who, { ...fix, at_ms: fix.at_ms + 1_500_000 }] as const) : [who, fix],
      );
    const pass = play(2400, (t) => later(t).filter(([, fix]) => fix.at_ms <= T0 + 2_400_000), { interval_s: 10 });
    expect(told(pass.changes).filter(([, , level]) => level === 'contact')).toEqual([[2400, 'level', 'contact', 1800]]);
  });

  it('tells of both passes where there were two', () => {
    const there = (t: number): LonLat => beside(t < 300 ? 20 * (t - 150) : 20 * (450 - t), 30);
    const times = Array.from({ length: 61 }, (_, i) => i * 10);
    const { changes } = play(
      600,
      (t) => [
        ...(t % 10 === 0 ? [still(t)] : []),
        ...(t === 600 ? times.map((of) => [O1, fixAt(T0 + of * 1000, there(of), fast)] as const) : []),
      ],
      { interval_s: 10 },
    );
    expect(
      told(changes)
        .filter(([, , level]) => level === 'contact')
        .map(([, , , at]) => at),
    ).toEqual([150, 450]);
  });

  it('of a victim is weighed as much', () => {
    const hers = (t: number) => [V1, fixAt(T0 + t * 1000, beside(20 * (t - 300), 30), fast)] as const;
    const times = Array.from({ length: 61 }, (_, i) => i * 10);
    const { changes } = play(
      600,
      (t) => [
        ...(t % 10 === 0 ? [[O1, fixAt(T0 + t * 1000, HOME)] as const] : []),
        ...(t === 600 ? times.map(hers) : []),
      ],
      { interval_s: 10 },
    );
    expect(told(changes).at(-1)).toEqual([600, 'level', 'contact', 300]);
  });

  it('tells of a zone that was driven through', () => {
    const guarded = order({ zones: [{ ...zone, buffer_m: 0 }], limits: { warning_m: 1, alert_m: 1, contact_m: 1 } });
    const { changes } = play(
      600,
      keptBack((times) => times),
      { interval_s: 10, order: guarded },
    );
    expect(told(changes)).toEqual([[600, 'raised', 'zone', 300]]);
  });
});

describe('who was known when', () => {
  it('a pass counts from when both were known, though nobody was before', () => {
    const reports: Reports = (t) => [
      ...(t >= 10 && t % 10 === 0 ? [still(t)] : []),
      ...(t % 60 === 0 ? [[O1, fixAt(T0 + t * 1000, beside(20 * (t - 30), 30), fast)] as const] : []),
    ];
    const { changes } = play(60, reports, { interval_s: 60 });
    expect(told(changes).at(-1)).toEqual([60, 'level', 'contact', 30]);
  });

  it('a victim quiet for a quarter of an hour is passed at her last known place', () => {
    const reports: Reports = (t) => [
      ...(t <= 60 && t % 10 === 0 ? [still(t)] : []),
      ...(t % 60 === 0 ? [[O1, fixAt(T0 + t * 1000, beside(20 * (t - 1230), 30), fast)] as const] : []),
    ];
    const { changes } = play(1260, reports, { interval_s: 60 });
    expect(told(changes).at(-1)).toEqual([1260, 'updated', 'contact', 1230]);
  });

  it('her last place counts once no straight way from it can come, however seldom she reports', () => {
    const reports: Reports = (t) => [
      ...(t === 0 ? [still(t)] : []),
      ...(t % 30 === 0 && t <= 90
        ? [[O1, fixAt(T0 + t * 1000, beside(40 * (t - 45), 30), { speed_mps: 40 })] as const]
        : []),
    ];
    const { changes } = play(200, reports, { interval_s: 600 });
    expect(told(changes).find(([, , level]) => level === 'contact')).toEqual([121, 'level', 'contact', 45]);
  });

  it('no sure alert rests on silence, nor on a place that is half an hour old', () => {
    const reports: Reports = (t) => [
      ...(t === 0 ? [[O1, fixAt(T0, HOME)] as const] : []),
      ...(t === 300 ? [still(t)] : []),
      ...(t === 2100 ? [[V1, fixAt(T0 + t * 1000, beside(20_000, 0), { speed_mps: 20 })] as const] : []),
    ];
    const { changes } = play(2200, reports, { interval_s: 600 });
    const sure = changes.filter(({ alert }) => alert.certainty !== 'possible' && alert.rule.type === 'proximity');
    expect(sure.map(({ alert }) => alert.cause)).not.toContain('silence');
    expect(sure.map(({ t }) => t).filter((t) => t > 1800)).toEqual([]);
  });
});

describe('validity and schedule', () => {
  const evening: Zone = {
    ...zone,
    buffer_m: 0,
    // T0 is 19:40 on a Friday.
    schedule: [{ days: ['fri'], from: '19:42', to: '19:44' }],
  };
  const guarded = order({ zones: [evening], limits: { warning_m: 1, alert_m: 1, contact_m: 1 } });
  const through =
    (at_s: number, times: readonly number[]): Reports =>
    (t) =>
      times.includes(t) ? [[O1, fixAt(T0 + t * 1000, beside(10 * (t - at_s), 10), { speed_mps: 10 })]] : [];

  it('a zone left before its schedule ends is told when it is learned, and ends with the next step', () => {
    const { changes } = play(300, through(200, [150, 245]), { order: guarded, interval_s: 60 });
    expect(changes.filter(({ alert }) => alert.rule.type === 'zone').map(({ t, kind }) => [t, kind])).toEqual([
      [245, 'raised'],
      [246, 'cleared'],
    ]);
    expect(changes[0]?.alert.closestAt_ms).toBe(T0 + 200_000);
  });

  it('a zone reached before its schedule begins is entered when it begins', () => {
    const inside: Reports = (t) => (t === 100 ? [[O1, fixAt(T0 + t * 1000, HOME)]] : []);
    const { changes } = play(140, inside, { order: guarded, interval_s: 60 });
    expect(changes.filter(({ alert }) => alert.rule.type === 'zone').map(({ t, kind }) => [t, kind])).toEqual([
      [120, 'raised'],
    ]);
  });

  it('what was over before it began, or began after it ended, is none', () => {
    expect(told(play(300, through(60, [40, 110]), { order: guarded, interval_s: 60 }).changes)).toEqual([]);
    expect(told(play(400, through(300, [250, 340]), { order: guarded, interval_s: 60 }).changes)).toEqual([]);
  });

  it('a breach within an order that is learned after its end is raised late, once', () => {
    const ending = order({ validTo_ms: T0 + 330_000 });
    const { changes } = play(
      700,
      keptBack((times) => times.filter((t) => t <= 330)),
      { interval_s: 10, order: ending },
    );
    const proximity = changes.filter(({ alert }) => alert.rule.type === 'proximity');
    expect(proximity.map(({ t, kind, alert }) => [t, kind, alert.level, alert.late])).toEqual([
      [600, 'raised', 'warning', true],
      [600, 'level', 'alert', true],
      [600, 'level', 'contact', true],
      [601, 'cleared', 'contact', true],
    ]);
  });

  it('across 180° is as elsewhere', () => {
    const centre: LonLat = [180, -16.8];
    const far = order({
      zones: [{ ...evening, schedule: null, shape: { type: 'circle', centre, radius_m: 200 } }],
      limits: { warning_m: 1, alert_m: 1, contact_m: 1 },
    });
    const across: Reports = (t) =>
      t % 60 === 0 ? [[O1, fixAt(T0 + t * 1000, destination(centre, 90, 30 * (t - 30)), { speed_mps: 30 })]] : [];
    const { changes } = play(60, across, { order: far, interval_s: 60 });
    expect(told(changes)).toEqual([[60, 'raised', 'zone', 30]]);
  });
});

describe('what is handed in while the other is awaited', () => {
  it('is told at once, as each fix would have been when it was taken', () => {
    // She reports every five minutes. His fixes of five minutes come 88 s after hers: far away, past her 30 m off, and far again.
    const east_m = (t: number): number => (t < 330 ? 900 : t < 360 ? 30 : 900);
    const reports: Reports = (t) => [
      ...(t % 300 === 0 ? [still(t)] : []),
      ...(t === 388
        ? [60, 120, 180, 240, 300, 345, 385].map(
            (of) => [O1, fixAt(T0 + of * 1000, beside(east_m(of), 0), fast)] as const,
          )
        : []),
    ];
    const { changes } = play(400, reports, { interval_s: 300 });
    expect(told(changes).filter(([, , level]) => level === 'contact')).toEqual([[388, 'level', 'contact', 345]]);
  });

  it('tells of a breach under one that was merely possible by silence', () => {
    // Away at 4.8 km for two minutes; then, one message at a time, how he drove past at 1.2 km.
    const east_m = (t: number): number => 4800 - 14 * t;
    const past = (t: number) => fixAt(T0 + t * 1000, beside(east_m(t), 1200), { speed_mps: 14 });
    const queue = [60, 120, 180, 240, 300, 360];
    const reports: Reports = (t) => [
      ...(t % 10 === 0 ? [still(t)] : []),
      ...(t === 0 ? [[O1, past(0)] as const] : []),
      ...(t >= 420 && queue[t - 420] !== undefined ? [[O1, past(queue[t - 420] ?? 0)] as const] : []),
    ];
    const { changes } = play(430, reports, { interval_s: 60 });
    expect(changes.some(({ t, alert }) => t < 420 && alert.level === 'contact' && alert.certainty === 'possible')).toBe(
      true,
    );
    const [breach] = told(changes);
    expect([breach?.[1], breach?.[2]]).toEqual(['level', 'warning']);
    // Within 2,000 m from 4,800 − 14 t = 1,600 on, and nearest on the way between two fixes on which that is.
    expect(breach?.[3]).toBe(240);
  });
});
