import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { noRules } from '../../../../shared/domain/rules/types.ts';
import { createTracks } from '../../../../main/monitoring/tracks/tracks.ts';
import { HOME, O1, T0, V1, fixAt, order, play, policy, zone } from '../scene.ts';
import type { Change, Reports } from '../scene.ts';

/** Each reports every second while their function gives a distance east of home. */
const reporting =
  (offender: (t: number) => number | null, victim: (t: number) => number | null): Reports =>
  (t) =>
    (
      [
        [O1, offender(t)],
        [V1, victim(t)],
      ] as const
    ).flatMap(([id, m]) =>
      m === null ? [] : [[id, fixAt(T0 + t * 1000, destination(HOME, 90, m), { speed_mps: 0 })] as const],
    );

const until = (last: number, m: number) => (t: number) => (t <= last ? m : null);
const told = (changes: readonly Change[]) =>
  changes.map((c) => [c.t, c.kind, c.alert.rule.type, c.alert.level, c.alert.code]);

/** When an offender who drives 20 m/s towards the victim is possibly within a limit, silent since he was 4 km away. */
const heardOfSilentDriver = (every_s: number, speed_mps: number | null): number | undefined =>
  play(
    900,
    (t) => [
      [V1, fixAt(T0 + t * 1000, HOME)],
      ...(t <= 100 && t % every_s === 0
        ? [[O1, fixAt(T0 + t * 1000, destination(HOME, 90, 6000 - 20 * t), { speed_mps })] as const]
        : []),
    ],
    { interval_s: every_s },
  ).changes.find(({ alert }) => alert.rule.type === 'proximity')?.t;

describe('one gap between two fixes', () => {
  it('is no rate at which a device reports: its disc grows after it as that of any other', () => {
    const reports: Reports = (t) => [
      [V1, fixAt(T0 + t * 1000, HOME)],
      ...(t === 0 ? [[O1, fixAt(T0, destination(HOME, 90, 5000))] as const] : []),
      ...(t === 840 ? [[O1, fixAt(T0 + 840_000, destination(HOME, 90, 2600))] as const] : []),
    ];
    const { changes } = play(2000, reports, { interval_s: null });
    const warning = changes.find(({ alert }) => alert.rule.type === 'proximity');
    // 600 m at 2 m/s, from 1.5 of the default intervals after the fix on.
    const { defaultInterval_s, graceIntervals } = policy.uncertainty;
    expect(warning?.alert.certainty).toBe('possible');
    expect(Math.abs((warning?.t ?? 0) - (840 + graceIntervals * defaultInterval_s + 300))).toBeLessThan(15);
  });
});

describe('a reported speed of 0 in a car', () => {
  it.each([1, 5, 10, 20])('does not slow the disc of a device that reports every %i s', (every_s) => {
    const truthful = heardOfSilentDriver(every_s, 20) ?? Number.NaN;
    expect(truthful).toBeLessThan(300);
    expect(heardOfSilentDriver(every_s, 0)).toBeLessThanOrEqual(truthful + 10);
    expect(heardOfSilentDriver(every_s, null)).toBeLessThanOrEqual(truthful + 10);
  });
});

describe('silence of an offender', () => {
  it('is a device alert after 120 s without a fix, and ends with the next one', () => {
    const { changes } = play(
      140,
      reporting(
        (t) => (t <= 10 || t >= 135 ? 9000 : null),
        () => 0,
      ),
    );
    expect(told(changes)).toEqual([
      [130, 'raised', 'device', 'device', 3],
      [135, 'cleared', 'device', 'device', 3],
    ]);
  });

  it('lets the disc raise what it touches as possible, at Code 1 at most, until the location is lost', () => {
    const { changes } = play(
      2000,
      reporting(until(0, 2500), () => 0),
    );
    expect(told(changes)).toEqual([
      [120, 'raised', 'device', 'device', 3],
      [244, 'raised', 'proximity', 'warning', 2],
      [744, 'level', 'proximity', 'alert', 1],
      [1194, 'level', 'proximity', 'contact', 1],
      [1800, 'level', 'device', 'location-lost', 3],
    ]);
    expect(changes.every((c) => c.alert.rule.type === 'device' || c.alert.certainty === 'possible')).toBe(true);
  });

  it('is found out for every order that is in force, also one that begins during it', () => {
    const later = order({ validFrom_ms: T0 + 300_000 });
    expect(
      told(
        play(
          310,
          reporting(until(0, 9000), () => 0),
          { order: later },
        ).changes,
      ),
    ).toEqual([[300, 'raised', 'device', 'device', 3]]);
  });

  it('goes on while a device that was cut off hands in what it has kept, and ends with the first fix that is fresh', () => {
    // Ten minutes of one fix every 10 s, handed in second by second after 700 s of silence, oldest first.
    const reports: Reports = (t) => [
      [V1, fixAt(T0 + t * 1000, HOME)],
      ...(t === 0 ? [[O1, fixAt(T0, destination(HOME, 90, 9000))] as const] : []),
      ...(t >= 700 && t <= 770
        ? [[O1, fixAt(T0 + (t - 700) * 10_000 + 10_000, destination(HOME, 90, 9000))] as const]
        : []),
    ];
    // Second 763 brings the fix of second 640, still too old; second 764 that of second 650, less than two minutes ago.
    expect(told(play(770, reports).changes)).toEqual([
      [120, 'raised', 'device', 'device', 3],
      [764, 'cleared', 'device', 'device', 3],
    ]);
  });

  it('ends with its order', () => {
    const ending = order({ validTo_ms: T0 + 200_000 });
    expect(
      told(
        play(
          300,
          reporting(until(0, 9000), () => 0),
          { order: ending },
        ).changes,
      ),
    ).toEqual([
      [120, 'raised', 'device', 'device', 3],
      [200, 'cleared', 'device', 'device', 3],
    ]);
  });

  it('counts from the last known fix after a restart, once the device had its chance to report', () => {
    const tracks = createTracks(policy);
    tracks.restore({ id: O1, interval_s: 10 }, fixAt(T0 - 600_000, destination(HOME, 90, 2500), { speed_mps: 0 }));
    tracks.restore({ id: V1, interval_s: 10 }, fixAt(T0 - 1000, HOME));
    const reports: Reports = (t) => [[V1, fixAt(T0 + t * 1000, HOME)]];
    const { changes } = play(60, reports, { tracks, rules: noRules, watched: true, interval_s: 10 });
    // 585 s at 2 m/s have grown the disc past 500 m long since.
    expect(told(changes)).toEqual([
      [15, 'raised', 'proximity', 'warning', 2],
      [15, 'raised', 'device', 'device', 3],
    ]);
  });

  it('before a first fix is none, unless a server watches and waits', () => {
    const victimOnly = reporting(
      () => null,
      () => 0,
    );
    expect(play(300, victimOnly).changes).toEqual([]);
    expect(told(play(300, victimOnly, { watched: true }).changes)).toEqual([[120, 'raised', 'device', 'device', 3]]);
  });
});

describe('silence of a victim', () => {
  it('is a device alert of its own, Code 3', () => {
    expect(
      told(
        play(
          200,
          reporting(() => 30_000, until(0, 0)),
        ).changes,
      ),
    ).toEqual([[120, 'raised', 'device', 'device', 3]]);
  });

  it('is Code 2 while the offender is within the warning tier', () => {
    const { changes } = play(
      400,
      reporting((t) => (t < 200 ? 6000 : 6000 - 25 * (t - 200)), until(0, 0)),
    );
    const silence = changes.filter((c) => c.alert.rule.type === 'device');
    expect(told(silence).map(([, kind, , level, code]) => [kind, level, code])).toEqual([
      ['raised', 'device', 3],
      ['level', 'silent-near', 2],
    ]);
    expect(silence[1]?.kind === 'level' && silence[1].rose).toBe(true);
  });

  it('leaves the zones to go on', () => {
    const guarded = order({ zones: [zone], limits: { warning_m: 1, alert_m: 1, contact_m: 1 } });
    const { changes } = play(
      400,
      reporting((t) => (t < 300 ? 5000 - 15 * t : 20), until(0, 900)),
      { order: guarded },
    );
    expect(changes.some((c) => c.alert.level === 'zone')).toBe(true);
  });

  it('long enough to lose the place stops the disc from saying anything; the last known place is still watched over', () => {
    const { changes } = play(
      2400,
      reporting((t) => (t < 2000 ? 9000 : Math.max(500, 9000 - 30 * (t - 2000))), until(0, 0)),
    );
    const raised = changes.filter((c) => c.alert.rule.type === 'proximity');
    expect(raised.map((c) => [c.alert.level, c.alert.certainty])).toEqual([
      ['warning', 'likely'],
      ['alert', 'likely'],
    ]);
  });
});
