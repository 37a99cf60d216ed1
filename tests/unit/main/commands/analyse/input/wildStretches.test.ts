import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackLine } from '../../../../../../main/commands/analyse/input/trackLine.ts';
import type { TrackLine } from '../../../../../../main/commands/analyse/input/trackLine.ts';
import { refuseWildStretches } from '../../../../../../main/commands/analyse/input/wildStretches.ts';
import { ok } from '../../../../../../shared/domain/result.ts';
import { collect } from './files.ts';

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
const T0_MS = Date.UTC(2026, 4, 8, 11);

/** Seconds of so many fixes, a step apart. */
const from = (start_s: number, fixes: number, step_s = 10): readonly number[] =>
  Array.from({ length: fixes }, (_, i) => start_s + i * step_s);

/** Fixes at seconds from the beginning; half a day is a jump, two minutes are a leg. */
const guarded = async (seconds: readonly number[]) => {
  async function* lines() {
    for (const [i, second] of seconds.entries()) {
      const report = { lon: 126.92, lat: 37.55, accuracy_m: 8, speed_mps: null, heading_deg: null };
      yield ok<TrackLine>(trackLine(i, { ...report, at_ms: T0_MS + second * 1000 }));
    }
  }
  const read = await collect(refuseWildStretches(lines(), { jump_ms: DAY_S * 500, leg_ms: 2 * MINUTE_S * 1000 }));
  return {
    used: read.lines.flatMap(({ fix }) => (fix === null ? [] : [(fix.at_ms - T0_MS) / 1000])),
    refused: read.lines.flatMap(({ line, refused }) => (refused === null ? [] : [line])),
    words: [...new Set(read.lines.flatMap(({ refused }) => (refused === null ? [] : [refused.message])))],
  };
};

describe('stretches whose clock was wrong', () => {
  const wild = 100 * DAY_S;
  it.each<readonly [string, readonly number[], readonly number[], readonly number[]]>([
    ['ahead', from(0, 20), from(200 + wild, 11), from(310, 20)],
    ['behind', from(0, 20), from(200 - 3 * DAY_S, 11), from(310, 20)],
    ['for three hours', from(0, 20), from(200 + wild, 1080), from(11_000, 20)],
    ['whose clock stood still', from(0, 20), from(wild, 30, 0), from(500, 20)],
    ['of a device that reports every ten minutes', from(0, 9, 600), from(5400 + wild, 12, 600), from(12_600, 9, 600)],
    ['that began with a minute of silence', from(0, 20), from(250 + wild, 11), from(370, 20)],
    ['of two wrong clocks, one after the other', from(0, 20), [...from(wild, 11), ...from(-wild, 11)], from(420, 20)],
    ['after a pause of days', [...from(0, 20), ...from(3 * DAY_S, 20)], from(wild, 11), from(3 * DAY_S + 310, 20)],
  ])('are refused: %s', async (_, before, stretch, after) => {
    const read = await guarded([...before, ...stretch, ...after]);
    expect(read.refused).toEqual(stretch.map((__, i) => before.length + i));
    expect(read.used).toEqual([...before, ...after]);
  });

  it('say how many there were, and how far off', async () => {
    const read = await guarded([...from(0, 20), ...from(200 + wild, 11), ...from(310, 20)]);
    expect(read.words).toEqual([
      'is one of 11 fixes 100.0 days after those around them, which go on where they had stopped',
    ]);
  });

  it.each<readonly [string, readonly number[]]>([
    ['a device that was off for days, and on again', [...from(0, 20), ...from(3 * DAY_S, 20), ...from(9 * DAY_S, 20)]],
    ['a clock that stayed away', [...from(0, 20), ...from(wild, 20)]],
    ['a fix every second day', from(0, 60, 2 * DAY_S)],
    ['days in the wrong order', [...from(5 * DAY_S, 20), ...from(2 * DAY_S, 20), ...from(0, 20)]],
    [
      'another day between a morning and an afternoon',
      [...from(5 * DAY_S, 20), ...from(2 * DAY_S, 360), ...from(5 * DAY_S + 6 * HOUR_S, 20)],
    ],
    [
      'what a device kept for three days and handed in at once',
      [...from(3 * DAY_S, 20), ...from(0, 200), ...from(3 * DAY_S + 200, 20)],
    ],
    ['out of order within half a day', [...from(0, 20), ...from(8 * HOUR_S, 20), ...from(200, 20)]],
  ])('are told from %s, which is used', async (_, seconds) => {
    expect(await guarded(seconds)).toEqual({ used: seconds, refused: [], words: [] });
  });

  it('loses no line, whatever the times are', async () => {
    const stretch = fc
      .tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 900 }))
      .map(([hour, fixes, step_s]) => from(hour * HOUR_S, fixes, step_s));
    await fc.assert(
      fc.asyncProperty(fc.array(stretch, { maxLength: 40 }), async (stretches) => {
        const seconds = stretches.flat();
        const read = await guarded(seconds);
        const refused = new Set(read.refused);
        // What is used keeps its order.
        expect(read.used).toEqual(seconds.filter((_, i) => !refused.has(i)));
        expect(read.used.length + read.refused.length).toBe(seconds.length);
      }),
    );
  });
});
