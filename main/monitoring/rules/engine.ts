import { AlertId, IncidentId } from '../../../shared/domain/ids.ts';
import type { OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { DeviceEventKind, DeviceSign } from '../../../shared/domain/fixes.ts';
import { joinAlert } from '../../../shared/domain/incidents/join.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { evaluateOrder } from '../../../shared/domain/rules/evaluate.ts';
import { deviceEvent, dropAlerts, sosPressed } from '../../../shared/domain/rules/events.ts';
import { rulesFromWorld } from '../../../shared/domain/rules/restore.ts';
import { noRules } from '../../../shared/domain/rules/types.ts';
import type { Evaluation, Heard, OrderRules } from '../../../shared/domain/rules/types.ts';
import type { Batch, Record } from '../incidents/record.ts';
import type { Tracks } from '../tracks/tracks.ts';
import { createPresses } from './presses.ts';
import { ordersForEmergency } from './register.ts';
import type { Register } from './register.ts';
import { createRound } from './round.ts';
import type { Round } from './round.ts';

export type EventRefusal = 'no-order' | 'store-failed';

/** Runs the rules over the orders and turns what they find into entries of the record. */
export type Engine = {
  /** What was just heard of a person: their orders are evaluated at once. */
  readonly onHeard: (person: PersonId, heard: readonly Heard[], now_ms: number) => void;
  /** What a message said of its device, beside fixes that count. */
  readonly onSigns: (person: PersonId, signs: readonly DeviceSign[], now_ms: number) => void;
  /** A device event; strap tamper under whichever order there is. */
  readonly onEvent: (
    person: PersonId,
    kind: DeviceEventKind,
    at_ms: number,
    now_ms: number,
  ) => Result<null, EventRefusal>;
  /** The button. The same stamp again within the policy's window is the same press; without a stamp each is a press. */
  readonly onSos: (person: PersonId, at_ms: number, now_ms: number, stamp: string | null) => Result<null, EventRefusal>;
  /** Evaluates every order; `also` adds to the same batch. */
  readonly tick: (now_ms: number, also: (batch: Batch) => void) => void;
  readonly rulesOf: (order: OrderId) => OrderRules;
};

export const createEngine = (given: {
  readonly register: Register;
  readonly tracks: Tracks;
  readonly record: Record;
  readonly policy: Policy;
  readonly started_ms: number;
  readonly newId: (prefix: string) => string;
  /** Told when the record cannot be written; what was found is found again on the next tick. */
  readonly onStoreFailure: (thrown: unknown) => void;
}): Engine => {
  const { register, tracks, record, policy } = given;
  const newAlertId = (): AlertId => AlertId.parse(given.newId('alert'));
  const newIncidentId = (): IncidentId => IncidentId.parse(given.newId('inc'));
  const memory = new Map<OrderId, OrderRules>();
  for (const id of register.orders.keys()) memory.set(id, rulesFromWorld(record.world(), id));
  /** Events that could not be written: nobody may press a second time, so they are tried again until they are on disk. */
  const owed = new Map<string, () => Result<null, EventRefusal>>();
  const presses = createPresses(policy.sos.samePress_s);

  record.onEntries((entries) => {
    for (const { body, incidentId } of entries) {
      if (body.kind !== 'alert.cleared' || body.reason !== 'resolved' || incidentId === null) continue;
      const order = record.world().incidents.get(incidentId)?.orderId;
      const rules = order === undefined ? undefined : memory.get(order);
      if (order !== undefined && rules !== undefined) memory.set(order, dropAlerts(rules, new Set([body.alertId])));
    }
  });

  const evaluate = (round: Round, order: Order, heard: readonly Heard[], now_ms: number): void => {
    if (!isInForce(order, now_ms) && round.rules(order.id).running.size === 0) return;
    const scene = { order, now_ms, subjectOf: tracks.subject, heard, watchedFrom_ms: given.started_ms };
    round.step(order.id, (rules): Evaluation => evaluateOrder(rules, scene, policy, newAlertId));
  };

  /** Writes what a round found; only when it is on disk does the rules' memory move on. */
  const conclude = (round: Round, also: ((batch: Batch) => void) | null): boolean => {
    try {
      if (round.changes.length > 0 || also !== null) {
        record.write((batch) => {
          for (const { order, change } of round.changes)
            batch.add(joinAlert(batch.world(), order, change, newIncidentId));
          also?.(batch);
        });
      }
    } catch (thrown) {
      given.onStoreFailure(thrown);
      return false;
    }
    round.commit();
    return true;
  };

  const raise = (
    what: string,
    orders: readonly Order[],
    by: (rules: OrderRules) => Evaluation,
    onDisk: () => void = () => undefined,
  ): Result<null, EventRefusal> => {
    if (orders.length === 0) return err('no-order');
    const attempt = (): Result<null, EventRefusal> => {
      const round = createRound(memory);
      for (const order of orders) round.step(order.id, by);
      if (!conclude(round, null)) return err('store-failed');
      onDisk();
      return ok(null);
    };
    const done = attempt();
    if (done.ok) owed.delete(what);
    else owed.set(what, attempt);
    return done;
  };

  return {
    onHeard: (person, heard, now_ms) => {
      const round = createRound(memory);
      for (const order of register.ordersOf(person)) evaluate(round, order, heard, now_ms);
      conclude(round, null);
    },
    onSigns: () => undefined,
    onEvent: (person, kind, at_ms, now_ms) => {
      const by = (rules: OrderRules): Evaluation => deviceEvent(rules, { person, kind, at_ms }, policy, newAlertId);
      const all = register.ordersOf(person);
      const inForce = (): readonly Order[] => all.filter((order) => isInForce(order, now_ms));
      const orders = kind === 'strap-tamper' ? ordersForEmergency(all, now_ms) : inForce();
      return raise(`${kind} ${person} ${at_ms}`, orders, by);
    },
    onSos: (person, at_ms, now_ms, stamp) => {
      if (presses.isRepeat(person, stamp, now_ms)) return ok(null);
      const by = (rules: OrderRules): Evaluation => sosPressed(rules, { person, at_ms }, policy, newAlertId);
      // Each press is owed for itself; one that is sent again while it is owed takes its own place. No finger presses twice in 1 ms.
      const what = `sos ${person} ${stamp === null ? at_ms : `stamped ${stamp}`}`;
      return raise(what, ordersForEmergency(register.ordersOf(person), now_ms), by, () =>
        presses.note(person, stamp, now_ms),
      );
    },
    tick: (now_ms, also) => {
      for (const [what, attempt] of owed) if (attempt().ok) owed.delete(what);
      const round = createRound(memory);
      for (const order of register.orders.values()) evaluate(round, order, [], now_ms);
      conclude(round, also);
    },
    rulesOf: (order) => memory.get(order) ?? noRules,
  };
};
