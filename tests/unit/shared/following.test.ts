import { describe, expect, it } from 'vitest';
import { followingOf, hasArrived } from '../../../shared/domain/following.ts';
import type { Seen } from '../../../shared/domain/following.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { along, destination } from '../../../shared/domain/geo/geodesic.ts';
import { loadPolicy } from '../../../main/files/policy.ts';

const policy = loadPolicy();
const SENT_MS = 1_000_000;
const HOME: LonLat = [126.9236, 37.5563];
/** 300 m east, then 300 m north. */
const CORNER = destination(HOME, 90, 300);
const BOX = destination(CORNER, 0, 300);
const ROUTE = [HOME, CORNER, BOX];
const WALK_MPS = 1.2;

const onWay = (walked_m: number): LonLat =>
  walked_m < 300 ? along(HOME, CORNER, walked_m / 300) : along(CORNER, BOX, Math.min(1, (walked_m - 300) / 300));

/** Somebody's fixes every five seconds since the way was sent, each off by `error_m` to one side and then to the other. */
const seen = (at: (s: number) => LonLat, until_s: number, error_m = 8): readonly Seen[] =>
  Array.from({ length: Math.floor(until_s / 5) }, (_, n) => {
    const s = (n + 1) * 5;
    const [lon, lat] = destination(at(s), n % 2 === 0 ? 60 : 240, error_m);
    return { at_ms: SENT_MS + s * 1000, lon, lat, accuracy_m: 10 };
  });
const following = (at: (s: number) => LonLat, until_s: number, now_s = until_s) =>
  followingOf(ROUTE, seen(at, until_s), SENT_MS, SENT_MS + now_s * 1000, policy);

describe('L6: following a way that was sent', () => {
  it('is on the way while the victim walks it, around its corner too, and arrived once they stay at its end', () => {
    const walk = (s: number): LonLat => onWay(s * WALK_MPS);
    for (const s of [60, 120, 200, 300, 400, 450]) expect(following(walk, s), `after ${s} s`).toBe('on-the-way');
    expect(following(walk, 540)).toBe('arrived');
  });

  it('is awaited at first, and stalled when the victim does not move on', () => {
    const stays = (): LonLat => HOME;
    expect(following(stays, 30)).toBe('awaited');
    expect(following(stays, 70)).toBe('stalled');
    const stops = (s: number): LonLat => onWay(Math.min(s, 100) * WALK_MPS);
    expect(following(stops, 100)).toBe('on-the-way');
    expect(following(stops, 180)).toBe('stalled');
  });

  it('is away when the victim goes the other way or turns back, and not by a parallel street', () => {
    expect(following((s) => destination(HOME, 270, s * WALK_MPS), 100)).toBe('away');
    const turnsBack = (s: number): LonLat => onWay(s < 200 ? s * WALK_MPS : Math.max(0, (400 - s) * WALK_MPS));
    expect(following(turnsBack, 290)).toBe('away');
    const parallel = (s: number): LonLat => destination(onWay(s * WALK_MPS), 180, 40);
    for (const s of [100, 200, 400]) expect(following(parallel, s), `after ${s} s`).toBe('on-the-way');
  });

  it('is unknown without a fresh place, which is not the same as calm', () => {
    expect(following((s) => onWay(s * WALK_MPS), 100, 100 + policy.guidance.fresh_s + 1)).toBe('unknown');
    expect(followingOf(ROUTE, [], SENT_MS, SENT_MS + 10_000, policy)).toBe('awaited');
    expect(followingOf(ROUTE, [], SENT_MS, SENT_MS + 120_000, policy)).toBe('unknown');
  });

  it('one fix off the way, such as a reflection, is not yet away', () => {
    const jumps = (s: number): LonLat => (s === 100 ? destination(HOME, 270, 400) : onWay(s * WALK_MPS));
    expect(following(jumps, 100)).toBe('on-the-way');
  });

  it('who only passes by the place has not arrived', () => {
    const passesBy = (s: number): LonLat => destination(BOX, 270, 300 - s * 12);
    expect(hasArrived(ROUTE, seen(passesBy, 60), policy)).toBe(false);
    expect(
      hasArrived(
        ROUTE,
        seen(() => BOX, 60),
        policy,
      ),
    ).toBe(true);
  });
});
