import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { DeviceSign } from '../../../../shared/domain/fixes.ts';
import type { PersonId } from '../../../../shared/domain/ids.ts';
import { dropAlerts } from '../../../../shared/domain/rules/events.ts';
import { HOME, O1, T0, V1, fixAt, play } from '../scene.ts';
import type { Change, Reports, Run, Signs } from '../scene.ts';

const HEARD: DeviceSign = { kind: 'heard' };
const NO_PLACE: DeviceSign = { kind: 'no-valid-place' };

/** Of device alerts alone: when, what, by which name, at which level and code. */
const told = (changes: readonly Change[]) =>
  changes.flatMap(({ t, kind, alert: { rule, level, code } }) =>
    rule.type === 'device' ? [[t, kind, rule.kind, level, code]] : [],
  );

const at = (t: number, m: number) => fixAt(T0 + t * 1000, destination(HOME, 90, m), { speed_mps: 0 });
/** Each where they stand, every second for which their function holds; the offender `far_m` east of the victim. */
const standing =
  (far_m: number, offender: (t: number) => boolean, victim: (t: number) => boolean): Reports =>
  (t) => [...(offender(t) ? [[O1, at(t, far_m)] as const] : []), ...(victim(t) ? [[V1, at(t, 0)] as const] : [])];
const always = (): boolean => true;
const until = (last: number) => (t: number) => t <= last;

/** A message without a place every ten seconds from `from` to `to`. */
const heartbeats =
  (person: PersonId, from: number, to = Infinity): Signs =>
  (t) =>
    t >= from && t <= to && t % 10 === 0
      ? [
          [person, HEARD],
          [person, NO_PLACE],
        ]
      : [];

describe('an offender’s device that is heard without a new place', () => {
  it('is told after 120 s as what it is, and its disc drives levels as in silence', () => {
    const { changes } = play(2000, standing(300, until(0), always), { signs: heartbeats(O1, 10) });
    expect(told(changes)).toEqual([
      [120, 'raised', 'no-valid-place', 'device', 3],
      [1800, 'level', 'no-valid-place', 'location-lost', 3],
    ]);
    const contact = changes.find(({ alert }) => alert.level === 'contact');
    expect(contact).toMatchObject({ alert: { certainty: 'possible', cause: 'silence', code: 1 } });
    expect(contact?.t).toBeLessThanOrEqual(121);
  });

  it('is stuck where it sends the same fix again', () => {
    const reports: Reports = (t) => [[V1, at(t, 0)], ...(t % 10 === 0 ? [[O1, at(0, 9000)] as const] : [])];
    expect(told(play(200, reports).changes)).toEqual([[120, 'raised', 'stuck', 'device', 3]]);
  });

  it('has one alert, which changes its name without sounding and ends with a fix', () => {
    const gone = standing(9000, (t) => t === 0 || t >= 900, always);
    const { changes } = play(910, gone, { signs: heartbeats(O1, 300, 400) });
    expect(told(changes)).toEqual([
      [120, 'raised', 'silence', 'device', 3],
      [300, 'level', 'no-valid-place', 'device', 3],
      // Last heard at 400: its name is that of a silence again five minutes later, no sooner.
      [700, 'level', 'silence', 'device', 3],
      [900, 'cleared', 'silence', 'device', 3],
    ]);
    expect(new Set(changes.map(({ alert }) => alert.alertId)).size).toBe(1);
    expect(changes.flatMap((change) => (change.kind === 'level' ? [change.rose] : []))).toEqual([false, false]);
  });

  it('is not told of a device that hands in what it has kept: that is silent, as its newest fix is old', () => {
    const kept: Reports = (t) => [
      [V1, at(t, 0)],
      ...(t === 0 ? [[O1, at(0, 9000)] as const] : []),
      ...(t >= 300 && t < 320 ? [[O1, at(t - 250, 9000)] as const] : []),
    ];
    expect(told(play(330, kept).changes)).toEqual([[120, 'raised', 'silence', 'device', 3]]);
  });

  it('is not told of a device whose last fix took its time', () => {
    const slow: Reports = (t) => [[V1, at(t, 0)], ...(t <= 50 ? [[O1, at(t - 20, 9000)] as const] : [])];
    // The last fix is of second 30 and came at second 50.
    expect(told(play(170, slow, { signs: (t) => (t <= 50 ? [[O1, HEARD]] : []) }).changes)).toEqual([
      [150, 'raised', 'silence', 'device', 3],
    ]);
  });

  it('is told anew under each order after the operators ended it only once a fix has come', () => {
    const first = play(200, standing(9000, until(0), always), { signs: heartbeats(O1, 10) });
    const rules = dropAlerts(first.rules, new Set(first.changes.map(({ alert }) => alert.alertId)));
    const gone = standing(9000, (t) => t === 1000, always);
    const { changes } = play(1200, gone, { ...first, rules, from_s: 201, signs: heartbeats(O1, 10, 500) });
    // Resolved: neither the same name nor another raises it again, until the fix of second 1,000 has begun a new one.
    expect(told(changes)).toEqual([[1120, 'raised', 'silence', 'device', 3]]);
  });
});

describe('a silence that operators have ended', () => {
  const ended = (first: Run): Run => {
    const ids = new Set(first.changes.map(({ alert }) => alert.alertId));
    return { ...first, rules: dropAlerts(first.rules, ids) };
  };

  it('is followed by another where the device hands in that it was there in between', () => {
    const first = ended(play(200, standing(9000, until(0), always)));
    // At second 1,000 comes what the device kept until second 700: it has been silent since then.
    const kept: Reports = (t) => [[V1, at(t, 0)], ...(t === 1000 ? [[O1, at(700, 9000)] as const] : [])];
    expect(told(play(1010, kept, { ...first, from_s: 201 }).changes)).toEqual([
      [1000, 'raised', 'silence', 'device', 3],
    ]);
  });

  it('of a victim is followed by another once the phone was heard in between', () => {
    const first = ended(play(200, standing(9000, always, until(0))));
    const signs: Signs = (t) => (t >= 300 && t <= 360 && t % 30 === 0 ? [[V1, HEARD]] : []);
    expect(told(play(600, standing(9000, always, until(0)), { ...first, from_s: 201, signs }).changes)).toEqual([
      [480, 'raised', 'silence', 'device', 3],
    ]);
  });
});

describe('a device that reports every ten minutes', () => {
  const seldom = standing(9000, (t) => t % 600 === 0, always);

  it('has one silence in two hours, which ends with a fix that came in time', () => {
    const reports: Reports = (t) => [...seldom(t), ...(t === 7260 ? [[O1, at(t, 9000)] as const] : [])];
    expect(told(play(7300, reports, { interval_s: null }).changes)).toEqual([
      [120, 'raised', 'silence', 'device', 3],
      [7260, 'cleared', 'silence', 'device', 3],
    ]);
  });

  it('has one silence where it is configured so', () => {
    const { changes } = play(
      7200,
      standing(
        9000,
        (t) => t % 600 === 0,
        (t) => t % 600 === 0,
      ),
      { interval_s: 600 },
    );
    expect(told(changes)).toEqual([
      [120, 'raised', 'silence', 'device', 3],
      [120, 'raised', 'silence', 'device', 3],
    ]);
  });

  it('is not told again after the operators ended it', () => {
    const first = play(200, seldom, { interval_s: null });
    const rules = dropAlerts(first.rules, new Set(first.changes.map(({ alert }) => alert.alertId)));
    expect(told(play(7200, seldom, { ...first, rules, from_s: 201, interval_s: null }).changes)).toEqual([]);
  });
});

describe('a victim’s phone that is heard', () => {
  it('is not silent, and told as without a place only when nobody can say any more where it is', () => {
    const { changes } = play(2000, standing(9000, always, until(0)), { signs: heartbeats(V1, 10) });
    expect(told(changes)).toEqual([[1800, 'raised', 'no-valid-place', 'device', 4]]);
  });

  it('is stuck after five minutes of the same fix, and no longer with the next', () => {
    const reports: Reports = (t) => [
      [O1, at(t, 9000)],
      ...(t % 10 === 0 ? [[V1, at(t >= 600 ? t : 0, 0)] as const] : []),
    ];
    expect(told(play(700, reports).changes)).toEqual([
      [300, 'raised', 'stuck', 'device', 4],
      [600, 'cleared', 'stuck', 'device', 4],
    ]);
  });

  it('may lie still for hours with fresh fixes of the very same place', () => {
    const reports: Reports = (t) =>
      t % 10 === 0
        ? [
            [O1, at(t, 9000)],
            [V1, at(t, 0)],
          ]
        : [];
    expect(play(7200, reports, { interval_s: null }).changes).toEqual([]);
  });

  it('sounds again, under the same alert, when it falls silent', () => {
    const reports: Reports = (t) => [[O1, at(t, 9000)], ...(t <= 400 && t % 10 === 0 ? [[V1, at(0, 0)] as const] : [])];
    const { changes } = play(600, reports);
    expect(told(changes)).toEqual([
      [300, 'raised', 'stuck', 'device', 4],
      [520, 'level', 'silence', 'device', 3],
    ]);
    expect(changes[1]?.kind === 'level' && changes[1].rose).toBe(true);
  });

  it('ends its silence by being heard in time, not by a single sign in ten minutes', () => {
    const signs: Signs = (t) => (t % 600 === 0 || (t >= 1000 && t % 30 === 0) ? [[V1, HEARD]] : []);
    expect(told(play(1100, standing(9000, always, until(0)), { signs }).changes)).toEqual([
      [120, 'raised', 'silence', 'device', 3],
      [1050, 'cleared', 'silence', 'device', 3],
    ]);
  });

  it('without any fix yet is told after 120 s: there is no last place to watch over', () => {
    const none = standing(9000, always, () => false);
    expect(told(play(300, none, { watched: true, signs: heartbeats(V1, 0) }).changes)).toEqual([
      [120, 'raised', 'no-valid-place', 'device', 3],
    ]);
  });
});

describe('a device whose places nobody can have travelled between', () => {
  const FAR = [
    [129.07, 35.18],
    [126.53, 33.5],
    [139.7, 35.68],
    [141.35, 43.06],
  ] as const;
  /** Busan, Jeju, Tokyo and Sapporo in turn. */
  const garbage = (t: number) => fixAt(T0 + t * 1000, FAR[(t / 10) % FAR.length] ?? HOME, { speed_mps: 0 });
  const jumping =
    (who: PersonId, from: number, to = Infinity): Reports =>
    (t) =>
      t % 10 === 0
        ? [
            [O1, who === O1 && t >= from && t <= to ? garbage(t) : at(t, 4000)],
            [V1, who === V1 && t >= from && t <= to ? garbage(t) : at(t, 0)],
          ]
        : [];

  it('is without a valid place after 120 s, and its disc grows from the last believed fix', () => {
    const { changes } = play(2400, jumping(O1, 70), { interval_s: 10 });
    expect(told(changes)).toEqual([
      [180, 'raised', 'no-valid-place', 'device', 3],
      [1860, 'level', 'no-valid-place', 'location-lost', 3],
    ]);
    // 4 km less the limit of 2 km at 2 m/s, from 1.5 intervals after the last believed fix on.
    const warning = changes.find(({ alert }) => alert.level === 'warning');
    expect(warning).toMatchObject({ alert: { certainty: 'possible', cause: 'silence' } });
    expect(Math.abs((warning?.t ?? 0) - (60 + 15 + 1000))).toBeLessThan(20);
  });

  it('ends with the next fix that can be believed', () => {
    expect(told(play(400, jumping(O1, 70, 300), { interval_s: 10 }).changes)).toEqual([
      [180, 'raised', 'no-valid-place', 'device', 3],
      [310, 'cleared', 'no-valid-place', 'device', 3],
    ]);
  });

  it('is told of a victim after five minutes, since it is no habit of a phone that lies still', () => {
    expect(told(play(2400, jumping(V1, 70, 2000), { interval_s: 10 }).changes)).toEqual([
      [370, 'raised', 'no-valid-place', 'device', 3],
      [2010, 'cleared', 'no-valid-place', 'device', 3],
    ]);
  });

  it('is in two places where it stays in each for a second fix, which its track then follows', () => {
    const pairs: Reports = (t) =>
      t % 10 === 0
        ? [
            [V1, at(t, 0)],
            [O1, t < 80 ? at(t, 9000) : fixAt(T0 + t * 1000, FAR[Math.floor(t / 20) % FAR.length] ?? HOME)],
          ]
        : [];
    expect(told(play(300, pairs, { interval_s: 10 }).changes)).toEqual([[130, 'raised', 'two-places', 'device', 3]]);
  });

  it('is not told of a single jump, held for as long as it takes the next fix to come', () => {
    // Each fix takes two seconds to the server.
    const once: Reports = (t) => [
      ...(t % 60 === 2 && t !== 182 ? [[O1, at(t - 2, 9000)] as const] : []),
      ...(t === 182 ? [[O1, garbage(180)] as const] : []),
      ...(t % 10 === 0 ? [[V1, at(t, 0)] as const] : []),
    ];
    expect(play(400, once, { interval_s: 60 }).changes).toEqual([]);
    // Nothing comes after the jump: the next fix would have been due 90 s after it.
    const last: Reports = (t) => once(t).filter(([who]) => who !== O1 || t <= 182);
    expect(told(play(500, last, { interval_s: 60 }).changes)).toEqual([
      [272, 'raised', 'no-valid-place', 'device', 3],
      [482, 'level', 'silence', 'device', 3],
    ]);
  });
});
