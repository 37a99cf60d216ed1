import FlatQueue from 'flatqueue';
import { groupKey, groupsOf } from '../../../shared/domain/groups.ts';
import type { DeviceGroup } from '../../../shared/domain/groups.ts';
import type { OutageId, PersonId } from '../../../shared/domain/ids.ts';
import type { Outages } from '../../../shared/domain/incidents/outages.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { grace_s } from '../../../shared/domain/proximity/radius.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';
import { areMostBack, outageAmong, quietAfter_s } from '../../../shared/domain/rules/outage.ts';
import type { Tally } from '../../../shared/domain/rules/outage.ts';
import type { Register } from '../register/register.ts';

/** A mass outage as it is found, ahead of what the record says of it. */
export type FoundOutage = {
  readonly id: OutageId;
  readonly group: DeviceGroup;
  readonly beganAt_ms: number;
  readonly heard: number;
  /** Whose devices are silent now. */
  readonly silent: ReadonlySet<PersonId>;
  readonly affected: ReadonlySet<PersonId>;
  /** Grows with everyone who falls silent or comes back. */
  readonly version: number;
  /** When most had been heard again for long enough; null while it runs. */
  readonly endedAt_ms: number | null;
};

/** Sees many devices fall silent together before the first of them would be told as silent. */
export type OutageWatch = {
  /** A message came from a person's device, whatever it held. */
  readonly hear: (person: PersonId, now_ms: number) => void;
  /** Finds what has begun and ended, before the orders are looked at. Costs what has changed. */
  readonly look: (now_ms: number) => void;
  /** The person's device is silent in an outage that runs: it is told with the others. */
  readonly isIn: (person: PersonId) => boolean;
  /** Those that run, and those that are over and still to be told. */
  readonly found: () => Iterable<FoundOutage>;
  /** The record says that it is over. */
  readonly told: (outage: OutageId) => void;
};

/** The orders of one tick are looked at within so long: who would be told as silent with one of its later pieces is quiet with the first. */
const ONE_TICK_MS = 2000;

/** A group, and how many of its devices were heard lately. */
type Group = { readonly group: DeviceGroup; heard: number };

type Device = {
  readonly person: PersonId;
  /** Everybody's first, then those that the policy names. */
  readonly groups: readonly Group[];
  last_ms: number;
  /** When it is to be looked at whether it is quiet, where that is not what its interval says; null otherwise. */
  quietBy_ms: number | null;
  isQuiet: boolean;
  isHeard: boolean;
  outage: RunningOutage | null;
};

type RunningOutage = { -readonly [K in keyof FoundOutage]: FoundOutage[K] } & {
  readonly of: Group;
  readonly silent: Set<PersonId>;
  readonly affected: Set<PersonId>;
  mostBackSince_ms: number | null;
};

/** Devices to be looked at when their time comes; each is in it once at most, however often its time is put off. */
const createTimes = <T>() => {
  const queue = new FlatQueue<T>();
  const within = new Set<T>();
  return {
    has: (one: T): boolean => within.has(one),
    add: (one: T, at_ms: number): void => {
      within.add(one);
      queue.push(one, at_ms);
    },
    /** Gives each whose time has come to `look`, which answers with a later time where it has been put off. */
    pass: (now_ms: number, look: (one: T) => number | null): void => {
      while ((queue.peekValue() ?? Number.POSITIVE_INFINITY) <= now_ms) {
        const one = queue.pop();
        if (one === undefined) return;
        const later_ms = look(one);
        if (later_ms === null) within.delete(one);
        else queue.push(one, later_ms);
      }
    },
  };
};

export const createOutageWatch = (given: {
  readonly register: Register;
  readonly subjectOf: (person: PersonId) => Subject | null;
  readonly policy: Policy;
  readonly started_ms: number;
  /** What the record says of before the start. */
  readonly before: Outages;
  readonly newOutageId: () => OutageId;
}): OutageWatch => {
  const { register, subjectOf, policy } = given;
  const { outage: rules, silence } = policy;
  const groups = new Map<string, Group>();
  const devices = new Map<PersonId, Device>();
  const quietTimes = createTimes<Device>();
  const heardTimes = createTimes<Device>();
  /** Devices that have just fallen quiet and are in no outage, the first of them first, and when. */
  const recent = new Map<Device, number>();
  const outages = new Map<OutageId, RunningOutage>();

  const groupOf = (group: DeviceGroup): Group => {
    const key = groupKey(group);
    const known = groups.get(key) ?? { group, heard: 0 };
    groups.set(key, known);
    return known;
  };
  for (const person of register.people.values()) {
    const of = [null, ...groupsOf(person, rules.groups)].map(groupOf);
    devices.set(person.id, {
      ...{ person: person.id, groups: of, last_ms: 0, quietBy_ms: null, isQuiet: false, isHeard: false, outage: null },
    });
  }

  const join = (device: Device, outage: RunningOutage): void => {
    device.outage = outage;
    outage.silent.add(device.person);
    outage.affected.add(device.person);
    outage.version += 1;
  };
  const leave = (device: Device): void => {
    if (device.outage === null) return;
    device.outage.silent.delete(device.person);
    device.outage.version += 1;
    device.outage = null;
  };
  type Begun = Pick<FoundOutage, 'id' | 'beganAt_ms' | 'heard'>;
  const open = (of: Group, affected: Iterable<PersonId>, begun: Begun): RunningOutage => {
    const outage: RunningOutage = {
      ...begun,
      of,
      group: of.group,
      silent: new Set(),
      affected: new Set(affected),
      version: 0,
      endedAt_ms: null,
      mostBackSince_ms: null,
    };
    outages.set(outage.id, outage);
    return outage;
  };
  for (const { id, group, beganAt_ms, heard, endedAt_ms, silent, affected } of given.before.values()) {
    if (endedAt_ms !== null) continue;
    const outage = open(groupOf(group), affected, { id, beganAt_ms, heard });
    for (const person of silent.keys()) {
      const device = devices.get(person);
      if (device !== undefined) join(device, outage);
    }
  }

  const isWatched = ({ person }: Device, now_ms: number): boolean =>
    register.ordersOf(person).some((order) => isInForce(order, now_ms));
  const quietAt_ms = (device: Device): number => {
    const subject = subjectOf(device.person) ?? { interval_s: policy.uncertainty.defaultInterval_s };
    return device.quietBy_ms ?? device.last_ms + quietAfter_s(subject, policy) * 1000;
  };
  const count = (device: Device, by: 1 | -1): void => {
    device.isHeard = by === 1;
    for (const group of device.groups) group.heard += by;
  };
  const noteHeard = (device: Device, now_ms: number): void => {
    if (!device.isHeard && isWatched(device, now_ms)) count(device, 1);
    if (!heardTimes.has(device)) heardTimes.add(device, device.last_ms + rules.heardWithin_s * 1000);
    if (!quietTimes.has(device)) quietTimes.add(device, quietAt_ms(device));
  };

  /**
   * Devices that were heard until the server went away are given the time in which each would be told as silent, and no more: an outage that
   * began meanwhile is one as well.
   */
  const seed = (): void => {
    const known = [...devices.values()].flatMap((device) => {
      const subject = subjectOf(device.person);
      return subject === null || subject.fixes > 0 || device.outage !== null ? [] : [{ device, subject }];
    });
    const newest_ms = known.reduce(
      (newest, { subject }) => Math.max(newest, subject.fix.at_ms),
      Number.NEGATIVE_INFINITY,
    );
    for (const { device, subject } of known) {
      if (device.isHeard || subject.fix.at_ms < newest_ms - rules.heardWithin_s * 1000) continue;
      const awaited_ms = given.started_ms + grace_s(subject, policy) * 1000;
      const told_ms = Math.max(awaited_ms, subject.fix.at_ms + silence.after_s * 1000) - ONE_TICK_MS;
      device.last_ms = given.started_ms;
      device.quietBy_ms = Math.min(told_ms, quietAt_ms(device));
      noteHeard(device, given.started_ms);
    }
  };

  const fallQuiet = (device: Device, now_ms: number): void => {
    device.isQuiet = true;
    if (!isWatched(device, now_ms)) return;
    const running = [...outages.values()].find((one) => one.endedAt_ms === null && device.groups.includes(one.of));
    if (running === undefined) recent.set(device, now_ms);
    else join(device, running);
  };

  const tallies = (now_ms: number): readonly Tally[] => {
    const quiet = new Map<Group, number>();
    for (const [{ groups: of }, at_ms] of recent) {
      if (at_ms < now_ms - rules.within_s * 1000) continue;
      for (const group of of) quiet.set(group, (quiet.get(group) ?? 0) + 1);
    }
    return [...quiet].map(([{ group, heard }, n]) => ({ group, quiet: n, heard }));
  };

  const begin = ({ group, heard }: Tally, now_ms: number): void => {
    const of = groupOf(group);
    const outage = open(of, [], { id: given.newOutageId(), beganAt_ms: now_ms, heard });
    for (const device of recent.keys()) {
      if (!device.groups.includes(of)) continue;
      recent.delete(device);
      join(device, outage);
    }
  };

  const stepEnd = (outage: RunningOutage, now_ms: number): void => {
    if (outage.endedAt_ms !== null) return;
    if (!areMostBack(outage.silent.size, outage.affected.size, policy)) {
      outage.mostBackSince_ms = null;
      return;
    }
    outage.mostBackSince_ms ??= now_ms;
    if (now_ms - outage.mostBackSince_ms < rules.endsAfter_s * 1000) return;
    outage.endedAt_ms = now_ms;
    for (const person of outage.silent) {
      const device = devices.get(person);
      if (device !== undefined) device.outage = null;
    }
  };

  let isSeeded = false;
  return {
    hear: (person, now_ms) => {
      const device = devices.get(person);
      if (device === undefined) return;
      device.last_ms = Math.max(device.last_ms, now_ms);
      device.quietBy_ms = null;
      device.isQuiet = false;
      recent.delete(device);
      leave(device);
      noteHeard(device, now_ms);
    },
    look: (now_ms) => {
      if (!isSeeded) seed();
      isSeeded = true;
      heardTimes.pass(now_ms, (device) => {
        const until_ms = device.last_ms + rules.heardWithin_s * 1000;
        if (until_ms > now_ms && isWatched(device, now_ms)) return until_ms;
        if (device.isHeard) count(device, -1);
        return null;
      });
      quietTimes.pass(now_ms, (device) => {
        const at_ms = quietAt_ms(device);
        if (at_ms > now_ms) return at_ms;
        if (!device.isQuiet) fallQuiet(device, now_ms);
        return null;
      });
      for (const [device, at_ms] of recent) {
        // Those who have been quiet for longer are told, or are about to be.
        if (at_ms >= now_ms - silence.after_s * 1000) break;
        recent.delete(device);
      }
      if (recent.size >= rules.atLeast) {
        const out = outageAmong(tallies(now_ms), policy);
        if (out !== null) begin(out, now_ms);
      }
      for (const outage of outages.values()) stepEnd(outage, now_ms);
    },
    isIn: (person) => (devices.get(person)?.outage ?? null) !== null,
    found: () => outages.values(),
    told: (id) => void outages.delete(id),
  };
};
