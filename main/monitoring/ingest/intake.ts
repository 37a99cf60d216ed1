import type { Fix } from '../../../shared/domain/fixes.ts';
import type { IncidentId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { PositionRoom } from '../incidents/positions.ts';
import type { Record } from '../incidents/record.ts';
import type { Engine } from '../rules/engine.ts';
import type { Register } from '../rules/register.ts';
import type { Store } from '../store/store.ts';
import type { Tracks } from '../tracks/tracks.ts';

/** Why a fix was not taken. Each is counted; nothing is dropped in silence. */
export type FixRefusal = 'unknown-person' | 'future' | 'no-order' | 'duplicate' | 'implausible';
export type Accepted = { readonly accepted: true } | { readonly accepted: false; readonly reason: FixRefusal };

/** Where fixes enter: checks, tracks, positions of running incidents, rules. */
export type Intake = {
  readonly fix: (person: PersonId, fix: Fix, receivedAt_ms: number) => Accepted;
  /** Seals the last fix of everyone heard of lately; `all` writes now whatever waits. */
  readonly keepLastFixes: (all: boolean) => void;
};

const KEEP_EVERY_MS = 5000;
const refused = (reason: FixRefusal): Accepted => ({ accepted: false, reason });

export const createIntake = (given: {
  readonly register: Register;
  readonly tracks: Tracks;
  readonly engine: Engine;
  readonly record: Record;
  readonly room: PositionRoom;
  readonly store: Store;
  readonly policy: Policy;
  readonly now: () => number;
  /** Counts what is not refused but left out later. */
  readonly count: (reason: 'implausible') => void;
}): Intake => {
  const { register, tracks, engine, record, room, store, policy, now } = given;
  const changed = new Set<PersonId>();
  let kept_ms = now();
  let running: ReadonlyMap<OrderId, IncidentId> = new Map();

  const index = (): void => {
    const incidents = [...record.world().incidents.values()].filter(isRunning);
    running = new Map(incidents.map((incident) => [incident.orderId, incident.id]));
  };
  const note = (incident: IncidentId, person: PersonId, fix: Fix): void =>
    room.note(incident, person, fix, policy.uncertainty.defaultAccuracy_m);

  for (const [id, fix] of store.lastFixes.all()) {
    const person = register.people.get(id);
    if (person !== undefined) tracks.restore(person, fix);
  }
  index();
  record.onEntries((entries) => {
    index();
    for (const { body, incidentId } of entries) {
      // The fix that raised the incident belongs to it, and so does the other person's.
      const order = body.kind === 'incident.raised' ? register.orders.get(body.orderId) : undefined;
      if (order === undefined || incidentId === null) continue;
      for (const person of [order.offender, ...order.victims]) {
        const subject = tracks.subject(person);
        if (subject !== null) note(incidentId, person, subject.fix);
      }
    }
  });

  /** Positions are taken only while an order is in force or its incident runs: without one there is no monitoring. */
  const watched = (order: Order, now_ms: number): boolean => isInForce(order, now_ms) || running.has(order.id);

  const fix: Intake['fix'] = (id, at, receivedAt_ms) => {
    const person = register.people.get(id);
    if (person === undefined) return refused('unknown-person');
    if (at.at_ms > receivedAt_ms + policy.fixes.future_s * 1000) return refused('future');
    const now_ms = now();
    const orders = register.ordersOf(id).filter((order) => watched(order, now_ms));
    if (orders.length === 0) return refused('no-order');
    const { heard, refused: reason, dropped } = tracks.add(person, at);
    if (reason !== null) return refused(reason);
    // One that was held until now and turned out to be nothing: it was taken, so it can only be counted.
    if (dropped) given.count('implausible');
    for (const { as, fix: taken } of heard) {
      if (as === 'held') continue;
      for (const order of orders) {
        const incident = running.get(order.id);
        if (incident !== undefined) note(incident, id, taken);
      }
      if (as === 'present') changed.add(id);
    }
    engine.onHeard(id, heard, now_ms);
    return { accepted: true };
  };

  const keepLastFixes: Intake['keepLastFixes'] = (all) => {
    const now_ms = now();
    if (changed.size === 0 || (!all && now_ms - kept_ms < KEEP_EVERY_MS)) return;
    store.transaction(() => {
      for (const person of changed) {
        const subject = tracks.subject(person);
        if (subject !== null) store.lastFixes.put(person, subject.fix);
      }
    });
    changed.clear();
    kept_ms = now_ms;
  };

  return { fix, keepLastFixes };
};
