import type { AlertId, PersonId } from '../../../shared/domain/ids.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { deviceEvent, deviceRecovered } from '../../../shared/domain/rules/events.ts';
import type { DeviceEventKind, Fix } from '../../../shared/domain/fixes.ts';
import type { Tracks } from '../tracks/tracks.ts';
import type { Register } from './register.ts';
import type { Round } from './round.ts';

/** Watches what devices say about themselves by their fixes, or by sending none. */
export type DeviceWatch = {
  /**
   * True once a device has been heard since the server started, or should have been: a server that was away does not take its
   * own absence for the devices' silence.
   */
  readonly heard: (person: PersonId, now_ms: number) => boolean;
  /** Raises silence, once per silence, for offenders whose last fix is too old. Returns what to run when the round is on disk. */
  readonly silences: (round: Round, now_ms: number) => () => void;
  /** What a new fix says: the silence is over, the battery is low or charged again. */
  readonly onFix: (round: Round, person: PersonId, fix: Fix, now_ms: number) => () => void;
};

/** Conditions that any fix ends, and those that take one from satellites. */
const OVER_BY_FIX: readonly DeviceEventKind[] = ['silence', 'power-off'];
const OVER_BY_GNSS: readonly DeviceEventKind[] = [...OVER_BY_FIX, 'gnss-lost', 'jamming'];

export const createDeviceWatch = (given: {
  readonly register: Register;
  readonly tracks: Tracks;
  readonly policy: Policy;
  readonly started_ms: number;
  readonly newAlertId: () => AlertId;
}): DeviceWatch => {
  const { register, tracks, policy, started_ms, newAlertId } = given;
  const silent = new Set<PersonId>();
  const low = new Set<PersonId>();
  const offenders = [...register.people.values()].filter((person) => person.role === 'offender');

  const heard: DeviceWatch['heard'] = (id, now_ms) => {
    if ((tracks.subject(id)?.fixes ?? 0) > 0) return true;
    const interval_s = register.people.get(id)?.interval_s ?? policy.uncertainty.defaultInterval_s;
    return now_ms - started_ms >= policy.uncertainty.graceIntervals * interval_s * 1000;
  };

  const inForce = (person: PersonId, now_ms: number) =>
    register.ordersOf(person).filter((order) => isInForce(order, now_ms));

  const silences: DeviceWatch['silences'] = (round, now_ms) => {
    const found: PersonId[] = [];
    for (const { id: person } of offenders) {
      if (silent.has(person) || !heard(person, now_ms)) continue;
      const last_ms = tracks.subject(person)?.fix.at_ms ?? started_ms;
      if (now_ms - last_ms < policy.silence.after_s * 1000) continue;
      const orders = inForce(person, now_ms);
      if (orders.length === 0) continue;
      found.push(person);
      for (const { id } of orders) {
        round.step(id, (rules) => deviceEvent(rules, { person, kind: 'silence', at_ms: now_ms }, policy, newAlertId));
      }
    }
    return () => {
      for (const person of found) silent.add(person);
    };
  };

  const onFix: DeviceWatch['onFix'] = (round, person, fix, now_ms) => {
    const battery = fix.battery_percent;
    const isLow = battery !== null && battery < policy.fixes.batteryLow_percent;
    const charged = battery !== null && battery > policy.fixes.batteryLow_percent;
    for (const { id } of register.ordersOf(person)) {
      for (const kind of fix.source === 'gnss' ? OVER_BY_GNSS : OVER_BY_FIX) {
        round.step(id, (rules) => deviceRecovered(rules, { person, kind, at_ms: now_ms }));
      }
      if (charged) round.step(id, (rules) => deviceRecovered(rules, { person, kind: 'battery-low', at_ms: now_ms }));
    }
    if (isLow && !low.has(person)) {
      for (const { id } of inForce(person, now_ms)) {
        round.step(id, (rules) =>
          deviceEvent(rules, { person, kind: 'battery-low', at_ms: now_ms }, policy, newAlertId),
        );
      }
    }
    return () => {
      silent.delete(person);
      if (isLow) low.add(person);
      if (charged) low.delete(person);
    };
  };

  return { heard, silences, onFix };
};
