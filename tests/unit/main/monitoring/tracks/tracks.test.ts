import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { createTrackBuffer } from '../../../../../main/monitoring/tracks/buffer.ts';
import { chance } from '../../../../../main/monitoring/simulator/random.ts';
import { noBulkhead } from '../../../../../main/monitoring/ports/bulkheads.ts';
import { createTracks } from '../../../../../main/monitoring/tracks/tracks.ts';
import { fixAt, HOME, O, policy, setup, START_MS } from '../watch.ts';

const MEMORY_MS = 60_000;
const [offender] = setup.people;
if (offender === undefined) throw new Error('no people in the test setup');

describe('track buffer', () => {
  it('holds what a plain sorted list would, whatever order fixes come in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 300 }), (seconds) => {
        const buffer = createTrackBuffer(MEMORY_MS, 15);
        const naive: number[] = [];
        for (const s of seconds) {
          const at_ms = START_MS + s * 1000;
          const newest = Math.max(...naive, Number.NEGATIVE_INFINITY);
          const tooOld = at_ms < newest - MEMORY_MS;
          const added = buffer.add(fixAt(HOME, at_ms));
          if (!tooOld) expect(added).toBe(!naive.includes(at_ms));
          if (!tooOld && !naive.includes(at_ms)) naive.push(at_ms);
        }
        const newest = Math.max(...naive, Number.NEGATIVE_INFINITY);
        const kept = naive.filter((at_ms) => at_ms >= newest - MEMORY_MS).toSorted((a, b) => a - b);
        expect(buffer.points().map((p) => p.at_ms)).toEqual(kept);
      }),
    );
  });

  it('gives back what went in, to the resolution of the protocol', () => {
    const buffer = createTrackBuffer(MEMORY_MS, 15);
    buffer.add(fixAt([126.1234567, 37.7654321], START_MS, { accuracy_m: null, speed_mps: null, heading_deg: 359.99 }));
    expect(buffer.points()).toEqual([
      { at_ms: START_MS, lon: 126.1234567, lat: 37.7654321, accuracy_m: 15, speed_mps: null, heading_deg: 359.99 },
    ]);
  });
});

describe('tracks', () => {
  it('take the fastest speed of the last minute, from positions where a device reports none', () => {
    const tracks = createTracks(policy);
    tracks.add(offender, fixAt(HOME, START_MS, { speed_mps: 7 }));
    tracks.add(offender, fixAt(HOME, START_MS + 30_000, { speed_mps: 2 }));
    expect(tracks.subject(O)?.topSpeed_mps).toBe(7);
    tracks.add(offender, fixAt(HOME, START_MS + 80_000, { speed_mps: 1 }));
    expect(tracks.subject(O)?.topSpeed_mps).toBe(2);
    tracks.add(offender, fixAt([HOME[0], HOME[1] + 0.001], START_MS + 90_000, { speed_mps: null }));
    expect(tracks.subject(O)?.topSpeed_mps).toBeCloseTo(11.1, 1);
  });

  it('take the speed that positions prove beyond their radii where a device reports one that is too low', () => {
    const topSpeed = (every_s: number, metresAt: (t: number) => number, over: Parameters<typeof fixAt>[2]) => {
      const tracks = createTracks(policy);
      for (let t = 0; t <= 120; t += every_s)
        tracks.add(offender, fixAt(destination(HOME, 90, metresAt(t)), START_MS + t * 1000, over));
      return tracks.subject(O)?.topSpeed_mps ?? Number.NaN;
    };
    const driving = (t: number): number => 20 * t;
    for (const every_s of [1, 2, 5, 10, 30])
      for (const speed_mps of [0, 1.5]) {
        const proven = topSpeed(every_s, driving, { speed_mps });
        expect(proven).toBeGreaterThan(18);
        expect(proven).toBeLessThanOrEqual(20.1);
      }
    // What is reported and as fast is left as it is, and so is what lies within the radii.
    expect(topSpeed(10, driving, { speed_mps: 20.5 })).toBe(20.5);
    expect(topSpeed(1, (t) => (t % 2) * 60, { speed_mps: 0, accuracy_m: 20 })).toBe(0);
  });

  it('take nothing fast of a phone that lies still under noise', () => {
    const ofNoise = (seed: number): number => {
      const tracks = createTracks(policy);
      const { normal } = chance(seed, 'noise');
      const accuracy_m = 20;
      const sigma_m = accuracy_m / Math.sqrt(-2 * Math.log(1 - 0.68));
      for (let t = 0; t <= 300; t += 1) {
        const at = destination(destination(HOME, 90, sigma_m * normal()), 0, sigma_m * normal());
        tracks.add(offender, fixAt(at, START_MS + t * 1000, { speed_mps: 0, accuracy_m }));
      }
      return tracks.subject(O)?.topSpeed_mps ?? Number.NaN;
    };
    // Its disc grows no faster than the slowest does.
    const slowest_mps = policy.uncertainty.minSpeed_mps / policy.uncertainty.speedFactor;
    for (let seed = 1; seed <= 10; seed += 1) expect(ofNoise(seed)).toBeLessThanOrEqual(slowest_mps * 1.5);
  });

  it('take the reporting interval a device is configured to, else the median of its last ten', () => {
    const intervalOf = (interval_s: number | null, gaps: readonly number[]) => {
      const tracks = createTracks(policy);
      let at_ms = START_MS;
      tracks.add({ id: O, interval_s }, fixAt(HOME, at_ms));
      for (const gap of gaps) tracks.add({ id: O, interval_s }, fixAt(HOME, (at_ms += gap * 1000)));
      return tracks.subject(O)?.interval_s;
    };
    expect(intervalOf(30, [5, 5, 5])).toBe(30);
    expect(intervalOf(null, [])).toBe(policy.uncertainty.defaultInterval_s);
    expect(intervalOf(null, [7, 300, 8])).toBe(8);
    // One gap, or two, make no rate.
    expect(intervalOf(null, [840])).toBe(policy.uncertainty.defaultInterval_s);
    expect(intervalOf(null, [840, 900])).toBe(policy.uncertainty.defaultInterval_s);
    // Also of a device that reports so seldom that its track remembers no three of its fixes.
    expect(intervalOf(null, [840, 840, 840])).toBe(840);
    // Eleven gaps: the first, of an hour, is no longer among the last ten.
    expect(intervalOf(null, [3600, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toBe(5.5);
  });

  it('take the same interval whatever order fixes come in', () => {
    const intervalOf = (seconds: readonly number[]) => {
      const tracks = createTracks(policy);
      for (const s of seconds) tracks.add({ id: O, interval_s: null }, fixAt(HOME, START_MS + s * 1000));
      return tracks.subject(O)?.interval_s;
    };
    expect(intervalOf([0, 60, 40, 50, 30, 10, 20, 80, 70, 90])).toBe(10);
  });

  it('start over for another device without counting backwards', () => {
    const tracks = createTracks(policy);
    tracks.add(offender, fixAt(HOME, START_MS));
    tracks.add(offender, fixAt(HOME, START_MS + 5000));
    tracks.startOver(O);
    expect(tracks.add(offender, fixAt(HOME, START_MS + 2000)).heard.map((h) => h.as)).toEqual(['present']);
    expect(tracks.subject(O)?.fixes).toBe(3);
    expect(tracks.recent(O, START_MS + 2000)).toHaveLength(1);
  });

  it('hold no more than the memory, also where there is room for more', () => {
    const buffer = createTrackBuffer(MEMORY_MS, 15);
    for (let s = 0; s <= 63; s += 1) {
      buffer.add(fixAt(HOME, START_MS + s * 1000));
      buffer.expire(START_MS + s * 1000);
    }
    expect(buffer.path.at_ms(0)).toBeGreaterThanOrEqual(START_MS + 3000);
    expect(buffer.path.size()).toBeGreaterThan(50);
  });

  it('keep a queue until it has been weighed, and then no more than the memory; a clock that is behind is no queue', () => {
    const tracks = createTracks(policy);
    const memory_ms = policy.track.memory_s * 1000;
    const reach_ms = (): number => {
      const path = tracks.subject(O)?.path;
      return path === undefined ? 0 : path.at_ms(path.size() - 1) - path.at_ms(0);
    };
    const now_ms = START_MS + 2_400_000;
    const send = (at_ms: number, received_ms: number): void =>
      tracks.addAll(offender, [fixAt(HOME, at_ms)], () => tracks.hear(O, received_ms));
    for (let s = 0; s <= 2400; s += 10) send(START_MS + s * 1000, now_ms);
    expect(reach_ms()).toBe(2_400_000);
    tracks.expire(now_ms + 11_000, noBulkhead);
    expect(reach_ms()).toBe(2_400_000);
    tracks.expire(now_ms + 6 * policy.fixes.handIn_s * 1000, noBulkhead);
    expect(reach_ms()).toBeLessThanOrEqual(memory_ms);
    // Three minutes behind, for an hour.
    for (let s = 100; s <= 3700; s += 10) {
      send(now_ms + s * 1000 - 180_000, now_ms + s * 1000);
      tracks.expire(now_ms + s * 1000, noBulkhead);
    }
    expect(reach_ms()).toBeLessThanOrEqual(memory_ms);
  });

  it('are forgotten with time, not only with further fixes; the last fix stays', () => {
    const tracks = createTracks(policy);
    const memory_ms = policy.track.memory_s * 1000;
    for (const at_s of [0, 300, 600]) tracks.add(offender, fixAt(HOME, START_MS + at_s * 1000));
    expect(tracks.recent(O, START_MS + memory_ms + 1)).toHaveLength(2);
    tracks.expire(START_MS + 600_000 + memory_ms + 1, noBulkhead);
    expect(tracks.subject(O)?.path.size()).toBe(1);
    expect(tracks.recent(O, START_MS + 600_000 + memory_ms + 1)).toEqual([]);
    expect(tracks.subject(O)?.fix.at_ms).toBe(START_MS + 600_000);
    expect(tracks.add(offender, fixAt(HOME, START_MS + 600_000)).refused).toBe('duplicate');
    expect(tracks.add(offender, fixAt(HOME, START_MS + 601_000)).refused).toBeNull();
  });
});
