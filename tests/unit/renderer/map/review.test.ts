import { describe, expect, it } from 'vitest';
import { placeAt } from '../../../../renderer/map/review/interpolate.ts';
import { reviewScene } from '../../../../renderer/map/review/reviewScene.ts';
import { directoryIndex } from '../../../../renderer/stores/directoryIndex.ts';
import { PersonId } from '../../../../shared/domain/ids.ts';
import type { TrackPoint } from '../../../../shared/protocol/track.ts';
import { directory, limits, zone } from './fixture.ts';

const point = (at_s: number, lon: number, accuracy_m = 10): TrackPoint => ({
  at_ms: at_s * 1000,
  lon,
  lat: 37.5,
  accuracy_m,
  heading_deg: null,
  speed_mps: null,
});

describe('place on a track', () => {
  const track = [point(0, 127), point(100, 127.01, 30), point(500, 127.05)];

  it('lies on the straight line between two fixes, with age 0', () => {
    expect(placeAt(track, 50_000)).toMatchObject({ position: [127.005, 37.5], accuracy_m: 20, age_s: 0 });
  });

  it('stays at the last fix, ageing, across a gap of more than two minutes and after the end', () => {
    expect(placeAt(track, 300_000)).toMatchObject({ position: [127.01, 37.5], age_s: 200 });
    expect(placeAt(track, 560_000)).toMatchObject({ position: [127.05, 37.5], age_s: 60 });
  });

  it('is unknown before the first fix', () => {
    expect(placeAt(track, -1)).toBeNull();
    expect(placeAt([], 0)).toBeNull();
  });
});

describe('review scene', () => {
  const tracks = [
    { personId: PersonId.parse('P1'), points: [0, 10, 20, 30].map((s) => point(s, 127.02 - s / 2000)) },
    { personId: PersonId.parse('P2'), points: [0, 10, 20, 30].map((s) => point(s, 127)) },
  ];
  const at = (at_ms: number) => reviewScene({ tracks, zones: [zone], limits, at_ms }, directoryIndex(directory));

  it('shows both people, their distance and the way up to that time only', () => {
    const scene = at(20_000);
    expect(scene.people.map((p) => p.role)).toEqual(['offender', 'victim']);
    expect(scene.relations[0]?.relation.distance_m).toBeCloseTo(884, -1);
    expect(scene.trails.every(({ points }) => points.every(({ at_ms }) => at_ms <= 20_000))).toBe(true);
    expect(scene.rings).toHaveLength(3);
  });

  it('says whether they were closing once that is sure, over the half minute before', () => {
    const trendAt = (offenderLon: (s: number) => number, accuracy_m: number, at_s = 60) => {
      const seconds = [0, 10, 20, 30, 40, 50, 60];
      const moved = [
        { personId: PersonId.parse('P1'), points: seconds.map((s) => point(s, offenderLon(s), accuracy_m)) },
        { personId: PersonId.parse('P2'), points: seconds.map((s) => point(s, 127, accuracy_m)) },
      ];
      const scene = reviewScene({ tracks: moved, zones: [], limits, at_ms: at_s * 1000 }, directoryIndex(directory));
      return scene.relations[0]?.relation.trend;
    };
    // A hundred-thousandth of a degree of longitude is 0.88 m here.
    const walking = (s: number): number => 127.02 - s * 2e-5;
    expect(trendAt(walking, 5)).toBe('closing');
    expect(trendAt((s) => 127.02 + s * 2e-5, 5)).toBe('opening');
    expect(trendAt(walking, 40)).toBe('unknown');
    expect(trendAt((s) => 127.02 + (s % 20) * 1e-6, 5)).toBe('steady');
    expect(trendAt(walking, 5, 20)).toBe('unknown');
    expect(trendAt(walking, 5, 100)).toBe('unknown');
  });

  it('shows nobody before the tracks begin', () => {
    expect(at(-1).people).toEqual([]);
  });
});
