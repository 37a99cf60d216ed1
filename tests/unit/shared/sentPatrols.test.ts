import { describe, expect, it } from 'vitest';
import type { Fix, LonLat } from '../../../shared/domain/fixes.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { findingOf, stepPatrolTrack } from '../../../shared/domain/sentPatrols.ts';
import type { PatrolTrack } from '../../../shared/domain/sentPatrols.ts';
import { personId } from '../../builders/ids.ts';
import { T0, at } from '../../builders/times.ts';
import { policy } from './scene.ts';

const { arrived_m, arrivedFor_s, notMovingFor_s, notMoving_m, stale_s } = policy.units;
const HER = personId('V1');
const HERE: LonLat = [126.92, 37.55];

const fixAt = (metres: number, at_s: number, speed_mps: number | null): Fix => {
  const [lon, lat] = destination(HERE, 0, metres);
  return {
    at_ms: at(at_s),
    lon,
    lat,
    accuracy_m: 5,
    speed_mps,
    heading_deg: null,
    source: 'gnss',
    battery_percent: null,
  };
};
/** The patrol's distance from her each second, and how fast it says that it goes. */
const drive = (metres: (at_s: number) => number, for_s: number, speed_mps: number | null = null): PatrolTrack => {
  let track: PatrolTrack | null = null;
  for (let s = 0; s <= for_s; s += 1)
    track = stepPatrolTrack(track, fixAt(metres(s), s, speed_mps), new Map([[HER, HERE]]), policy);
  if (track === null) throw new Error('no fix was taken in');
  return track;
};
const everybody = (): boolean => true;
const found = (track: PatrolTrack, sees: (id: PersonId) => boolean = everybody, now_ms = track.fix.at_ms) =>
  findingOf(track, T0, sees, now_ms, policy);

describe('L11: a patrol that was sent', () => {
  it('seems to have arrived once it has been slow and near for long enough', () => {
    const stops = (s: number): number => Math.max(20, 400 - 20 * s); // there after 19 s
    expect(found(drive(stops, 24))).toBeNull();
    expect(found(drive(stops, 19 + arrivedFor_s + 1))).toBe('arrived');
  });

  it('has not arrived while it drives past, and begins anew when it drives on', () => {
    expect(found(drive((s) => 75 - 10 * s, 15))).toBeNull();
    const onAndBack = (s: number): number => (s < 8 ? 20 : s < 20 ? 20 + 12 * (s - 8) : 20);
    expect(found(drive(onAndBack, 20 + arrivedFor_s - 2))).toBeNull();
  });

  it('goes by the speed it reports, where it reports one', () => {
    expect(found(drive(() => 20, arrivedFor_s + 2, 9))).toBeNull();
    expect(found(drive(() => 20, arrivedFor_s + 2, 0))).toBe('arrived');
  });

  it('is told to have arrived only to who may see the person it stands beside', () => {
    const track = drive(() => 20, notMovingFor_s + 5);
    expect(found(track)).toBe('arrived');
    expect(found(track, () => false)).toBe('not-moving');
    expect(found(drive(() => arrived_m + 10, arrivedFor_s + 2))).toBeNull();
  });

  it('is told not to move once it has stood for long enough, wherever that is', () => {
    expect(found(drive(() => 3000, notMovingFor_s - 1))).toBeNull();
    expect(found(drive(() => 3000, notMovingFor_s))).toBe('not-moving');
    const creeps = (s: number): number => 3000 - (s * notMoving_m) / 20;
    expect(found(drive(creeps, 2 * notMovingFor_s))).toBeNull();
    expect(
      findingOf(
        drive(() => 3000, notMovingFor_s),
        at(30),
        everybody,
        at(notMovingFor_s),
        policy,
      ),
    ).toBeNull();
  });

  it('says nothing of where it is when it has not been heard of for too long', () => {
    const track = drive(() => 20, notMovingFor_s + 5);
    expect(found(track, everybody, track.fix.at_ms + stale_s * 1000 + 1)).toBeNull();
  });
});
