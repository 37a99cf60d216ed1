import { describe, expect, it } from 'vitest';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { Fix } from '../../../../../shared/domain/fixes.ts';
import type { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { d1, d2, fixAt, HOME, O, policy, setup, startWatch, supervisor, V, withoutStories } from '../watch.ts';
import type { Watch } from '../watch.ts';

type Life = {
  readonly watch: () => Watch;
  readonly restart: (away_s?: number) => void;
  readonly entries: () => readonly Entry[];
};

/** A server that can be killed and started again on the same store: nothing is written when it ends. */
const live = (): Life => {
  const store: Store = openStore(':memory:', secretFrom(new Uint8Array(32)));
  let watch = startWatch({ store, policy: withoutStories });
  const before: Entry[] = [];
  return {
    watch: () => watch,
    restart: (away_s = 3) => {
      before.push(...watch.entries);
      watch = startWatch({ store, policy: withoutStories, now_ms: watch.now() + away_s * 1000 });
    },
    entries: () => [...before, ...watch.entries],
  };
};

const FAR_M = 12_000;
/** Passes seconds in which both report, the offender so far north; null: silent. */
const pass = (
  { watch }: Life,
  seconds: number,
  offender_m: number | null = FAR_M,
  over: Partial<Fix> = {},
  isVictimHeard = true,
): void => {
  const now = watch();
  now.pass(seconds, () => {
    const at_ms = now.now();
    if (isVictimHeard) now.monitoring.ingestFix(V, fixAt(HOME, at_ms), at_ms);
    if (offender_m !== null) now.monitoring.ingestFix(O, fixAt(destination(HOME, 0, offender_m), at_ms, over), at_ms);
  });
};
const raised = (life: Life): readonly string[] =>
  life
    .entries()
    .flatMap(({ body }) =>
      body.kind === 'alert.raised' || body.kind === 'alert.repeated'
        ? [body.alert.rule.type === 'device' ? body.alert.rule.kind : body.alert.level]
        : [],
    );
const soundings = (life: Life): number =>
  life.entries().filter(({ body }) => 'sounding' in body && body.kind !== 'incident.acknowledged').length;
const incident = (life: Life) => {
  const found = [...life.watch().monitoring.world().incidents.values()].at(-1);
  if (found === undefined) throw new Error('no incident');
  return found;
};
const acknowledge = (life: Life): void => {
  const { id, soundings: sounding } = incident(life);
  expect(life.watch().ask(d1, { kind: 'incident.acknowledge', incidentId: id, sounding }).ok).toBe(true);
};
const resolve = (life: Life, outcome: 'technical-fault' | 'offender-separated' = 'technical-fault'): void => {
  acknowledge(life);
  const { id } = incident(life);
  expect(life.watch().ask(d1, { kind: 'incident.resolve', incidentId: id, outcome, cause: null }).ok).toBe(true);
};
const LOW: Partial<Fix> = { battery_percent: 9 };

describe('a restart knows what operators have resolved', { timeout: 60_000 }, () => {
  it('a low battery is not told again while it is low', () => {
    const life = live();
    pass(life, 30, FAR_M, LOW);
    resolve(life);
    pass(life, 20, FAR_M, LOW);
    life.restart();
    pass(life, 60, FAR_M, LOW);
    expect(raised(life)).toEqual(['battery-low']);
  });

  it('a battery that was charged since is told when it is low again', () => {
    const life = live();
    pass(life, 30, FAR_M, LOW);
    resolve(life);
    pass(life, 30, FAR_M);
    life.restart();
    pass(life, 60, FAR_M, LOW);
    expect(raised(life)).toEqual(['battery-low', 'battery-low']);
  });

  it('one that is charged after the restart is told when it is low again', () => {
    const life = live();
    pass(life, 30, FAR_M, LOW);
    resolve(life);
    life.restart();
    pass(life, 30, FAR_M);
    pass(life, 30, FAR_M, LOW);
    expect(raised(life)).toEqual(['battery-low', 'battery-low']);
  });

  it('a silence is not told again while it lasts, of whomever', () => {
    const life = live();
    pass(life, 30);
    pass(life, 150, null);
    resolve(life);
    life.restart(10);
    pass(life, 400, null);
    life.restart(200);
    pass(life, 400, null);
    expect(raised(life)).toEqual(['silence']);
    pass(life, 60);
    pass(life, 150, null);
    expect(raised(life)).toEqual(['silence', 'silence']);
  });

  it('nor one whose incident was closed since, and its positions deleted', () => {
    const life = live();
    pass(life, 30, FAR_M, LOW);
    pass(life, 150, null);
    resolve(life);
    const { id } = incident(life);
    const review = { review: '가상의 검토', caseFollows: false } as const;
    expect(life.watch().ask(supervisor, { kind: 'incident.close', incidentId: id, ...review }).ok).toBe(true);
    pass(life, 60, null);
    expect(life.watch().monitoring.world().incidents.size).toBe(0);
    life.restart(10);
    pass(life, 400, null);
    expect(raised(life)).toEqual(['battery-low', 'silence']);
    pass(life, 60, FAR_M, LOW);
    expect(raised(life)).toEqual(['battery-low', 'silence']);
  });

  it('nor is a victim’s', () => {
    const life = live();
    pass(life, 30);
    pass(life, 150, FAR_M, {}, false);
    resolve(life);
    life.restart(10);
    pass(life, 400, FAR_M, {}, false);
    expect(raised(life)).toEqual(['silence']);
  });

  it.each(['no-valid-place', 'stuck'] as const)('nor is %s', (kind) => {
    const life = live();
    pass(life, 30);
    const stuck = fixAt(destination(HOME, 0, FAR_M), life.watch().now() - 1000);
    const said = (seconds: number): void => {
      for (let s = 0; s < seconds; s += 10) {
        const { monitoring, now } = life.watch();
        if (kind === 'stuck') monitoring.ingestFix(O, stuck, now());
        monitoring.ingestSigns(O, kind === 'stuck' ? [{ kind: 'heard' }] : [{ kind: 'heard' }, { kind }], now());
        pass(life, 10, null);
      }
    };
    said(200);
    expect(raised(life)).toEqual([kind]);
    resolve(life);
    life.restart(5);
    said(400);
    expect(raised(life)).toEqual([kind]);
  });
});

describe('a restart knows what goes on', { timeout: 60_000 }, () => {
  it('what was acknowledged does not sound again, and what was shelved stays so for its time', () => {
    const life = live();
    pass(life, 30, 1900);
    acknowledge(life);
    const before = soundings(life);
    life.restart();
    pass(life, 60, 1900);
    expect(soundings(life)).toBe(before);
    const { id, soundings: sounding } = incident(life);
    const shelf = { reason: 'under-watch', text: null, for_s: 300, sounding } as const;
    expect(life.watch().ask(d1, { kind: 'incident.shelve', incidentId: id, ...shelf }).ok).toBe(true);
    pass(life, 100, 1900);
    life.restart(30);
    pass(life, 100, 1900);
    expect(incident(life).shelved).not.toBeNull();
    pass(life, 100, 1900);
    expect(incident(life).shelved).toBeNull();
    expect(soundings(life)).toBe(before + 1);
  });

  it('a breach that outlives its resolution rings when it would have, and not for the restart', () => {
    const [still, restarted] = [live(), live()];
    for (const life of [still, restarted]) {
      pass(life, 60, 900);
      resolve(life, 'offender-separated');
      pass(life, 100, 900);
      if (life === restarted) life.restart(0);
      pass(life, 1000, 900);
    }
    const times = (life: Life): readonly string[] =>
      life
        .entries()
        .flatMap(({ at_ms, body }) => (body.kind === 'alert.raised' ? [`${body.alert.level} ${at_ms}`] : []));
    expect(times(restarted)).toEqual(times(still));
  });

  it('an escalation is not made twice, and one that is due is made', () => {
    const life = live();
    pass(life, 5, 900);
    pass(life, 70, 900);
    life.restart();
    pass(life, 120, 900);
    expect(life.entries().filter(({ body }) => body.kind === 'incident.escalated')).toHaveLength(1);
    const late = live();
    pass(late, 5, 900);
    late.restart(90);
    pass(late, 2, 900);
    expect(late.entries().filter(({ body }) => body.kind === 'incident.escalated')).toHaveLength(1);
  });

  it('whose an incident is', () => {
    const life = live();
    pass(life, 5, 900);
    acknowledge(life);
    life.restart();
    pass(life, 5, 900);
    const { id, claim } = incident(life);
    expect(claim?.operatorId).toBe(d1.id);
    expect(life.watch().ask(d2, { kind: 'incident.claim', incidentId: id, from: null })).toMatchObject({
      ok: false,
      error: { reason: 'claimed-already', by: d1.id },
    });
  });

  it('a press that a phone sends again is not a second one', () => {
    const life = live();
    pass(life, 10);
    const press = (): void => life.watch().monitoring.sos(V, life.watch().now(), '2026-03-06T10:30:10Z');
    press();
    press();
    life.restart(3);
    press();
    pass(life, policy.sos.samePress_s + 1);
    press();
    expect(raised(life)).toEqual(['sos', 'sos']);
  });

  it('how fast an offender was who stood when he fell silent, so that his disc grows as it would have', () => {
    const [still, restarted] = [live(), live()];
    for (const life of [still, restarted]) {
      for (let s = 0; s < 60; s += 1) pass(life, 1, 6000 - 20 * s, { speed_mps: 20 });
      pass(life, 20, 4800, { speed_mps: 0 });
      if (life === restarted) life.restart(0);
      pass(life, 300, null);
    }
    const rises = (life: Life): readonly string[] =>
      life
        .entries()
        .flatMap(({ at_ms, body }) =>
          (body.kind === 'alert.raised' || body.kind === 'alert.level') && body.alert.rule.type === 'proximity'
            ? [`${body.alert.level} ${body.alert.certainty} ${at_ms}`]
            : [],
        );
    expect(rises(still).length).toBeGreaterThan(0);
    expect(rises(restarted)).toEqual(rises(still));
  });

  it('silence counts from the last fix, and the place is lost half an hour after it', () => {
    const life = live();
    pass(life, 30);
    const last_ms = life.watch().now();
    pass(life, 60, null);
    life.restart(30);
    pass(life, 1800, null);
    const at = (level: string): number | undefined =>
      life
        .entries()
        .find(
          ({ body }) =>
            (body.kind === 'alert.raised' || body.kind === 'alert.level') &&
            body.alert.rule.type === 'device' &&
            body.alert.level === level,
        )?.at_ms;
    expect(at('device')).toBe(last_ms + policy.silence.after_s * 1000);
    expect(at('location-lost')).toBe(last_ms + policy.silence.locationLostAfter_s * 1000);
    expect(setup.orders).toHaveLength(1);
  });
});
