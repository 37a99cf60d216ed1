import { AlertId, IncidentId } from '../../../shared/domain/ids.ts';
import type { OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { DeviceEventKind, DeviceSign } from '../../../shared/domain/fixes.ts';
import { joinAlert } from '../../../shared/domain/incidents/join.ts';
import { isInForce, isSettling } from '../../../shared/domain/orders.ts';
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
import type { ToldByDevices } from '../tracks/told.ts';
import { systemDraft } from '../incidents/systemDraft.ts';
import type { Tracks } from '../tracks/tracks.ts';
import { createPresses } from './presses.ts';
import { ordersForEmergency } from './register.ts';
import type { Register } from './register.ts';
import { createRound } from './round.ts';
import type { Round } from './round.ts';
import { createUnwatched } from './unwatched.ts';

export type EventRefusal = 'no-order' | 'store-failed';

/** An alarm that is on disk: `known` where it is the same as one that came before, and says nothing new. */
export type AlarmTaken = 'raised' | 'known';

/**
 * What a device reports that may not be lost: a press of the button, or an event of the device. `stamp` is what a device that sends it again
 * repeats: a press with the same within the policy's window is the same press; without one each is for itself.
 */
export type DeviceAlarm = {
  readonly kind: 'sos' | DeviceEventKind;
  readonly person: PersonId;
  readonly at_ms: number;
  readonly stamp: string | null;
};

/** Something that a device reports and that may not be lost; `isKnown` where it is on disk already. */
type Reported = {
  /** The same again, while it is owed, takes the place of what is owed. */
  readonly what: string;
  readonly orders: readonly Order[];
  readonly by: (rules: OrderRules, order: Order) => Evaluation;
  readonly isKnown: boolean;
  readonly onDisk: () => void;
};

/** Orders that a tick looks at together: all of them, or one part after the other. */
export type TickPart = { readonly orders: readonly Order[]; readonly isFirst: boolean; readonly isLast: boolean };

/** Runs the rules over the orders and turns what they find into entries of the record. */
export type Engine = {
  /** What was just heard of a person: their orders are evaluated at once. */
  readonly onHeard: (person: PersonId, heard: readonly Heard[], now_ms: number) => void;
  /** What a message said of its device, beside fixes that count; the next tick tells what follows. */
  readonly onSigns: (person: PersonId, signs: readonly DeviceSign[], now_ms: number) => void;
  /** When the newest fix of a message was taken, whatever becomes of it. */
  readonly onNewest: (person: PersonId, newest_ms: number, now_ms: number) => void;
  /** A fix came again that was known already. */
  readonly onRepeat: (person: PersonId, now_ms: number) => void;
  /** Presses and device events that came together: one write. Each is answered for itself. */
  readonly onAlarms: (alarms: readonly DeviceAlarm[], now_ms: number) => readonly Result<AlarmTaken, EventRefusal>[];
  /** Evaluates the orders of a part, in one write; `also` adds to the same batch. */
  readonly tick: (part: TickPart, now_ms: number, also: (batch: Batch) => void) => void;
  readonly rulesOf: (order: OrderId) => OrderRules;
};

export const createEngine = (given: {
  readonly register: Register;
  readonly tracks: Tracks;
  readonly told: ToldByDevices;
  readonly record: Record;
  readonly policy: Policy;
  readonly started_ms: number;
  readonly newId: (prefix: string) => string;
  /** Told of an order that could not be evaluated or recorded: it is left out, the others go on. */
  readonly onOrderFailure: (thrown: unknown) => void;
  /** Told when the record cannot be written; what was found is found again on the next tick. */
  readonly onStoreFailure: (thrown: unknown) => void;
}): Engine => {
  const { register, tracks, told, record, policy } = given;
  const newAlertId = (): AlertId => AlertId.parse(given.newId('alert'));
  const newIncidentId = (): IncidentId => IncidentId.parse(given.newId('inc'));
  const memory = new Map<OrderId, OrderRules>();
  for (const id of register.orders.keys()) memory.set(id, rulesFromWorld(record.world(), id));
  const unwatched = createUnwatched(record.world().unwatched.keys(), policy.track.memory_s);
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

  /** An order that cannot be evaluated is told, and looked at again next time; the others do not notice. */
  const evaluate = (round: Round, order: Order, fresh: readonly Heard[], now_ms: number): void => {
    const heard = unwatched.due(order.id, fresh);
    const isOver = heard.length === 0 && !isInForce(order, now_ms) && !isSettling(order, now_ms, policy);
    if (isOver && round.rules(order.id).running.size === 0) return;
    // Somebody of another order may be known from before this one: that says nothing under it, and nobody is silent under it yet.
    const { validFrom_ms } = order;
    const subjectOf = (person: PersonId) => tracks.subjectSince(person, validFrom_ms);
    const watchedFrom_ms = Math.max(given.started_ms, validFrom_ms);
    const scene = { order, now_ms, heard, subjectOf, toldOf: told.of, watchedFrom_ms };
    round.heard(order.id, heard);
    try {
      round.step(order.id, (rules): Evaluation => evaluateOrder(rules, scene, policy, newAlertId));
    } catch (thrown) {
      leaveOut(round, order.id, thrown);
    }
  };

  const leaveOut = (round: Round, order: OrderId, thrown: unknown): void => {
    unwatched.failed(order, round.heardOf(order));
    round.leaveOut(order);
    given.onOrderFailure(thrown);
  };

  /** Puts what was found of each order into the batch; one whose entries may not be recorded takes no other with it. */
  const addChanges = (batch: Batch, round: Round): void => {
    for (const [order, found] of Map.groupBy(round.changes(), (one) => one.order)) {
      const thrown = batch.attempt(() => {
        for (const { change } of found) batch.add(joinAlert(batch.world(), order, change, newIncidentId));
      });
      if (thrown !== null) leaveOut(round, order, thrown);
    }
  };

  /** Writes what a round found; only when it is on disk does the rules' memory move on. */
  const conclude = (round: Round, also: ((batch: Batch) => void) | null): boolean => {
    try {
      if (round.changes().length > 0 || also !== null) {
        record.write((batch) => {
          addChanges(batch, round);
          also?.(batch);
        });
      }
    } catch (thrown) {
      for (const order of round.orders()) unwatched.keep(order, round.heardOf(order));
      given.onStoreFailure(thrown);
      return false;
    }
    for (const order of round.orders()) unwatched.done(order);
    round.commit();
    return true;
  };

  /** Raises what was reported together, in one write. What cannot be written is owed, each for itself. */
  const raise = (reported: readonly Reported[]): readonly Result<AlarmTaken, EventRefusal>[] => {
    const due = new Map<string, Reported>();
    for (const one of reported) if (one.orders.length > 0 && !one.isKnown && !due.has(one.what)) due.set(one.what, one);
    const round = createRound(memory);
    for (const { orders, by } of due.values())
      for (const order of orders) round.step(order.id, (rules) => by(rules, order));
    const isWritten = due.size === 0 || conclude(round, null);
    const isOnDisk = ({ orders }: Reported): boolean => isWritten && !orders.some(({ id }) => round.isLeftOut(id));
    for (const [what, one] of due) {
      if (isOnDisk(one)) {
        owed.delete(what);
        one.onDisk();
      } else owed.set(what, () => raise([one]));
    }
    return reported.map((one) => {
      if (one.isKnown) return ok('known');
      if (one.orders.length === 0) return err('no-order');
      if (!isOnDisk(one)) return err('store-failed');
      return ok(due.get(one.what) === one ? 'raised' : 'known');
    });
  };

  /** `index` tells alarms without a stamp apart that came in the same moment. */
  const reportedOf = ({ kind, person, at_ms, stamp }: DeviceAlarm, index: number, now_ms: number): Reported => {
    // Each is owed for itself; one that is sent again while it is owed takes its own place.
    const what = `${kind} ${person} ${stamp === null ? `${at_ms} ${index}` : `stamped ${stamp}`}`;
    const all = register.ordersOf(person);
    if (kind === 'sos') {
      return {
        what,
        orders: ordersForEmergency(all, now_ms),
        by: (rules) => sosPressed(rules, { person, at_ms }, policy, newAlertId),
        isKnown: presses.isRepeat(person, stamp, now_ms),
        onDisk: () => presses.note(person, stamp, now_ms),
      };
    }
    return {
      what,
      orders:
        kind === 'strap-tamper' ? ordersForEmergency(all, now_ms) : all.filter((order) => isInForce(order, now_ms)),
      by: (rules, { offender }) => {
        const found = { person, kind, at_ms, ofOffender: person === offender, clockOffset_s: null };
        return deviceEvent(rules, found, policy, newAlertId);
      },
      isKnown: false,
      onDisk: () => undefined,
    };
  };

  return {
    onHeard: (person, heard, now_ms) => {
      tracks.hear(person, now_ms);
      told.fixes(person, heard, now_ms);
      const round = createRound(memory);
      for (const order of register.ordersOf(person)) evaluate(round, order, heard, now_ms);
      conclude(round, null);
    },
    onSigns: (person, signs, now_ms) => {
      tracks.hear(person, now_ms);
      told.signs(person, signs, now_ms);
    },
    onNewest: told.newest,
    onRepeat: (person, now_ms) => {
      tracks.hear(person, now_ms);
      told.repeat(person, now_ms);
    },
    onAlarms: (alarms, now_ms) => raise(alarms.map((alarm, index) => reportedOf(alarm, index, now_ms))),
    tick: ({ orders, isFirst, isLast }, now_ms, also) => {
      if (isFirst) for (const attempt of [...owed.values()]) attempt();
      const round = createRound(memory);
      for (const order of orders) evaluate(round, order, [], now_ms);
      const told: (() => void)[] = [];
      const written = conclude(round, (batch) => {
        if (isLast) {
          // Only now is it known of every order whether it could be evaluated.
          const news = unwatched.news(round.orders());
          batch.add(news.bodies.map((body) => systemDraft(null, now_ms, body)));
          told.push(news.told);
        }
        also(batch);
      });
      if (written) for (const tell of told) tell();
    },
    rulesOf: (order) => memory.get(order) ?? noRules,
  };
};
