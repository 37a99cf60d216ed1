import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { Weekday } from '../../../shared/domain/orders.ts';
import { scheduled } from '../../oracle/hours.ts';
import { placeFrom } from '../../oracle/places.ts';
import type { Point } from '../../oracle/places.ts';
import { breachesOf } from '../../oracle/truth.ts';
import type { Situation } from '../../oracle/truth.ts';
import { MIDDLE, T0_MS, orderOf, reportsOf } from './scene.ts';

const seconds = (ms: number): number => (ms - T0_MS) / 1000;
/** The breaches of one level, in seconds of the scene and metres. */
const told = (situation: Situation, level: string) =>
  breachesOf(situation)
    .filter((breach) => breach.level === level)
    .map(({ from_ms, to_ms, nearest_m, nearestAt_ms, lastKnown }) => ({
      from_s: seconds(from_ms),
      to_s: seconds(to_ms),
      nearest_m,
      nearest_s: seconds(nearestAt_ms),
      lastKnown,
    }));
const square = (half_m: number, middle: LonLat = MIDDLE): readonly LonLat[] => {
  const corners: readonly Point[] = [[-half_m, -half_m], [half_m, -half_m], [half_m, half_m], [-half_m, half_m]]; // prettier-ignore
  return corners.map((corner) => placeFrom(middle, corner));
};
const zoneOf = (shape: object, over: object = {}) => ({
  id: 'Z1',
  kind: 'home',
  buffer_m: 0,
  schedule: null,
  shape,
  ...over,
});
const still = reportsOf(Array.from({ length: 11 }, (_, i) => [i * 30, [0, 0]] as const));
/** Eastward at 20 m/s from 600 m west to 600 m east, 60 m north of the middle. */
const passing = reportsOf([
  [0, [-600, 60]],
  [60, [600, 60]],
]);

describe('a breach of a limit', () => {
  it('is a pass between two reports, by Pythagoras', () => {
    const [contact] = told({ order: orderOf(), offender: passing, victim: still }, 'contact');
    // √(100² − 60²) = 80 m to either side, at 20 m/s.
    expect(contact?.from_s).toBeCloseTo(26, 1);
    expect(contact?.to_s).toBeCloseTo(34, 1);
    expect(contact?.nearest_m).toBeCloseTo(60, 1);
    expect(contact?.nearest_s).toBeCloseTo(30, 1);
  });

  it('is where two who walk toward each other have come near enough', () => {
    const offender = reportsOf(Array.from({ length: 13 }, (_, i) => [i * 60, [-1400 + 84 * i, 0]] as const));
    const victim = reportsOf(Array.from({ length: 13 }, (_, i) => [i * 60 + 7, [1400 - 84 * i, 0]] as const));
    const [alert] = told({ order: orderOf(), offender, victim }, 'alert');
    // 2,800 m apart but for the 7 s in which she had not set out: 1,800 m less 9.8 m to go at 2.8 m/s.
    expect(alert?.from_s).toBeCloseTo((1800 + 9.8) / 2.8, 0);
  });

  it('is looked for only where both ways are known, from the later first report on', () => {
    const victim = reportsOf([
      [29, [0, 0]],
      [60, [0, 0]],
    ]);
    const [contact] = told({ order: orderOf(), offender: passing, victim }, 'contact');
    expect(contact?.from_s).toBeCloseTo(29, 1);
    expect(contact?.nearest_s).toBeCloseTo(30, 1);
  });

  it('is not looked for on a way of more than two minutes', () => {
    const way = (lasts_s: number) => reportsOf([[0, [-600, 60]], [lasts_s, [600, 60]]]); // prettier-ignore
    expect(told({ order: orderOf(), offender: way(120), victim: still }, 'contact')).toHaveLength(1);
    expect(told({ order: orderOf(), offender: way(121), victim: still }, 'contact')).toHaveLength(0);
  });

  it('is one at her last known place, as long as nothing newer is known', () => {
    const offender = reportsOf([
      [600, [-600, 60]],
      [660, [600, 60]],
    ]);
    const silent = reportsOf([[0, [0, 0]]]);
    const found = told({ order: orderOf(), offender, victim: silent }, 'contact');
    expect(found).toMatchObject([{ lastKnown: true }]);
    expect(found[0]?.nearest_s).toBeCloseTo(630, 1);
    const heardAgain = reportsOf([
      [0, [0, 0]],
      [640, [5000, 0]],
    ]);
    expect(told({ order: orderOf(), offender, victim: heardAgain }, 'contact')).toHaveLength(0);
  });

  it('ends with the order, and is not shown by reports from after it', () => {
    const order = orderOf({ revokedAt_ms: T0_MS + 31_000 });
    const offender = reportsOf([0, 31, 60].map((t_s) => [t_s, [-600 + 20 * t_s, 60]] as const));
    expect(told({ order, offender, victim: still }, 'contact')).toEqual([]);
    const before = reportsOf([0, 30, 60].map((t_s) => [t_s, [-600 + 20 * t_s, 60]] as const));
    const [contact] = told({ order, offender: before, victim: still }, 'contact');
    expect(contact?.from_s).toBeCloseTo(26, 1);
    expect(contact?.to_s).toBeCloseTo(30, 1);
  });
});

describe('a breach of a zone', () => {
  it('is the chord of a circle, and of the circle with its buffer', () => {
    const order = orderOf({ zones: [zoneOf({ type: 'circle', centre: MIDDLE, radius_m: 100 }, { buffer_m: 200 })] });
    const [zone] = told({ order, offender: passing, victim: still }, 'zone');
    expect(zone?.from_s).toBeCloseTo(26, 1);
    expect(zone?.nearest_m).toBeCloseTo(-40, 1);
    const [buffer] = told({ order, offender: passing, victim: still }, 'buffer');
    expect(buffer?.from_s).toBeCloseTo(30 - Math.sqrt(300 ** 2 - 60 ** 2) / 20, 1);
  });

  it.each([126.97, 100, 180, -180])('is the same at longitude %d', (lon) => {
    const middle: LonLat = [lon, 10];
    const order = orderOf({ zones: [zoneOf({ type: 'polygon', ring: square(100, middle) })] });
    const offender = reportsOf([[0, [-600, 60]], [60, [600, 60]]], middle); // prettier-ignore
    const [zone] = told({ order, offender, victim: still }, 'zone');
    expect(zone?.from_s).toBeCloseTo(25, 1);
    expect(zone?.to_s).toBeCloseTo(35, 1);
    expect(zone?.nearest_m).toBeCloseTo(-40, 0);
  });

  it('is two where the way leads through both arms of a horseshoe', () => {
    const arms: readonly Point[] = [[-200, -200], [200, -200], [200, 200], [160, 200], [160, -160], [-160, -160], [-160, 200], [-200, 200]]; // prettier-ignore
    const order = orderOf({ zones: [zoneOf({ type: 'polygon', ring: arms.map((at) => placeFrom(MIDDLE, at)) })] });
    const found = told({ order, offender: passing, victim: still }, 'zone');
    expect(found.map(({ from_s }) => Math.round(from_s))).toEqual([20, 38]);
    expect(found.map(({ to_s }) => Math.round(to_s))).toEqual([22, 40]);
  });

  it('is one only in the hours of the zone', () => {
    // The pass of 19:40 lasts from 19:40:25 to 19:40:35; one that is a day early or a minute late sees nothing of it.
    const during = (days: readonly Weekday[], from: string, to: string) => {
      const schedule = [{ days, from, to }];
      const order = orderOf({ zones: [zoneOf({ type: 'polygon', ring: square(100) }, { schedule })] });
      return told({ order, offender: passing, victim: still }, 'zone').length;
    };
    expect(during(['fri'], '19:40', '19:41')).toBe(1);
    expect(during(['fri'], '19:41', '19:40')).toBe(0);
    expect(during(['thu'], '19:41', '19:41')).toBe(1);
    expect(during(['thu'], '19:40', '19:41')).toBe(0);
    expect(during(['sat'], '19:40', '19:41')).toBe(0);
  });
});

describe('the hours of a week', () => {
  const clock = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  /** What a calendar in Seoul shows. */
  const seoul = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Seoul',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const shown = (at_ms: number) => {
    const parts = new Map(seoul.formatToParts(at_ms).map(({ type, value }) => [type, value]));
    return { day: parts.get('weekday')?.toLowerCase() ?? '', time: `${parts.get('hour')}:${parts.get('minute')}` };
  };

  it('are those that a calendar in Seoul shows', () => {
    const from2026 = fc
      .integer({ min: 0, max: 4 * 366 * 1440 })
      .map((minute) => Date.UTC(2026, 0, 1) + minute * 60_000);
    fc.assert(
      fc.property(
        from2026,
        fc.subarray([...Weekday.options], { minLength: 1 }),
        clock,
        clock,
        (at_ms, days, from, to) => {
          const span = { days, from, to };
          const { day, time } = shown(at_ms);
          const yesterday = shown(at_ms - 86_400_000).day;
          const on = (name: string): boolean => days.some((one) => one === name);
          const overnight = to <= from;
          const expected = overnight
            ? (on(day) && time >= from) || (on(yesterday) && time < to)
            : on(day) && time >= from && time < to;
          expect(scheduled([span], { from_ms: at_ms, to_ms: at_ms }).length > 0).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
