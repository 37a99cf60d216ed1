import type { Fix, KeptFix } from '../../../shared/domain/fixes.ts';
import type { IncidentId, PersonId } from '../../../shared/domain/ids.ts';
import { runningOf } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Heard } from '../../../shared/domain/rules/types.ts';
import type { Distances } from '../incidents/distances.ts';
import type { Engine } from '../rules/engine.ts';
import type { Register } from '../register/register.ts';
import type { Joined, Tracks } from '../tracks/tracks.ts';
import type { Accepted, FixRefusal } from '../ports/devices.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';
import type { Placed, PositionRoom } from '../ports/positions.ts';
import type { CommitQueue, Outcome } from '../ports/record.ts';
import { createUntilRaised } from './untilRaised.ts';

/** Where fixes enter: checks, tracks, positions of running incidents, rules. */
export type Intake = {
  /**
   * Fixes of one person that came together, each answered: the rules look once all are in, so that what a device has kept while it was
   * cut off is not taken for its presence.
   */
  readonly fixes: (person: PersonId, fixes: readonly Fix[], receivedAt_ms: number) => readonly Accepted[];
  /** People whose last fix is to be sealed now: some of those heard of lately, so that everybody has their turn. */
  readonly someLastFixes: () => readonly PersonId[];
  /** Everybody whose last fix is not sealed yet. */
  readonly allLastFixes: () => readonly PersonId[];
  /** Seals the last fixes of these people, in one commit. */
  readonly keepLastFixes: (people: readonly PersonId[], done: (outcome: Outcome) => void) => void;
};

/** Everybody's turn comes within so many ticks: sealing thousands at once would hold up the alerts behind them. */
const KEEP_WITHIN_TICKS = 5;
const refused = (reason: FixRefusal): Accepted => ({ accepted: false, reason });

export const createIntake = (given: {
  readonly register: Register;
  readonly tracks: Tracks;
  readonly engine: Engine;
  readonly distances: Distances;
  readonly record: IncidentRecord;
  readonly room: PositionRoom;
  /** Of everybody as it was kept over a restart. */
  readonly lastFixes: ReadonlyMap<PersonId, KeptFix>;
  readonly commits: CommitQueue;
  readonly policy: Policy;
  readonly now: () => number;
  readonly bulkhead: Bulkhead;
  /** Counts what is not refused but left out later. */
  readonly count: (reason: 'implausible') => void;
}): Intake => {
  const { register, tracks, engine, distances, record, room, policy, now } = given;
  const changed = new Set<PersonId>();
  const runningUnder = (order: Order): Incident | null => runningOf(record.world(), order.id);
  const note = (incident: IncidentId, person: PersonId, fix: Placed): void => {
    // A response may run on after a restore whose positions had been deleted: they stay so.
    if (record.world().incidents.get(incident)?.positionsExist !== true) return;
    room.note(incident, person, fix, policy.uncertainty.defaultAccuracy_m);
  };

  const untilRaised = createUntilRaised(
    (order, person) => tracks.subjectUnder(order, person)?.fix ?? null,
    engine.isFound,
  );
  engine.onFinding((id) => {
    const order = register.orders.get(id);
    if (order !== undefined) untilRaised.begin(order);
  });
  /** Of the time before an incident no more is kept than the lead-in that a track remembers. */
  const earliestShown_ms = ({ validFrom_ms }: Order, raisedAt_ms: number): number =>
    Math.max(validFrom_ms, raisedAt_ms - policy.track.memory_s * 1000);

  for (const [id, fix] of given.lastFixes) {
    const person = register.people.get(id);
    if (person !== undefined) tracks.restore(person, fix);
  }
  record.onEntries((entries) => {
    for (const { at_ms, body, incidentId } of entries) {
      const order = body.kind === 'incident.raised' ? register.orders.get(body.orderId) : undefined;
      if (order === undefined || incidentId === null) continue;
      // The fix that raised the incident belongs to it, and so do the other person's and what has come since, where it had to wait for the disk.
      const of = untilRaised.take(order.id);
      for (const { person, fix } of of?.lastKnown ?? []) note(incidentId, person, fix);
      for (const { person, fix } of of?.since ?? [])
        if (fix.at_ms >= earliestShown_ms(order, at_ms)) note(incidentId, person, fix);
    }
  });

  /** A fix counts for an order that was in force when it was taken. */
  const judges = (order: Order, { at_ms }: Fix): boolean => isInForce(order, at_ms);
  /** While an incident runs its people are shown beyond their order's end, but nothing from before it began ever joins. */
  const shows = (order: Order, { at_ms }: Fix): boolean => {
    const incident = runningUnder(order);
    if (incident === null) return false;
    return at_ms >= earliestShown_ms(order, incident.times.raisedAt_ms);
  };

  const refusalOf = (orders: readonly Order[], fix: Fix, receivedAt_ms: number): FixRefusal | null => {
    if (fix.at_ms > receivedAt_ms + policy.fixes.future_s * 1000) return 'future';
    if (fix.at_ms < receivedAt_ms - policy.fixes.oldest_s * 1000) return 'too-old';
    return orders.some((order) => judges(order, fix) || shows(order, fix)) ? null : 'no-order';
  };

  /** Puts what has joined a track into the positions of its running incidents. */
  const keep = (person: PersonId, orders: readonly Order[], { heard, dropped }: Joined): void => {
    // One that was held until now and turned out to be nothing: it was taken, so it can only be counted.
    if (dropped) given.count('implausible');
    for (const { as, fix } of heard) {
      if (as === 'held') continue;
      for (const order of orders) {
        const incident = runningUnder(order);
        if (incident !== null && shows(order, fix)) note(incident.id, person, fix);
        untilRaised.note(order.id, person, fix);
      }
      if (as === 'present') changed.add(person);
    }
  };

  /** Running incidents learn how close what was heard brings their people. */
  const measure = (orders: readonly Order[], heard: readonly Heard[], now_ms: number): void => {
    for (const order of orders) {
      const incident = runningUnder(order);
      if (incident === null) continue;
      given.bulkhead.run('incidents', `distances of ${order.id}`, () =>
        distances.heard(incident, order, heard, now_ms),
      );
    }
  };

  const fixes: Intake['fixes'] = (id, all, receivedAt_ms) => {
    const now_ms = now();
    const person = register.people.get(id);
    if (person === undefined) return all.map(() => refused('unknown-person'));
    const orders = register.ordersOf(id);
    const refusals = all.map((fix) => refusalOf(orders, fix, receivedAt_ms));
    const usable = all.filter((_, index) => refusals[index] === null);
    // Of a time that is wilder the doors have told.
    const newest_ms = all.reduce((newest, { at_ms }, index) => {
      const isWild = refusals[index] === 'future' || refusals[index] === 'too-old';
      return isWild ? newest : Math.max(newest, at_ms);
    }, Number.NEGATIVE_INFINITY);
    if (Number.isFinite(newest_ms)) engine.onNewest(id, newest_ms, receivedAt_ms);
    const joined: Joined[] = [];
    tracks.addAll(person, usable, (taken) => {
      joined.push(...taken);
      for (const one of taken) keep(id, orders, one);
      const heard = taken.flatMap((one) => one.heard);
      if (heard.length === 0) return;
      engine.onHeard(id, heard, now_ms);
      measure(orders, heard, now_ms);
    });
    if (joined.some((one) => one.refused === 'duplicate')) engine.onRepeat(id, now_ms);
    let next = 0;
    return refusals.map((refusal): Accepted => {
      const reason = refusal ?? joined[next++]?.refused ?? null;
      return reason === null ? { accepted: true } : refused(reason);
    });
  };

  const keepLastFixes: Intake['keepLastFixes'] = (people, done) =>
    given.commits.add({
      prepare: () => {
        const lastFixes = new Map<PersonId, KeptFix>();
        for (const person of people) {
          changed.delete(person);
          const subject = tracks.subject(person);
          if (subject === null) continue;
          // Faster than that nobody is taken to be, however odd the fixes were.
          const topSpeed_mps = Math.min(subject.topSpeed_mps, policy.uncertainty.maxSpeed_mps);
          lastFixes.set(person, { ...subject.fix, topSpeed_mps });
        }
        return lastFixes.size === 0 ? null : { lastFixes };
      },
      done: (outcome) => {
        if (!outcome.ok) for (const person of people) changed.add(person);
        done(outcome);
      },
    });

  return {
    fixes,
    someLastFixes: () => [...changed].slice(0, Math.ceil(changed.size / KEEP_WITHIN_TICKS)),
    allLastFixes: () => [...changed],
    keepLastFixes,
  };
};
