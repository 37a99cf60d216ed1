import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { DeviceSign } from '../../../../shared/domain/fixes.ts';
import type { PersonId } from '../../../../shared/domain/ids.ts';
import { evaluateOrder } from '../../../../shared/domain/rules/evaluate.ts';
import { dropAlerts } from '../../../../shared/domain/rules/events.ts';
import { noRules } from '../../../../shared/domain/rules/types.ts';
import type { OrderRules } from '../../../../shared/domain/rules/types.ts';
import { nothingTold, withFixes } from '../../../../shared/domain/rules/told.ts';
import { HOME, O1, T0, V1, alertIds, fixAt, order, play, policy, subject } from '../scene.ts';
import type { Change, Reports, Signs } from '../scene.ts';

const told = (changes: readonly Change[]) =>
  changes.flatMap(({ t, kind, alert: { rule, code } }) => (rule.type === 'device' ? [[t, kind, rule.kind, code]] : []));

const at = (t: number, m: number) => fixAt(T0 + t * 1000, destination(HOME, 90, m), { speed_mps: 0 });
/** The offender 9 km off, the victim at home: a fix each every ten seconds, the offender's only while `offender` holds. */
const reporting =
  (offender: (t: number) => boolean = () => true): Reports =>
  (t) =>
    t % 10 === 0 ? [[V1, at(t, 0)], ...(offender(t) ? [[O1, at(t, 9000)] as const] : [])] : [];
/** A sign of a person every ten seconds while `when` holds. */
const saying =
  (person: PersonId, sign: DeviceSign, when: (t: number) => boolean): Signs =>
  (t) =>
    t % 10 === 0 && when(t) ? [[person, sign]] : [];

const FAKED: DeviceSign = { kind: 'place-faked' };
const UNPAIRED: DeviceSign = { kind: 'unpaired' };
const UNREADABLE: DeviceSign = { kind: 'set-up-wrongly' };

describe('a faked place', () => {
  it('of an offender is told at once and once, Code 1, and ends after a minute of true fixes', () => {
    const faked = (t: number): boolean => t >= 20 && t <= 60;
    const { changes } = play(
      200,
      reporting((t) => !faked(t)),
      { signs: saying(O1, FAKED, faked) },
    );
    // It stands until the first true fix, of second 70.
    expect(told(changes)).toEqual([
      [20, 'raised', 'place-faked', 1],
      [129, 'cleared', 'place-faked', 1],
    ]);
    expect(changes.at(-1)).toMatchObject({ kind: 'cleared', reason: 'recovered' });
  });

  it('of a victim is Code 3', () => {
    const { changes } = play(20, reporting(), { signs: saying(V1, FAKED, (t) => t === 10) });
    expect(told(changes)).toEqual([[10, 'raised', 'place-faked', 3]]);
  });

  it('told in turn with true ones does not chatter', () => {
    const { changes } = play(
      3600,
      reporting((t) => t % 20 === 0),
      { signs: saying(O1, FAKED, (t) => t % 20 === 10) },
    );
    expect(told(changes)).toEqual([[10, 'raised', 'place-faked', 1]]);
  });

  it('beside a fix that counts is told all the same, also where the clock is a little ahead', () => {
    const ahead: Reports = (t) => [[O1, at(t + 20, 9000)], ...reporting(() => false)(t)];
    expect(
      told(play(60, ahead, { signs: (t) => [[O1, FAKED], ...(t > 60 ? [[V1, FAKED] as const] : [])] }).changes),
    ).toEqual([[0, 'raised', 'place-faked', 1]]);
  });

  it('that operators have ended is told again only after it was gone', () => {
    const faked = (t: number): boolean => t <= 300 || t >= 600;
    const options = { signs: saying(O1, FAKED, faked) };
    const first = play(
      100,
      reporting((t) => !faked(t)),
      options,
    );
    const rules = dropAlerts(first.rules, new Set(first.changes.map(({ alert }) => alert.alertId)));
    const { changes } = play(
      700,
      reporting((t) => !faked(t)),
      { ...first, rules, from_s: 101, ...options },
    );
    expect(told(changes).filter(([, , kind]) => kind === 'place-faked')).toEqual([[600, 'raised', 'place-faked', 1]]);
  });
});

describe('a bracelet away from its tracker', () => {
  it('is Code 1, and no fix ends it', () => {
    const { changes } = play(3600, reporting(), { signs: saying(O1, UNPAIRED, (t) => t === 20) });
    expect(told(changes)).toEqual([[20, 'raised', 'unpaired', 1]]);
  });
});

describe('a wrong clock', () => {
  it('is told with its offset within a minute, and ends when it is right again', () => {
    const wrong = (t: number): boolean => t > 0 && t < 110;
    const signs = saying(O1, { kind: 'clock-wrong', offset_s: 90.4 }, wrong);
    const { changes } = play(
      200,
      reporting((t) => !wrong(t)),
      { signs },
    );
    expect(told(changes)).toEqual([
      [40, 'raised', 'clock-wrong', 3],
      // It stands until the fix of second 110.
      [169, 'cleared', 'clock-wrong', 3],
    ]);
    expect(changes[0]?.alert.clockOffset_s).toBe(90);
  });

  /** What is told, and with which offset, of an offender's clock that is off by `offset_s` at second t. */
  const offsets = (seconds: number, offset_s: (t: number) => number) =>
    play(
      seconds,
      reporting(() => false),
      { signs: (t) => (t % 10 === 0 ? [[O1, { kind: 'clock-wrong', offset_s: offset_s(t) }]] : []) },
    ).changes.map(({ t, kind, alert }) => [t, kind, alert.alertId, alert.clockOffset_s]);

  it('is named anew when its offset has become another, in the same alert', () => {
    expect(offsets(200, (t) => (t < 100 ? 90 : -32_400))).toEqual([
      [30, 'raised', 'A1', 90],
      [100, 'updated', 'A1', -32_400],
    ]);
  });

  it('is not named anew for what a clock gains or loses by itself, nor for what its name does not show', () => {
    expect(offsets(600, (t) => 90 + (t % 20 === 0 ? 25 : -25))).toEqual([[30, 'raised', 'A1', 65]]);
    // A clock that stands still falls behind by a minute a minute, and is a week behind all the same.
    expect(offsets(1200, (t) => -604_800 - t)).toEqual([[30, 'raised', 'A1', -604_830]]);
    // On either side of what is called 9 h and 10 h.
    expect(offsets(600, (t) => 34_200 + (t % 20 === 0 ? 20 : -20))).toEqual([[30, 'raised', 'A1', 34_180]]);
  });

  it('is not told of a wild time now and then among good ones', () => {
    const wild = { kind: 'clock-wrong', offset_s: -619_315_200 } as const;
    const signs: Signs = (t) => (t === 55 || t === 255 ? [[O1, wild]] : []);
    expect(play(300, reporting(), { signs }).changes).toEqual([]);
  });
});

describe('a clock that is behind', () => {
  /** One message of a person every `every_s`, its fix of a time that `takenAt` gives; the other reports as they should. */
  const sending =
    (person: PersonId, every_s: number, takenAt: (t: number) => number): Reports =>
    (t) => [
      ...(t % 10 === 0 ? [person === O1 ? ([V1, at(t, 0)] as const) : ([O1, at(t, 9000)] as const)] : []),
      ...(t % every_s === 0 ? [[person, at(takenAt(t), person === O1 ? 9000 : 0)] as const] : []),
    ];

  it.each([150, 600, 2400, 86_400, 500_000])(
    'of a victim by %i s is told with its offset, and ends when it is right again',
    (slow_s) => {
      const reports = sending(V1, 10, (t) => (t < 600 ? t - slow_s : t));
      const { changes } = play(700, reports, { order: order({ validFrom_ms: T0 - 600_000_000 }), interval_s: 10 });
      expect(told(changes).filter(([, , kind]) => kind === 'clock-wrong')).toEqual([
        [60, 'raised', 'clock-wrong', 3],
        [659, 'cleared', 'clock-wrong', 3],
      ]);
      expect(told(changes).filter(([, , kind]) => kind !== 'clock-wrong')).toEqual([]);
      expect(changes[0]?.alert.clockOffset_s).toBe(-slow_s);
    },
  );

  it('of an offender is told beside that nobody knows where he is now, which is called no silence', () => {
    const { changes } = play(
      900,
      sending(O1, 10, (t) => t - 600),
      { interval_s: 10 },
    );
    expect(told(changes)).toEqual([
      // His first fix is as old as a silence, and might be one of a queue.
      [0, 'raised', 'silence', 3],
      [60, 'level', 'no-valid-place', 3],
      [60, 'raised', 'clock-wrong', 3],
    ]);
  });

  it('is told of a device that reports every ten minutes with its second message', () => {
    const { changes } = play(
      700,
      sending(V1, 600, (t) => t - 2400),
      { interval_s: 600 },
    );
    expect(told(changes).filter(([, , kind]) => kind === 'clock-wrong')).toEqual([[600, 'raised', 'clock-wrong', 3]]);
  });

  it.each([
    ['ten seconds apart, one a second', 10, 1],
    ['ten seconds apart, one every three seconds', 10, 3],
    ['a second apart, as fast as they go', 1, 0],
    ['a minute apart, one every ten seconds', 60, 10],
  ])('is none where a phone hands in what it has kept, oldest first: fixes %s', (_, apart_s, every_s) => {
    // From second 0 on it sends what it has kept in the last twenty minutes, one message each, and what it takes meanwhile.
    let next_s = -1200;
    const kept: Reports = (t) => {
      const sent: [PersonId, ReturnType<typeof at>][] = [[O1, at(t, 9000)]];
      const many = every_s === 0 ? 20 : t % every_s === 0 ? 1 : 0;
      for (let n = 0; n < many && next_s <= t; n += 1) {
        sent.push([V1, at(next_s, 0)]);
        next_s += apart_s;
      }
      return sent;
    };
    expect(
      told(play(600, kept, { interval_s: apart_s }).changes).filter(([, , kind]) => kind === 'clock-wrong'),
    ).toEqual([]);
    expect(next_s).toBeGreaterThan(500);
  });

  it('is none where the same fix comes again and again, nor where a fresh one comes in between', () => {
    const still = sending(V1, 10, () => -1000);
    expect(told(play(400, still, { interval_s: 10 }).changes).map(([, , kind]) => kind)).not.toContain('clock-wrong');
    const mixed = sending(V1, 5, (t) => (t % 10 === 0 ? t : t - 1000));
    expect(told(play(400, mixed, { interval_s: 10 }).changes)).toEqual([]);
  });
});

describe('a device that is set up wrongly', () => {
  it('is told within a minute, also where it has never said where it is', () => {
    const { changes } = play(
      60,
      reporting(() => false),
      {
        signs: saying(O1, UNREADABLE, () => true),
        watched: true,
      },
    );
    expect(told(changes)).toEqual([[30, 'raised', 'set-up-wrongly', 3]]);
  });

  it('is told within a minute of its first message where it sends seldom', () => {
    const { changes } = play(
      60,
      reporting(() => false),
      { signs: saying(O1, UNREADABLE, (t) => t === 0) },
    );
    expect(told(changes)).toEqual([[30, 'raised', 'set-up-wrongly', 3]]);
  });
});

describe('what the server finds of devices', () => {
  it('ends with its order; what is like a tamper is left to the operators', () => {
    const ending = order({ validTo_ms: T0 + 100_000 });
    const signs: Signs = (t) =>
      t === 10 || t === 20
        ? [
            [O1, UNREADABLE],
            [O1, UNPAIRED],
          ]
        : [];
    const { changes } = play(
      200,
      reporting((t) => t === 0),
      { order: ending, signs },
    );
    expect(told(changes).filter(([, kind]) => kind === 'cleared')).toEqual([[100, 'cleared', 'set-up-wrongly', 3]]);
  });

  it('is told of an order that begins while it lasts', () => {
    const later = order({ validFrom_ms: T0 + 100_000 });
    const { changes } = play(120, reporting(), { order: later, signs: saying(O1, FAKED, (t) => t <= 100) });
    expect(told(changes)).toEqual([[100, 'raised', 'place-faked', 1]]);
  });
});

describe('two places at once', () => {
  /** Steps one order second by second; the offender has another place while `two` holds. */
  const run = (seconds: number, two: (t: number) => boolean) => {
    const ids = alertIds();
    const victim = subject(HOME, T0);
    let rules: OrderRules = noRules;
    const changes: (readonly [number, string, string])[] = [];
    for (let t = 0; t <= seconds; t += 1) {
      const now_ms = T0 + t * 1000;
      const other = fixAt(now_ms, destination(HOME, 90, 20_000));
      const offender = { ...subject(destination(HOME, 90, 9000), now_ms, {}, t), twoPlaces: two(t) ? other : null };
      const scene = {
        order: order(),
        now_ms,
        heard: [],
        watchedFrom_ms: null,
        subjectOf: (id: PersonId) => (id === O1 ? offender : { ...victim, fix: { ...victim.fix, at_ms: now_ms } }),
        toldOf: () => withFixes(nothingTold, true, now_ms, policy),
        isInOutage: () => false,
      };
      const step = evaluateOrder(rules, scene, policy, ids);
      ({ rules } = step);
      for (const { kind, alert } of step.changes)
        changes.push([t, kind, alert.rule.type === 'device' ? alert.rule.kind : alert.rule.type]);
    }
    return changes;
  };

  it('are told while they last, once, and end a minute after the last time', () => {
    expect(run(300, (t) => t >= 10 && t <= 100 && t % 20 !== 0)).toEqual([
      [10, 'raised', 'two-places'],
      [159, 'cleared', 'two-places'],
    ]);
  });
});
