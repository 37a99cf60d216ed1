import { groupKey } from '../groups.ts';
import type { DeviceGroup } from '../groups.ts';
import type { Policy } from '../policy.ts';
import { grace_s } from '../proximity/radius.ts';
import type { Subject } from '../proximity/types.ts';

/**
 * Seconds without a message after which a device is quiet: as many as its interval allows, and soon enough that the beginning of an outage
 * is seen before the first of its devices would be told as silent.
 */
export const quietAfter_s = (subject: Pick<Subject, 'interval_s'>, policy: Policy): number => {
  const { quietIntervals, quietAtMost_s } = policy.outage;
  return Math.max(grace_s(subject, policy), Math.min(quietIntervals * subject.interval_s, quietAtMost_s));
};

/** A group of devices: how many have just fallen quiet together, and of how many that were heard lately. */
export type Tally = { readonly group: DeviceGroup; readonly quiet: number; readonly heard: number };

/**
 * The group whose outage this is; null where it is none. Of groups that are out the one that holds most of what is quiet is the whole of it;
 * the smallest that holds nearly as much gives it its name: a carrier rather than everybody.
 */
export const outageAmong = (tallies: readonly Tally[], { outage }: Pick<Policy, 'outage'>): Tally | null => {
  const out = tallies.filter(({ quiet, heard }) => quiet >= outage.atLeast && quiet > outage.share * heard);
  const most = out.reduce((max, { quiet }) => Math.max(max, quiet), 0);
  const named = out
    .filter(({ quiet }) => quiet >= outage.namedBy_share * most)
    .toSorted((a, b) => a.heard - b.heard || groupKey(a.group).localeCompare(groupKey(b.group)));
  return named[0] ?? null;
};

/** True while so many of an outage's devices are back that it is over once this has lasted. */
export const areMostBack = (silent: number, affected: number, { outage }: Pick<Policy, 'outage'>): boolean =>
  silent <= outage.fewLeft || silent <= (1 - outage.back_share) * affected;
