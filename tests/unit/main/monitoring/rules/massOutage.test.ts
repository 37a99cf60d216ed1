import { describe, expect, it } from 'vitest';
import type { Setup } from '../../../../../main/monitoring/register/setup.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { DeviceId, OrderId, PersonId } from '../../../../../shared/domain/ids.ts';
import { d1, fixAt, HOME, policy, reports, setup, startWatch, supervisor } from '../watch.ts';
import type { Watch } from '../watch.ts';

type Pair = { readonly offender: PersonId; readonly victim: PersonId; readonly order: OrderId };

const pairOf = (n: number): Pair => ({
  offender: PersonId.parse(`O-${n}`),
  victim: PersonId.parse(`V-${n}`),
  order: OrderId.parse(`order-${n}`),
});

/** So many orders; the first `ofCarrier` offenders' devices are of the carrier A, all other devices of B. */
const crowd = (orders: number, ofCarrier: number, interval_s = 10) => {
  const pairs = Array.from({ length: orders }, (_, n) => pairOf(n));
  const [first] = setup.orders;
  if (first === undefined) throw new Error('no order');
  const person = (id: PersonId, role: 'offender' | 'victim', carrier: string) => ({
    ...{ id, role, name: `가명 ${id}`, deviceId: DeviceId.parse(`device-${id}`), interval_s },
    groups: { carrier },
  });
  const made: Setup = {
    ...setup,
    people: pairs.flatMap(({ offender, victim }, n) => [
      person(offender, 'offender', n < ofCarrier ? 'A' : 'B'),
      person(victim, 'victim', 'B'),
    ]),
    orders: pairs.map(({ offender, victim, order }, n) => ({
      ...first,
      ...{ id: order, number: `모의-${n}`, offender, victims: [victim], zones: [] },
    })),
  };
  return { pairs, setup: made };
};

const FAR_M = 30_000;
const at = (n: number, metres: number) => destination(HOME, (n * 37) % 360, metres);

/** Lets seconds pass in which everybody reports every ten seconds but those whom `isSilent` names. */
const pass = (
  watch: Watch,
  pairs: readonly Pair[],
  seconds: number,
  isSilent: (n: number, role: 'offender' | 'victim') => boolean,
  metres: (n: number) => number = () => FAR_M,
): void => {
  watch.pass(seconds, () => {
    const now_ms = watch.now();
    for (const [n, { offender, victim }] of pairs.entries()) {
      if ((Math.round(now_ms / 1000) + n) % 10 !== 0) continue;
      if (!isSilent(n, 'victim')) watch.monitoring.ingestFix(victim, fixAt(HOME, now_ms), now_ms);
      if (!isSilent(n, 'offender')) watch.monitoring.ingestFix(offender, fixAt(at(n, metres(n)), now_ms), now_ms);
    }
  });
};
const nobody = (): boolean => false;
const carrierA = (n: number, role: 'offender' | 'victim'): boolean => role === 'offender' && n < 20;

const silences = (watch: Watch): readonly string[] =>
  watch
    .bodies('alert.raised')
    .flatMap(({ alert: { rule } }) => (rule.type === 'device' && rule.kind === 'silence' ? [rule.person] : []));
const outageOf = (watch: Watch) => [...watch.monitoring.world().outages.values()].at(-1);

describe('a carrier that is out', { timeout: 60_000 }, () => {
  it('is one notice with its list, before the first of its devices would be told as silent', () => {
    const { pairs, setup: many } = crowd(40, 20);
    const watch = startWatch({ setup: many });
    pass(watch, pairs, 120, nobody);
    const out_ms = watch.now();
    pass(watch, pairs, 300, carrierA);
    expect(silences(watch)).toEqual([]);
    const [began, ...more] = watch.bodies('outage.began');
    expect(more).toEqual([]);
    expect(began).toMatchObject({ group: { by: 'carrier', value: 'A' }, code: policy.codes.outage, sounding: 1 });
    const entry = watch.entries.find(({ body }) => body.kind === 'outage.began');
    expect((entry?.at_ms ?? 0) - out_ms).toBeLessThan(policy.silence.after_s * 1000 - 10_000);
    expect([...(outageOf(watch)?.silent.keys() ?? [])].toSorted()).toEqual(
      pairs
        .slice(0, 20)
        .map(({ offender }) => offender)
        .toSorted(),
    );
    expect(outageOf(watch)?.heard).toBe(20);
    expect(watch.failures).toEqual([]);
  });

  it('is an outage of all where devices of every carrier are out', () => {
    const { pairs, setup: many } = crowd(40, 20);
    const watch = startWatch({ setup: many });
    pass(watch, pairs, 120, nobody);
    pass(watch, pairs, 200, (n) => n < 20);
    expect(watch.bodies('outage.began')).toMatchObject([{ group: null }]);
    expect(silences(watch)).toEqual([]);
    expect(outageOf(watch)?.silent.size).toBe(40);
  });

  it('leaves the growing discs to ring one by one where they touch a tier', () => {
    const { pairs, setup: many } = crowd(40, 20);
    const watch = startWatch({ setup: many });
    const near = (n: number): number => (n === 3 ? 2_150 : FAR_M);
    pass(watch, pairs, 120, nobody, near);
    pass(watch, pairs, 300, carrierA, near);
    const tiers = watch.bodies('alert.raised').map(({ alert }) => `${alert.level} ${alert.certainty} ${alert.cause}`);
    expect(tiers).toEqual(['warning possible silence']);
    expect(silences(watch)).toEqual([]);
  });

  it('is measured by the devices that were heard lately, not by those that have long been silent', () => {
    const { pairs, setup: many } = crowd(60, 60);
    const watch = startWatch({ setup: many });
    pass(watch, pairs, 120, nobody);
    // Forty of sixty fall silent one after the other, too slowly for an outage; ten of the others then at once.
    const begun_ms = watch.now();
    const isGone = (n: number): boolean => n >= 20 && watch.now() >= begun_ms + (n - 20) * 10_000;
    pass(watch, pairs, 400 + policy.outage.heardWithin_s, (n, role) => role === 'offender' && isGone(n));
    expect(watch.bodies('outage.began')).toEqual([]);
    pass(watch, pairs, 120, (n, role) => role === 'offender' && (n < 10 || isGone(n)));
    expect(watch.bodies('outage.began')).toMatchObject([{ group: { by: 'carrier', value: 'A' }, heard: 20 }]);
  });

  it('holds back no button, no cut strap, and nobody of another carrier', () => {
    const { pairs, setup: many } = crowd(40, 20);
    const watch = startWatch({ setup: many });
    pass(watch, pairs, 120, nobody);
    const alsoOne = (n: number, role: 'offender' | 'victim'): boolean =>
      carrierA(n, role) || (n === 30 && role === 'offender');
    pass(watch, pairs, 200, alsoOne);
    const [first] = pairs;
    if (first === undefined) throw new Error('no pair');
    expect(silences(watch)).toEqual([pairs[30]?.offender]);
    expect(reports(watch, 'sos', first.victim).ok).toBe(true);
    expect(reports(watch, 'strap-tamper', first.offender).ok).toBe(true);
    expect(watch.bodies('alert.raised').map(({ alert }) => alert.code)).toEqual([3, 0, 1]);
  });

  it('ends when most are back, and whoever stays silent is told by themselves', () => {
    const { pairs, setup: many } = crowd(40, 20);
    const watch = startWatch({ setup: many });
    pass(watch, pairs, 120, nobody);
    pass(watch, pairs, 300, carrierA);
    pass(watch, pairs, policy.outage.endsAfter_s + 15, (n, role) => carrierA(n, role) && n === 7);
    expect(watch.bodies('outage.ended')).toHaveLength(1);
    expect(watch.bodies('outage.began')).toHaveLength(1);
    expect(silences(watch)).toEqual([pairs[7]?.offender]);
  });

  it('rings until it is acknowledged, and is passed on as its code is', () => {
    const { pairs, setup: many } = crowd(40, 20);
    const watch = startWatch({ setup: many });
    pass(watch, pairs, 120, nobody);
    pass(watch, pairs, 40, carrierA);
    const id = outageOf(watch)?.id;
    if (id === undefined) throw new Error('no outage');
    pass(watch, pairs, policy.escalation.after_s[policy.codes.outage] ?? 0, carrierA);
    expect(watch.bodies('outage.escalated')).toEqual([{ kind: 'outage.escalated', outageId: id, sounding: 1 }]);
    expect(watch.ask(supervisor, { kind: 'outage.acknowledge', outageId: id, sounding: 1 }).ok).toBe(true);
    expect(outageOf(watch)?.ringing).toBeNull();
    expect(watch.ask(d1, { kind: 'outage.acknowledge', outageId: id, sounding: 1 })).toMatchObject({
      ok: false,
      error: { reason: 'acknowledged-already' },
    });
  });

  it('goes on after a restart as the outage that it was, acknowledged or not', () => {
    const { pairs, setup: many } = crowd(40, 20);
    const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
    const first = startWatch({ setup: many, store });
    pass(first, pairs, 120, nobody);
    pass(first, pairs, 200, carrierA);
    const id = outageOf(first)?.id;
    if (id === undefined) throw new Error('no outage');
    expect(first.ask(d1, { kind: 'outage.acknowledge', outageId: id, sounding: 1 }).ok).toBe(true);
    const second = startWatch({ setup: many, store, now_ms: first.now() });
    pass(second, pairs, 200, carrierA);
    expect(second.bodies('outage.began')).toEqual([]);
    expect(silences(second)).toEqual([]);
    expect(outageOf(second)).toMatchObject({ id, ringing: null });
    pass(second, pairs, policy.outage.endsAfter_s + 15, nobody);
    expect(second.bodies('outage.ended')).toHaveLength(1);
    expect(second.monitoring.world().outages.size).toBe(0);
  });

  it('that began while the server was away is one notice too', () => {
    const { pairs, setup: many } = crowd(40, 20);
    const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
    const first = startWatch({ setup: many, store });
    pass(first, pairs, 120, nobody);
    const second = startWatch({ setup: many, store, now_ms: first.now() + 240_000 });
    pass(second, pairs, 200, carrierA);
    expect(silences(second)).toEqual([]);
    expect(second.bodies('outage.began')).toHaveLength(1);
  });
});

describe('what is no mass outage', { timeout: 60_000 }, () => {
  it('are fewer devices than the policy’s number: each is told', () => {
    const { pairs, setup: many } = crowd(40, 9);
    const watch = startWatch({ setup: many });
    pass(watch, pairs, 120, nobody);
    pass(watch, pairs, 200, (n, role) => role === 'offender' && n < 9);
    expect(watch.bodies('outage.began')).toEqual([]);
    expect(silences(watch)).toHaveLength(9);
  });

  it('are devices that are no more than the policy’s share of their group: each is told', () => {
    const { pairs, setup: many } = crowd(60, 60);
    const share = Math.floor(policy.outage.share * 60);
    expect(share).toBeGreaterThan(policy.outage.atLeast);
    const outagesOf = (silent: number) => {
      const watch = startWatch({ setup: many });
      pass(watch, pairs, 120, nobody);
      pass(watch, pairs, 200, (n, role) => role === 'offender' && n < silent);
      return [watch.bodies('outage.began').length, silences(watch).length];
    };
    expect([outagesOf(share), outagesOf(share + 1)]).toEqual([
      [0, share],
      [1, 0],
    ]);
  });

  it('are devices that fall silent one after the other', () => {
    const { pairs, setup: many } = crowd(40, 40);
    const watch = startWatch({ setup: many });
    pass(watch, pairs, 120, nobody);
    let second = 0;
    for (let minute = 0; minute < 6; minute += 1)
      pass(watch, pairs, 60, (n, role) => role === 'offender' && n * 15 < (second = Math.max(second, minute * 60)));
    expect(watch.bodies('outage.began')).toEqual([]);
    expect(silences(watch).length).toBeGreaterThan(8);
  });
});
