import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { createTracks } from '../../../../main/monitoring/tracks/tracks.ts';
import { HOME, O1, T0, V1, fixAt, play, policy } from '../scene.ts';
import type { Reports } from '../scene.ts';

const who = { id: O1, interval_s: 1 };
const east = (m: number) => destination(HOME, 90, m);

/** Takes fixes `[second, metres east]` and gives back what became of each. */
const take = (...fixes: readonly (readonly [number, number])[]) => {
  const tracks = createTracks(policy);
  const joined = fixes.map(([t, m]) => tracks.add(who, fixAt(T0 + t * 1000, east(m))));
  return { tracks, joined, said: joined.map((j) => j.refused ?? j.heard.map((h) => h.as).join(' ')) };
};

describe('a fix that cannot be', () => {
  it('is held when farther than 100 m/s allows after both radii are subtracted', () => {
    // 100 m and 2 × 1.62 × 5 m = 116.2 m in one second.
    expect(take([0, 0], [1, 115]).said).toEqual(['present', 'present']);
    expect(take([0, 0], [1, 118]).said).toEqual(['present', 'held']);
    // A KTX at 84 m/s can be believed.
    expect(take([0, 0], [10, 840]).said).toEqual(['present', 'present']);
  });

  it('is dropped, and counted, when the next is reachable from the old track', () => {
    const { joined, tracks } = take([0, 0], [1, 5000], [2, 3]);
    expect(joined[2]).toMatchObject({ dropped: true, refused: null });
    expect(tracks.recent(O1, T0 + 2000).map((p) => p.at_ms)).toEqual([T0, T0 + 2000]);
  });

  it('is released, and joins the track, when the next is reachable from it', () => {
    const { said, joined, tracks } = take([0, 0], [1, 5000], [2, 5003]);
    expect(said).toEqual(['present', 'held', 'present present']);
    expect(joined[2]?.dropped).toBe(false);
    expect(tracks.recent(O1, T0 + 2000)).toHaveLength(3);
    expect(tracks.subject(O1)?.fixes).toBe(3);
  });

  it('gives way to the next where neither can be believed', () => {
    const { said, joined } = take([0, 0], [1, 5000], [2, 12_000], [3, 12_002]);
    expect(said).toEqual(['present', 'held', 'held', 'present present']);
    expect(joined[2]?.dropped).toBe(true);
  });

  it('believes the slower way where both are possible', () => {
    expect(take([0, 0], [1, 200], [60, 0]).joined[2]?.dropped).toBe(true);
    expect(take([0, 0], [1, 200], [60, 210]).said[2]).toBe('present present');
  });

  it('is refused and counted when late and out of reach of its neighbours', () => {
    expect(take([0, 0], [10, 0], [5, 3000]).said).toEqual(['present', 'present', 'implausible']);
    expect(take([0, 0], [10, 0], [5, 300]).said).toEqual(['present', 'present', 'late']);
  });

  it('may become believable by one that came later but happened before', () => {
    expect(take([0, 0], [20, 2024], [10, 1010]).said).toEqual(['present', 'held', 'present present']);
  });

  it('of the same subject and time as one before is a duplicate, also of a held one', () => {
    expect(take([0, 0], [0, 0], [1, 5000], [1, 5000]).said).toEqual(['present', 'duplicate', 'held', 'duplicate']);
  });
});

describe('one jump', () => {
  const jumping =
    (jumps: (t: number) => boolean): Reports =>
    (t) => [
      [V1, fixAt(T0 + t * 1000, HOME)],
      [O1, fixAt(T0 + t * 1000, east(jumps(t) ? 20 : 5000))],
    ];

  it('of one fix to the victim raises nothing', () => {
    expect(
      play(
        120,
        jumping((t) => t === 60),
      ).changes,
    ).toEqual([]);
  });

  it('counts as possible while it is held: with silence behind it, it is raised', () => {
    const silentAfterJump: Reports = (t) => [
      [V1, fixAt(T0 + t * 1000, HOME)],
      ...(t <= 60 ? [[O1, fixAt(T0 + t * 1000, east(t === 60 ? 20 : 5000))] as const] : []),
    ];
    const { changes } = play(200, silentAfterJump);
    const raised = changes.find((c) => c.alert.rule.type === 'proximity');
    expect([raised?.alert.level, raised?.alert.certainty, raised?.alert.code, raised?.alert.cause]).toEqual([
      'contact',
      'possible',
      1,
      'silence',
    ]);
  });

  it('that turns out to be true is a breach as soon as the next fix says so', () => {
    const { changes } = play(
      70,
      jumping((t) => t >= 60),
    );
    expect(changes.map((c) => [c.t, c.alert.level])).toEqual([[61, 'contact']]);
  });
});
