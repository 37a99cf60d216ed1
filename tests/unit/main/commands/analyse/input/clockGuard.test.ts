import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refuseLoneClocks } from '../../../../../../main/commands/analyse/input/clockGuard.ts';
import { trackLine } from '../../../../../../main/commands/analyse/input/trackLine.ts';
import type { TrackLine } from '../../../../../../main/commands/analyse/input/trackLine.ts';
import { ok } from '../../../../../../shared/domain/result.ts';
import { collect } from './files.ts';

const HOUR_MS = 3_600_000;
const DAY_H = 24;
const YEAR_H = 365 * DAY_H;
const T0_MS = Date.UTC(2026, 4, 8, 11);
const MONTHS_OF_ORDER = 6;

/** Fixes at hours from the beginning, through a guard of half a day; the order is in force from a week before to half a year after. */
const guarded = async (...hours: readonly number[]) => {
  async function* lines() {
    for (const [i, hour] of hours.entries()) {
      const report = { lon: 126.92, lat: 37.55, accuracy_m: 8, speed_mps: null, heading_deg: null };
      yield ok<TrackLine>(trackLine(i, { ...report, at_ms: T0_MS + hour * HOUR_MS }));
    }
  }
  const inForce = (at_ms: number): boolean =>
    at_ms > T0_MS - 7 * DAY_H * HOUR_MS && at_ms < T0_MS + MONTHS_OF_ORDER * 30 * DAY_H * HOUR_MS;
  const read = await collect(refuseLoneClocks(lines(), 12 * HOUR_MS, inForce));
  return {
    used: read.lines.flatMap(({ fix }) => (fix === null ? [] : [(fix.at_ms - T0_MS) / HOUR_MS])),
    refused: read.lines.flatMap(({ line, refused }) => (refused === null ? [] : [`${line} ${refused.reason}`])),
    words: read.lines.flatMap(({ refused }) => (refused === null ? [] : [refused.message])),
  };
};

describe('fixes whose clock was off for a moment', () => {
  it.each([
    ['years ahead in the middle', [0, 1, 8 * YEAR_H, 2, 3], ['2 clock']],
    ['years behind in the middle', [0, 1, -20 * YEAR_H, 2, 3], ['2 clock']],
    ['days ahead, within the order', [0, 1, 20 * DAY_H, 2, 3], ['2 clock']],
    ['twice in a row', [0, 1, 8 * YEAR_H, 8 * YEAR_H + 1, 2, 3], ['2 clock', '3 clock']],
    ['two ways in a row', [0, 1, 8 * YEAR_H, -20 * YEAR_H, 2, 3], ['2 clock', '3 clock']],
    ['at the beginning', [8 * YEAR_H, 0, 1, 2], ['0 clock']],
    ['long ago at the beginning', [-46 * YEAR_H, 0, 1, 2], ['0 clock']],
    ['at the end', [0, 1, 2, 8 * YEAR_H], ['3 clock']],
  ])('are refused: %s', async (_, hours, refused) => {
    const read = await guarded(...hours);
    expect(read.refused).toEqual(refused);
    expect(read.used).toEqual(hours.filter((hour) => Math.abs(hour) < DAY_H));
  });

  it('say how far off they stand', async () => {
    expect((await guarded(0, 1, 2 + 8 * YEAR_H, 2)).words).toEqual([
      'stands alone, 2920.0 days after the fixes beside it',
    ]);
  });

  it.each([
    ['a pause of days', [0, 1, 100, 101, 102]],
    ['a pause of years', [0, 1, 3 * YEAR_H, 3 * YEAR_H + 1]],
    ['a lone fix before a pause', [0, 100, 101]],
    ['a lone fix after a pause, in force', [0, 1, 100]],
    ['a fix every second day', [0, 48, 96, 144, 192]],
    ['fixes out of order within half a day', [0, 5, 1, 2, 10, 3]],
    ['tracks out of order', [200, 201, 100, 101, 0, 1]],
    ['a single fix', [9 * YEAR_H]],
    ['a recording that is off as a whole', [8 * YEAR_H, 8 * YEAR_H + 1, 8 * YEAR_H + 2]],
  ])('are told from %s, which is used', async (_, hours) => {
    expect(await guarded(...hours)).toEqual({ used: hours, refused: [], words: [] });
  });

  it('believes ten of them in a row, and what follows', async () => {
    const later = Array.from({ length: 10 }, (_, i) => 8 * YEAR_H + i);
    expect((await guarded(0, 1, ...later, 2)).refused).toEqual([]);
    expect((await guarded(0, 1, ...later.slice(1), 2)).refused).toHaveLength(9);
  });

  it('loses no line, whatever the times are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -40 * YEAR_H, max: 40 * YEAR_H }), { maxLength: 40 }),
        async (hours) => {
          const read = await guarded(...hours);
          expect(read.used.length + read.refused.length).toBe(hours.length);
          // What is used keeps its order.
          expect(read.used).toEqual(hours.filter((_, i) => !read.refused.includes(`${i} clock`)));
        },
      ),
    );
  });
});
