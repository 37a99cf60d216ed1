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

/**
 * A press of the button. `stamp` is what a phone that sends it again repeats: the same within the policy's window is the same press;
 * without one each is a press.
 */
export type Press = { readonly person: PersonId; readonly at_ms: number; readonly stamp: string | null };

/** Something that a device reports and that may not be lost; `isKnown` where it is on disk already. */
type Reported = {
  /** The same again, while it is owed, takes the place of what is owed. */
  readonly what: string;
  readonly orders: readonly Order[];
  readonly by: (rules: OrderRules) => Evaluation;
  readonly isKnown: boolean;
  readonly onDisk: () => void;
};

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
  /** The button, pressed by some at once: one write. Each is answered for itself. */
  readonly onPresses: (pressed: readonly Press[], now_ms: number) => readonly Result<null, EventRefusal>[];
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
  const owed = new Map<string, () => void>();
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

  /** Raises what was reported together, in one write. What cannot be written is owed, each for itself. */
  const raise = (reported: readonly Reported[]): readonly Result<null, EventRefusal>[] => {
    const due = new Map(reported.filter((one) => one.orders.length > 0 && !one.isKnown).map((one) => [one.what, one]));
    const round = createRound(memory);
    for (const { orders, by } of due.values()) for (const order of orders) round.step(order.id, by);
    const isOnDisk = due.size === 0 || conclude(round, null);
    for (const [what, one] of due) {
      if (isOnDisk) {
        owed.delete(what);
        one.onDisk();
      } else owed.set(what, () => raise([one]));
    }
    return reported.map(({ orders, isKnown }) => {
      if (isKnown) return ok(null);
      if (orders.length === 0) return err('no-order');
      return isOnDisk ? ok(null) : err('store-failed');
    });
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
      const what = `${kind} ${person} ${at_ms}`;
      return raise([{ what, orders, by, isKnown: false, onDisk: () => undefined }])[0] ?? err('no-order');
    },
    onPresses: (pressed, now_ms) =>
      raise(
        pressed.map(({ person, at_ms, stamp }, index) => ({
          // Each press is owed for itself; one that is sent again while it is owed takes its own place.
          what: `sos ${person} ${stamp === null ? `${at_ms} ${index}` : `stamped ${stamp}`}`,
          orders: ordersForEmergency(register.ordersOf(person), now_ms),
          by: (rules) => sosPressed(rules, { person, at_ms }, policy, newAlertId),
          isKnown: presses.isRepeat(person, stamp, now_ms),
          onDisk: () => presses.note(person, stamp, now_ms),
        })),
      ),
    tick: (now_ms, also) => {
      for (const attempt of [...owed.values()]) attempt();
      const round = createRound(memory);
      for (const order of register.orders.values()) evaluate(round, order, [], now_ms);
      conclude(round, also);
    },
    rulesOf: (order) => memory.get(order) ?? noRules,
  };
};
