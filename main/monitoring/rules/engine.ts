import { AlertId, IncidentId } from '../../../shared/domain/ids.ts';
import type { OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { DeviceSign } from '../../../shared/domain/fixes.ts';
import { joinAlert } from '../../../shared/domain/incidents/join.ts';
import { isInForce, isSettling } from '../../../shared/domain/orders.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { evaluateOrder } from '../../../shared/domain/rules/evaluate.ts';
import { deviceEvent, dropAlerts, sosPressed } from '../../../shared/domain/rules/events.ts';
import { rulesFromWorld } from '../../../shared/domain/rules/restore.ts';
import { noRules } from '../../../shared/domain/rules/types.ts';
import type { AlertChange, Evaluation, Heard, OrderRules } from '../../../shared/domain/rules/types.ts';
import { unmeasured } from '../metrics/waits.ts';
import type { MeasureWait } from '../metrics/waits.ts';
import type { ToldByDevices } from '../tracks/told.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Tracks } from '../tracks/tracks.ts';
import { createFoundChanges } from './found.ts';
import { createPresses } from './presses.ts';
import { ordersForEmergency } from '../register/register.ts';
import type { Register } from '../register/register.ts';
import type { AlarmAnswer, DeviceAlarm } from '../ports/devices.ts';
import type { Batch, IncidentRecord } from '../ports/incidentRecord.ts';
import { createRound } from './round.ts';
import type { Round } from './round.ts';
import { createUnwatched } from './unwatched.ts';

/** Something that a device reports and that may not be lost; `isKnown` where it is on disk already. */
type Reported = {
  /** The same again, while it is owed, takes the place of what is owed. */
  readonly what: string;
  readonly orders: readonly Order[];
  readonly by: (rules: OrderRules, order: Order) => Evaluation;
  readonly isKnown: boolean;
  readonly onDisk: (at_ms: number) => void;
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
  readonly onAlarms: (alarms: readonly DeviceAlarm[], now_ms: number) => readonly AlarmAnswer[];
  /** Evaluates the orders of a part, in one write; `also` adds to the same batch. */
  readonly tick: (part: TickPart, now_ms: number, also: (batch: Batch) => void) => void;
  /** Writes what was found, and what is owed, before the server ends. */
  readonly writeWaiting: (now_ms: number) => void;
  readonly rulesOf: (order: OrderId) => OrderRules;
};

export const createEngine = (given: {
  readonly register: Register;
  readonly tracks: Tracks;
  readonly told: ToldByDevices;
  readonly record: IncidentRecord;
  readonly policy: Policy;
  readonly started_ms: number;
  readonly newId: (prefix: string) => string;
  /** Told of an order that could not be evaluated or recorded: it is left out, the others go on. */
  readonly onOrderFailure: (thrown: unknown) => void;
  /** Told when the record cannot be written; what was found is written with the next tick that can. */
  readonly onStoreFailure: (thrown: unknown) => void;
  /** Measures how long what could not be written is owed. */
  readonly measureOwed?: MeasureWait;
  /** Measures how long what was found waits to be stored. */
  readonly measureFound?: MeasureWait;
}): Engine => {
  const { register, tracks, told, record, policy, measureOwed = unmeasured } = given;
  const newAlertId = (): AlertId => AlertId.parse(given.newId('alert'));
  const newIncidentId = (): IncidentId => IncidentId.parse(given.newId('inc'));
  const memory = new Map<OrderId, OrderRules>();
  for (const id of register.orders.keys()) memory.set(id, rulesFromWorld(record.world(), id));
  const unwatched = createUnwatched(record.world().unwatched.keys());
  const found = createFoundChanges(given.measureFound ?? unmeasured);
  /** Events that could not be written: nobody may press a second time, so they are tried again until they are on disk. */
  const owed = new Map<string, { readonly raise: (now_ms: number) => void; readonly endWait: () => void }>();
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

  /** Puts changes of one order into the batch, all or none: one whose entries may not be recorded takes no other with it. */
  const addChanges = (batch: Batch, order: OrderId, changes: readonly AlertChange[]): unknown =>
    batch.attempt(() => {
      for (const change of changes) batch.add(joinAlert(batch.world(), order, change, newIncidentId));
    });

  /** What was thrown of orders whose found entries could not go into the batch that is, or was last, written. */
  let leftOut: ReadonlyMap<OrderId, unknown> = new Map();
  // An order whose entries may not be recorded is looked at again from where it was before them.
  record.addFirst((batch) => {
    const waiting = found.all();
    const faulty = new Map<OrderId, unknown>();
    for (const { order, before, heard, changes } of waiting) {
      const thrown = addChanges(batch, order, changes);
      if (thrown === null) continue;
      found.remove(order);
      memory.set(order, before);
      unwatched.failed(order, heard);
      given.onOrderFailure(thrown);
      faulty.set(order, thrown);
    }
    leftOut = faulty;
    return () => {
      for (const { order } of waiting) found.remove(order);
    };
  });

  /** The rules' memory moves on at once; what they found waits to be written. */
  const moveOn = (round: Round): void => {
    for (const order of round.orders()) {
      unwatched.done(order);
      const changes = round.changesOf(order);
      const before = memory.get(order) ?? noRules;
      if (changes.length > 0) found.add({ order, before, heard: round.heardOf(order), changes });
    }
    round.commit();
  };

  /** Writes what waits, and what `also` adds. False where the record takes nothing now: all of it waits on. */
  const write = (also: ((batch: Batch) => void) | null): boolean => {
    if (found.all().length === 0 && also === null) return true;
    try {
      record.write((batch) => also?.(batch));
    } catch (thrown) {
      given.onStoreFailure(thrown);
      return false;
    }
    return true;
  };

  /** Raises what was reported together, in one write. What cannot be written is owed, each for itself. */
  const raise = (reported: readonly Reported[], now_ms: number): readonly AlarmAnswer[] => {
    const due = new Map<string, Reported>();
    for (const one of reported) if (one.orders.length > 0 && !one.isKnown && !due.has(one.what)) due.set(one.what, one);
    const round = createRound(memory);
    for (const { orders, by } of due.values())
      for (const order of orders) round.step(order.id, (rules) => by(rules, order));
    const raised = (batch: Batch): void => {
      for (const [order, changes] of round.changes()) {
        // What rests on something that may not be recorded would rest on nothing.
        const thrown = leftOut.get(order) ?? addChanges(batch, order, changes);
        if (thrown !== null) leaveOut(round, order, thrown);
      }
    };
    const isWritten = due.size === 0 || write(raised);
    if (isWritten) round.commit();
    const isOnDisk = ({ orders }: Reported): boolean => isWritten && !orders.some(({ id }) => round.isLeftOut(id));
    for (const [what, one] of due) {
      const before = owed.get(what);
      if (isOnDisk(one)) {
        owed.delete(what);
        before?.endWait();
        one.onDisk(now_ms);
      } else owed.set(what, { raise: (later_ms) => raise([one], later_ms), endWait: before?.endWait ?? measureOwed() });
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
        onDisk: (onDisk_ms) => presses.note(person, stamp, onDisk_ms),
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
      moveOn(round);
      write(null);
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
    onAlarms: (alarms, now_ms) =>
      raise(
        alarms.map((alarm, index) => reportedOf(alarm, index, now_ms)),
        now_ms,
      ),
    tick: ({ orders, isFirst, isLast }, now_ms, also) => {
      if (isFirst) for (const one of [...owed.values()]) one.raise(now_ms);
      const round = createRound(memory);
      for (const order of orders) evaluate(round, order, [], now_ms);
      moveOn(round);
      const told: (() => void)[] = [];
      const written = write((batch) => {
        if (isLast) {
          // Only now is it known of every order whether it could be evaluated.
          const news = unwatched.news([...round.orders()].filter((order) => !leftOut.has(order)));
          batch.add(news.bodies.map((body) => systemDraft(null, now_ms, body)));
          told.push(news.told);
        }
        also(batch);
      });
      if (written) for (const tell of told) tell();
    },
    writeWaiting: (now_ms) => {
      for (const one of [...owed.values()]) one.raise(now_ms);
      write(null);
    },
    rulesOf: (order) => memory.get(order) ?? noRules,
  };
};
