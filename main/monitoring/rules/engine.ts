import { AlertId } from '../../../shared/domain/ids.ts';
import type { IncidentId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { DeviceSign, KeptFix } from '../../../shared/domain/fixes.ts';
import { isResolved, joinAlert } from '../../../shared/domain/incidents/join.ts';
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
import type { Found } from './found.ts';
import type { OutageWatch } from './outages.ts';
import { createPresses, pressOf } from './presses.ts';
import { ordersForEmergency } from '../register/register.ts';
import type { Register } from '../register/register.ts';
import type { AlarmAnswer, DeviceAlarm } from '../ports/devices.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Batch, IncidentRecord } from '../ports/incidentRecord.ts';
import { createReportedWaiting } from './reported.ts';
import type { Reported } from './reported.ts';
import { createRound } from './round.ts';
import type { Round } from './round.ts';
import { createUnwatched, watchAlert } from './unwatched.ts';

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
  readonly onAlarms: (
    alarms: readonly DeviceAlarm[],
    now_ms: number,
    answer: (answers: readonly AlarmAnswer[]) => void,
  ) => void;
  /**
   * Evaluates the orders of a part, in one write; `also` adds to the same batch. While the disk is slow the write of an earlier tick may still
   * wait: `also` is null then, and what is found goes along with that one.
   */
  readonly tick: (part: TickPart, now_ms: number, also: ((batch: Batch) => void) | null, done: () => void) => void;
  /** Tells when what was found until now is on disk, or refused and kept. */
  readonly settle: (done: () => void) => void;
  /** Writes what was found, and what is owed, before the server ends. */
  readonly writeWaiting: () => void;
  /** Told of every order of which something is being found, long before it is on disk where that is slow. */
  readonly onFinding: (listener: (order: OrderId) => void) => void;
  /** What was found of the order is not on disk. */
  readonly isFound: (order: OrderId) => boolean;
  readonly rulesOf: (order: OrderId) => OrderRules;
};

const nothing = (): void => undefined;
/** So many changes that were found go into one commit: a piece of work of some 10 ms. */
const FOUND_AT_ONCE = 100;

export const createEngine = (given: {
  readonly register: Register;
  readonly tracks: Tracks;
  readonly told: ToldByDevices;
  readonly outages: Pick<OutageWatch, 'hear' | 'look' | 'isIn'>;
  readonly record: IncidentRecord;
  readonly policy: Policy;
  readonly now: () => number;
  readonly started_ms: number;
  /** Of everybody as it was kept over the restart. */
  readonly lastFixes: ReadonlyMap<PersonId, KeptFix>;
  readonly newId: (prefix: string) => string;
  readonly newIncidentId: () => IncidentId;
  /** Told of an order that could not be evaluated or recorded: it is left out, the others go on. */
  readonly onOrderFailure: (thrown: unknown) => void;
  readonly bulkhead: Bulkhead;
  /** Told when the record cannot be written; what was found is written with the next tick that can. */
  readonly onStoreFailure: (thrown: unknown) => void;
  /** Measures how long what could not be written is owed. */
  readonly measureOwed?: MeasureWait;
  /** Measures how long what was found waits to be stored. */
  readonly measureFound?: MeasureWait;
}): Engine => {
  const { register, tracks, told, outages, record, policy, bulkhead } = given;
  const newAlertId = (): AlertId => AlertId.parse(given.newId('alert'));
  const memory = new Map<OrderId, OrderRules>();
  const wasCharged = (person: PersonId): boolean =>
    (given.lastFixes.get(person)?.battery_percent ?? 0) > policy.fixes.batteryLow_percent;
  for (const id of register.orders.keys()) memory.set(id, rulesFromWorld(record.world(), id, wasCharged));
  const unwatched = createUnwatched(record.world().unwatched.keys());
  const found = createFoundChanges(given.measureFound ?? unmeasured);
  const reportedWaiting = createReportedWaiting(given.measureOwed ?? unmeasured);
  const presses = createPresses(policy.sos.samePress_s, record, given.started_ms);

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
    round.heard(order.id, heard);
    try {
      const isOver = heard.length === 0 && !isInForce(order, now_ms) && !isSettling(order, now_ms, policy);
      if (isOver && round.rules(order.id).running.size === 0) return;
      // Somebody of another order may be known from before this one: that says nothing under it, and nobody is silent under it yet.
      const { validFrom_ms } = order;
      const subjectOf = (person: PersonId) => tracks.subjectSince(person, validFrom_ms);
      const watchedFrom_ms = Math.max(given.started_ms, validFrom_ms);
      const scene = { order, now_ms, heard, subjectOf, toldOf: told.of, watchedFrom_ms, isInOutage: outages.isIn };
      round.step(order.id, (rules): Evaluation => evaluateOrder(rules, scene, policy, newAlertId));
    } catch (thrown) {
      leaveOut(round, order.id, thrown);
    }
  };

  /** Where this fails each device is told by itself, as without it. */
  const lookForOutages = (now_ms: number): void => {
    try {
      outages.look(now_ms);
    } catch (thrown) {
      given.onOrderFailure(thrown);
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
      for (const change of changes) batch.add(joinAlert(batch.world(), order, change, given));
    });

  /** An order whose entries may not be recorded is looked at again from where it was before them. */
  const rewind = ({ order, before, heard, reported }: Found, thrown: unknown): void => {
    found.settled(order);
    // What was resolved meanwhile is over, also in what the rules remember from before.
    const resolved = [...before.running.values()].filter((running) => isResolved(record.world(), order, running));
    memory.set(order, dropAlerts(before, new Set(resolved.map(({ alert }) => alert.alertId))));
    unwatched.failed(order, heard);
    for (const { what } of reported) reportedWaiting.undone(what, order);
    given.onOrderFailure(thrown);
  };

  /** Orders whose found entries could not go into the batch that is, or was last, written. */
  let leftOut: ReadonlySet<OrderId> = new Set();
  record.addFirst(
    (batch) => {
      const taken = found.take(FOUND_AT_ONCE);
      const faulty = new Set<OrderId>();
      const outrun = new Set<AlertChange>();
      for (const one of taken) {
        // An alert that was resolved while its change waited is over. Told of that by now, the rules raise it anew where its cause goes on.
        for (const change of one.changes) if (isResolved(batch.world(), one.order, change)) outrun.add(change);
        const standing = one.changes.filter((change) => !outrun.has(change));
        const thrown = addChanges(batch, one.order, standing);
        if (thrown === null) continue;
        faulty.add(one.order);
        rewind(one, thrown);
      }
      leftOut = faulty;
      /** What a device reports comes once: what of it was outrun is weighed again. */
      const isOutrun = (changes: readonly AlertChange[]): boolean => changes.some((change) => outrun.has(change));
      const onDisk = (): void => {
        for (const { order, reported } of taken) {
          if (faulty.has(order)) continue;
          for (const { what, changes } of reported) if (!isOutrun(changes)) reportedWaiting.stored(what, order);
        }
      };
      let stands = false;
      batch.afterwards((fate) => {
        if (fate === 'undone') return found.putBack();
        // A device is told of what is on disk, and of nothing that merely stands.
        if (fate === 'stored') onDisk();
        if (stands) return;
        stands = true;
        for (const { order, reported } of taken) {
          if (faulty.has(order)) continue;
          found.settled(order);
          for (const { what, changes } of reported) if (isOutrun(changes)) reportedWaiting.undone(what, order);
        }
        if (outrun.size === 0) return;
        raiseUndone();
        writeFound();
      });
    },
    () => !found.isEmpty(),
  );

  const findingListeners = new Set<(order: OrderId) => void>();
  const addFound = (one: Found): void => {
    // What was found is kept before anybody is told that it was.
    found.add(one);
    for (const listener of findingListeners) bulkhead.run('rules', `finding ${one.order}`, () => listener(one.order));
  };

  /** The rules' memory moves on at once; what they found waits to be written. */
  const moveOn = (round: Round): void => {
    for (const order of round.orders()) {
      unwatched.done(order);
      const changes = round.changesOf(order);
      const before = memory.get(order) ?? noRules;
      if (changes.length > 0) addFound({ order, before, heard: round.heardOf(order), reported: [], changes });
    }
    round.commit();
  };

  /** Writes what waits, and what `also` adds; where the record takes nothing now, what was found waits on. */
  const write = (also: (batch: Batch) => void, done: (isWritten: boolean) => void): void =>
    record.write(also, (written) => {
      if (!written.ok) given.onStoreFailure(written.error);
      done(written.ok);
    });
  const writeFound = (): void => {
    if (!found.isEmpty()) write(nothing, nothing);
  };

  /** Weighs what was reported under these orders. What it leads to waits to be written, as everything that is found. */
  const weigh = ({ what, by }: Reported, orders: readonly Order[]): void => {
    for (const order of orders) {
      const before = memory.get(order.id) ?? noRules;
      try {
        const { rules, changes } = by(before, order);
        memory.set(order.id, rules);
        addFound({ order: order.id, before, heard: [], reported: [{ what, changes }], changes });
      } catch (thrown) {
        unwatched.failed(order.id, []);
        reportedWaiting.undone(what, order.id);
        given.onOrderFailure(thrown);
      }
    }
  };

  /** Raises what was reported together. What cannot be written now is owed, each for itself. */
  const raise = (reported: readonly Reported[], answer: (answers: readonly AlarmAnswer[]) => void): void => {
    const raisedBy = new Map<string, Reported>();
    for (const one of reported) {
      if (one.orders.length === 0 || one.isKnown || raisedBy.has(one.what)) continue;
      raisedBy.set(one.what, one);
      if (reportedWaiting.has(one.what)) continue;
      reportedWaiting.add(one);
      weigh(one, one.orders);
    }
    const answerEach = (): void =>
      answer(
        reported.map((one) => {
          if (one.isKnown) return ok('known');
          if (one.orders.length === 0) return err('no-order');
          if (reportedWaiting.has(one.what)) return err('store-failed');
          return ok(raisedBy.get(one.what) === one ? 'raised' : 'known');
        }),
      );
    if (raisedBy.size === 0) return answerEach();
    return write(nothing, () => {
      for (const what of raisedBy.keys()) reportedWaiting.owed(what);
      answerEach();
    });
  };
  const raiseUndone = (): void => {
    for (const [one, orders] of reportedWaiting.takeUndone()) weigh(one, orders);
  };

  /** `index` tells alarms without a stamp apart that came in the same moment. */
  const reportedOf = ({ kind, person, at_ms, stamp }: DeviceAlarm, index: number, now_ms: number): Reported => {
    // Each is owed for itself; one that is sent again while it is owed takes its own place.
    const what = `${kind} ${person} ${stamp === null ? `${at_ms} ${index}` : `stamped ${stamp}`}`;
    const all = register.ordersOf(person);
    if (kind === 'sos') {
      const press = pressOf(person, stamp);
      return {
        what,
        orders: ordersForEmergency(all, now_ms),
        by: (rules) => sosPressed(rules, { person, at_ms, ...(press === null ? {} : { press }) }, policy, newAlertId),
        isKnown: presses.isRepeat(press, now_ms),
        onDisk: () => presses.note(press, given.now()),
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
      outages.hear(person, now_ms);
      told.fixes(person, heard, now_ms);
      const round = createRound(memory);
      for (const order of register.ordersOf(person)) evaluate(round, order, heard, now_ms);
      moveOn(round);
      writeFound();
    },
    onSigns: (person, signs, now_ms) => {
      tracks.hear(person, now_ms);
      outages.hear(person, now_ms);
      told.signs(person, signs, now_ms);
    },
    onNewest: told.newest,
    onRepeat: (person, now_ms) => {
      tracks.hear(person, now_ms);
      outages.hear(person, now_ms);
      told.repeat(person, now_ms);
    },
    onAlarms: (alarms, now_ms, answer) =>
      raise(
        alarms.map((alarm, index) => reportedOf(alarm, index, now_ms)),
        answer,
      ),
    tick: ({ orders, isFirst, isLast }, now_ms, also, done) => {
      if (isFirst) raiseUndone();
      if (isFirst) lookForOutages(now_ms);
      const round = createRound(memory);
      for (const order of orders) evaluate(round, order, [], now_ms);
      moveOn(round);
      if (also === null) return writeFound();
      const tellers: (() => void)[] = [];
      write(
        (batch) => {
          if (isLast) {
            // Only now is it known of every order whether it could be evaluated.
            const news = unwatched.news([...round.orders()].filter((order) => !leftOut.has(order)));
            batch.add(news.bodies.map((body) => systemDraft(null, now_ms, body)));
            for (const body of news.bodies) {
              // Where that order takes no alert either, the bar on every desk still names it.
              const thrown = batch.attempt(() =>
                batch.add(watchAlert(batch.world(), body, { ...given, now_ms, newAlertId })),
              );
              bulkhead.report('rules', `watch over ${body.orderId}`, thrown);
            }
            tellers.push(news.told);
          }
          also(batch);
        },
        (isWritten) => {
          if (isWritten) for (const tell of tellers) tell();
          done();
        },
      );
    },
    settle: (done) => (found.isEmpty() && !found.isTaken() ? done() : write(nothing, done)),
    writeWaiting: () => {
      raiseUndone();
      writeFound();
    },
    onFinding: (listener) => void findingListeners.add(listener),
    isFound: found.has,
    rulesOf: (order) => memory.get(order) ?? noRules,
  };
};
