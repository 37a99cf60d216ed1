import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { HOME, O1, T0, V1, fixAt, order, play, zone } from '../scene.ts';
import type { Change, Reports } from '../scene.ts';

const east = (m: number) => destination(HOME, 90, m);

/** He is `distance(t)` east of her each `every` seconds, as precise as `accuracy(t)` says; she stays and reports as often. */
const at =
  (every: number, distance: (t: number) => number, accuracy: (t: number) => number = () => 5): Reports =>
  (t) =>
    t % every === 0
      ? [
          [V1, fixAt(T0 + t * 1000, HOME)],
          [O1, fixAt(T0 + t * 1000, east(distance(t)), { accuracy_m: accuracy(t) })],
        ]
      : [];

const rises = (changes: readonly Change[]) =>
  changes
    .filter((c) => c.alert.rule.type !== 'device' && (c.kind === 'raised' || (c.kind === 'level' && c.rose)))
    .map(({ t, alert }) => [t, alert.level, alert.certainty]);

describe('a fix that contradicts its own track', () => {
  it('raises no tier but contact and zones while nothing bears it out', () => {
    const jumps = at(
      1,
      (t) => (t >= 60 && t < 65 ? 950 : 1150),
      (t) => (t >= 60 && t < 65 ? 1.7 : 8),
    );
    expect(rises(play(200, jumps).changes)).toEqual([[0, 'warning', 'confirmed']]);
    const near = at(
      1,
      (t) => (t === 60 ? 95 : 160),
      () => 1.7,
    );
    expect(rises(play(100, near).changes).at(-1)).toEqual([60, 'contact', 'likely']);
    const guarded = order({ zones: [{ ...zone, buffer_m: 0 }], limits: { warning_m: 1, alert_m: 1, contact_m: 1 } });
    expect(rises(play(100, near, { order: guarded }).changes)).toEqual([[60, 'zone', 'confirmed']]);
  });

  it('raises once where it lasts longer than it is doubted, and falls once', () => {
    // Every twelve seconds, three fixes 200 m off among the others, each of them sure of itself.
    const off = [120, 168, 216];
    const jumps = at(
      12,
      (t) => (off.includes(t) ? 950 : 1150),
      (t) => (off.includes(t) ? 1.7 : 8),
    );
    const { changes } = play(400, jumps, { interval_s: 12 });
    const levels = changes.filter(({ kind }) => kind === 'level');
    expect(levels.map(({ t, alert, kind }) => [t, kind, alert.level])).toEqual([
      [131, 'level', 'alert'],
      [288, 'level', 'warning'],
    ]);
    expect(levels[0]?.alert.closestAt_ms).toBe(T0 + 120_000);
  });

  it.each([
    ['walking, without a speed', 1, 1.4, null],
    ['walking, every 5 s', 5, 1.4, null],
    ['driving, with a speed', 1, 14, 14],
    ['driving, without a speed', 1, 14, null],
    ['driving, every 10 s, without a speed', 10, 14, null],
  ])('delays no true approach by more than a fix and 10 s: %s', (_, every, speed, reported) => {
    // Stands for two minutes, then comes on; the limit of 1,000 m is crossed on the way.
    const distance = (t: number): number => Math.max(300, 1050 - Math.max(0, t - 120) * speed);
    const reports: Reports = (t) =>
      at(
        every,
        distance,
      )(t).map(([who, fix]) =>
        who === O1 ? ([who, { ...fix, speed_mps: t > 120 ? reported : 0 }] as const) : [who, fix],
      );
    const crossed_s = 120 + 50 / speed;
    const rise = rises(play(400, reports, { interval_s: every }).changes).find(([, level]) => level === 'alert');
    expect(Number(rise?.[0]) - crossed_s).toBeLessThanOrEqual(every + 10);
  });

  it('is not asked of a car that has been under way, though the phone in it reports a speed of 0', () => {
    // At each second of the 11 s of a doubt, were there one.
    for (let from_m = 4000; from_m < 4300; from_m += 25) {
      const approach = at(1, (t) => Math.max(300, from_m - 25 * t));
      const reports: Reports = (t) => approach(t).map(([who, fix]) => [who, { ...fix, speed_mps: 0 }]);
      const rise = rises(play(200, reports).changes).find(([, level]) => level === 'alert');
      expect(Number(rise?.[0]) - (from_m - 1000) / 25).toBeLessThanOrEqual(1);
    }
  });
});

describe('a fix whose accuracy has collapsed', () => {
  const collapsing = (from: number, until: number, accuracy_m = 120) =>
    at(
      1,
      (t) => (t >= from && t < until ? 980 : 1100),
      (t) => (t >= from && t < until ? accuracy_m : 5),
    );
  const alertsOf = (reports: Reports) => rises(play(200, reports).changes).filter(([, level]) => level === 'alert');

  it('raises no alert tier for 11 s, though it lies within what it says it may be off', () => {
    expect(alertsOf(collapsing(60, 68))).toEqual([]);
    // One that was never good is as good as it ever was.
    expect(alertsOf((t) => collapsing(60, 68)(t).map(([who, fix]) => [who, { ...fix, accuracy_m: 120 }]))).toHaveLength(
      1,
    );
  });

  it.each([1, 5, 10, 30])(
    'makes possible at most where that lasts, and ends when it returns: a fix every %i s',
    (every) => {
      const { changes } = play(
        500,
        at(
          every,
          (t) => (t >= 60 && t < 240 ? 980 : 1100),
          (t) => (t >= 60 && t < 240 ? 120 : 5),
        ),
        { interval_s: every },
      );
      const levels = changes.filter(({ alert }) => alert.rule.type === 'proximity');
      expect(levels.map(({ t, kind, alert }) => [t, kind, alert.level, alert.certainty])).toEqual([
        [0, 'raised', 'warning', 'confirmed'],
        [71, 'level', 'alert', 'possible'],
        [240, 'level', 'warning', 'confirmed'],
      ]);
    },
  );

  it('is all that a device can do where it lasts for ten minutes', () => {
    const { changes } = play(800, collapsing(60, 800));
    const rise = changes.find(({ alert }) => alert.level === 'alert' && alert.certainty === 'likely');
    expect(rise?.t).toBe(660);
  });
});

describe('a way that rests on a doubted fix', () => {
  const jumpsAway: Reports = (t) => [
    ...(t === 0 ? [[V1, fixAt(T0, HOME)] as const] : []),
    // In 30 s from 560 m on one side of her to 560 m on the other, past her at 400 m; he had hardly moved before.
    ...(t % 30 === 0
      ? [[O1, fixAt(T0 + t * 1000, destination(east(t < 90 ? -560 : 560), 0, 400), { accuracy_m: 5 })] as const]
      : []),
  ];
  const limits = { warning_m: 500, alert_m: 100, contact_m: 20 };

  it('is weighed again once the doubt is over, though nothing more was heard', () => {
    const { changes } = play(119, jumpsAway, { interval_s: 30, order: order({ limits }) });
    const sure = changes.filter(({ alert }) => alert.rule.type === 'proximity' && alert.certainty !== 'possible');
    expect(sure.map(({ alert }) => [alert.level, Math.round((Number(alert.closestAt_ms) - T0) / 1000)])).toEqual([
      ['warning', 75],
    ]);
    // Eleven seconds after the fix of second 90.
    expect(sure[0]?.t).toBe(101);
  });
});

describe('what is merely possible', () => {
  it('by a bad accuracy is Code 1 at most and ends when the accuracy is back', () => {
    const collapsing = at(
      5,
      () => 1100,
      (t) => (t >= 60 && t < 180 ? 1500 : 8),
    );
    const { changes } = play(1000, collapsing, { interval_s: 5 });
    expect(changes.map(({ t, kind, alert }) => [t, kind, alert.level, alert.certainty, alert.code])).toEqual([
      [0, 'raised', 'warning', 'confirmed', 2],
      [90, 'level', 'contact', 'possible', 1],
      [180, 'level', 'warning', 'confirmed', 2],
    ]);
  });

  it('by a place that is held reports the distance of that place', () => {
    const reports: Reports = (t) => [
      ...(t % 10 === 0 ? [[V1, fixAt(T0 + t * 1000, HOME)] as const] : []),
      ...(t <= 100 && t % 10 === 0 ? [[O1, fixAt(T0 + t * 1000, east(20_000))] as const] : []),
      ...(t === 110 ? [[O1, fixAt(T0 + t * 1000, east(50))] as const] : []),
    ];
    const { changes } = play(300, reports, { interval_s: 10 });
    const contact = changes.find(({ alert }) => alert.level === 'contact');
    expect([contact?.alert.certainty, contact?.alert.separation?.distance_m.toFixed(0)]).toEqual(['possible', '50']);
  });

  it('by a device in two places lasts while it alternates, and ends with it', () => {
    const reports: Reports = (t) => [
      ...(t % 10 === 0 ? [[V1, fixAt(T0 + t * 1000, HOME)] as const] : []),
      ...(t % 10 === 5 ? [[O1, fixAt(T0 + t * 1000, east(t % 20 === 5 || t > 400 ? 20_000 : 400))] as const] : []),
    ];
    const { changes } = play(700, reports, { interval_s: 10 });
    const alert = changes.filter(({ alert: { rule } }) => rule.type === 'proximity');
    expect(alert.map(({ kind }) => kind)).toEqual(['raised', 'cleared']);
    const [raised, cleared] = alert;
    expect([raised?.alert.level, raised?.alert.certainty, raised?.alert.code]).toEqual(['alert', 'possible', 1]);
    expect(Number(raised?.t)).toBeLessThan(100);
    expect(Number(cleared?.t)).toBeGreaterThan(400);
  });
});
