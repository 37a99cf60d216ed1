import type { Fix } from '../../../shared/domain/fixes.ts';
import type { AlertId, PersonId } from '../../../shared/domain/ids.ts';
import type { PersonRole, Order } from '../../../shared/domain/orders.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Approach } from '../../../shared/domain/proximity/approach.ts';
import { createClosestFinder } from '../../../shared/domain/proximity/closest.ts';
import { isInDoubt } from '../../../shared/domain/proximity/doubt.ts';
import { age_s } from '../../../shared/domain/proximity/radius.ts';
import { separate } from '../../../shared/domain/proximity/separation.ts';
import { evaluateOrder } from '../../../shared/domain/rules/evaluate.ts';
import { deviceEvent, sosPressed } from '../../../shared/domain/rules/events.ts';
import { isHandingIn } from '../../../shared/domain/rules/handingIn.ts';
import { noRules } from '../../../shared/domain/rules/types.ts';
import type { Evaluation, Heard, OrderScene } from '../../../shared/domain/rules/types.ts';
import { createToldByDevices } from '../../monitoring/tracks/told.ts';
import { createTracks } from '../../monitoring/tracks/tracks.ts';
import type { Joined } from '../../monitoring/tracks/tracks.ts';
import { createExposure } from './exposure.ts';
import type { EventLine } from './input/readEvents.ts';
import { alertLine } from './lines.ts';
import type { AlertLine } from './lines.ts';
import { PEOPLE } from './people.ts';

/** Something that happened, on the clock of the analysis. */
export type Happening =
  | { readonly kind: 'fix'; readonly who: PersonRole; readonly fix: Fix }
  | { readonly kind: 'event'; readonly event: EventLine }
  /** A fix of a time without the order: nothing of it is taken but that time has come. */
  | { readonly kind: 'outside-order' };

/** The rules over one recorded case. Time only moves forward. */
export type Replay = {
  /** Moves the clock on, tick by tick, to `at_ms`, and takes everything that became known then. */
  readonly step: (at_ms: number, happenings: readonly Happening[]) => void;
  /** Gives the last fixes the time for which they are doubted, or a next one is awaited: nothing that comes any more could disprove them. */
  readonly end: () => void;
  readonly alerts: () => number;
  readonly closest: () => Approach | null;
  readonly exposure_s: () => Readonly<Record<string, number>>;
};

const TICK_MS = 1000;
/** Tracks of a case may be kept longer than a server may keep them, so that a fix hours late is still put in its place. */
const MEMORY_S = 86_400;

export const createReplay = (given: {
  readonly order: Order;
  readonly policy: Policy;
  readonly newAlertId: () => AlertId;
  readonly onAlert: (line: AlertLine) => void;
  readonly onJoined: (who: PersonRole, fix: Fix, joined: Joined) => void;
}): Replay => {
  const { order, newAlertId } = given;
  const policy: Policy = { ...given.policy, track: { ...given.policy.track, memory_s: MEMORY_S } };
  const tracks = createTracks(policy);
  const told = createToldByDevices(policy);
  const last_ms = Math.min(order.validTo_ms, order.revokedAt_ms ?? order.validTo_ms) - 1;
  const counts = { from_ms: order.validFrom_ms, to_ms: last_ms };
  const finder = createClosestFinder({ ...PEOPLE, counts, before: null, policy });
  const exposure = createExposure();
  const alerts = new Set<AlertId>();
  let rules = noRules;
  let started_ms: number | null = null;
  let ticked_ms = 0;

  const apart = (now_ms: number) => {
    const offender = tracks.subject(PEOPLE.offender);
    const victim = tracks.subject(PEOPLE.victim);
    return offender === null || victim === null ? null : separate(offender, victim, now_ms, policy);
  };

  const take = (evaluation: Evaluation, now_ms: number): void => {
    ({ rules } = evaluation);
    for (const change of evaluation.changes) {
      alerts.add(change.alert.alertId);
      given.onAlert(alertLine(change, apart(now_ms)));
    }
  };

  const sceneAt = (now_ms: number, heard: readonly Heard[]): OrderScene => {
    const isInOutage = (): boolean => false;
    return { order, now_ms, subjectOf: tracks.subject, toldOf: told.of, heard, watchedFrom_ms: null, isInOutage };
  };

  const evaluate = (now_ms: number, heard: readonly Heard[]): void => {
    take(evaluateOrder(rules, sceneAt(now_ms, heard), policy, newAlertId), now_ms);
    exposure.step(rules, now_ms);
  };

  /** Buttons and tampers ask for no valid order; other device events do. */
  const raise = ({ kind, subject, at_ms }: EventLine, now_ms: number): void => {
    const person = PEOPLE[subject];
    if (kind === 'sos') take(sosPressed(rules, { person, at_ms: now_ms }, policy, newAlertId), now_ms);
    else if (kind === 'strap-tamper' || isInForce(order, at_ms)) {
      const found = { person, kind, at_ms: now_ms, ofOffender: subject === 'offender', clockOffset_s: null };
      take(deviceEvent(rules, found, policy, newAlertId), now_ms);
    }
  };

  const isAwaited = (id: PersonId, now_ms: number): boolean => isHandingIn(sceneAt(now_ms, []), id, policy);

  /** True when nothing but a new arrival, or the order's beginning or end, can change anything: nobody's disc means anything any more. */
  const isSpent = (now_ms: number): boolean =>
    [PEOPLE.offender, PEOPLE.victim].every((id) => {
      const subject = tracks.subject(id);
      if (subject === null) return true;
      return age_s(subject, now_ms) > policy.silence.locationLostAfter_s + 1 && !isAwaited(id, now_ms);
    });

  /** Where the clock may jump to: the next tick, or over a time in which no tick can matter. */
  const nextTick = (until_ms: number): number => {
    const next_ms = ticked_ms + TICK_MS;
    if (!isSpent(ticked_ms)) return next_ms;
    const bounds = [order.validFrom_ms, order.validTo_ms, order.revokedAt_ms ?? until_ms, until_ms];
    const first_ms = Math.min(...bounds.filter((at_ms) => at_ms > ticked_ms));
    return Math.max(next_ms, ticked_ms + Math.floor((first_ms - ticked_ms) / TICK_MS) * TICK_MS);
  };

  const tickBefore = (at_ms: number): void => {
    for (let next_ms = nextTick(at_ms); next_ms < at_ms; next_ms = nextTick(at_ms)) {
      ticked_ms = next_ms;
      evaluate(ticked_ms, []);
    }
    ticked_ms += Math.floor((at_ms - ticked_ms) / TICK_MS) * TICK_MS;
  };

  return {
    step: (at_ms, happenings) => {
      if (started_ms === null) started_ms = ticked_ms = at_ms;
      else tickBefore(at_ms);
      const heard: Heard[] = [];
      const fixes = happenings.filter((happening) => happening.kind === 'fix');
      // What came together is taken in the order in which it was recorded.
      for (const happening of fixes.toSorted((a, b) => a.fix.at_ms - b.fix.at_ms)) {
        const person = PEOPLE[happening.who];
        const joined = tracks.add({ id: person, interval_s: null }, happening.fix);
        given.onJoined(happening.who, happening.fix, joined);
        tracks.hear(person, at_ms);
        told.newest(person, happening.fix.at_ms, at_ms);
        if (joined.refused === 'duplicate') told.repeat(person, at_ms);
        else if (joined.refused === null) told.fixes(person, joined.heard, at_ms);
        heard.push(...joined.heard);
      }
      for (const happening of happenings) if (happening.kind === 'event') raise(happening.event, at_ms);
      evaluate(at_ms, heard);
      const offender = tracks.subject(PEOPLE.offender);
      const victim = tracks.subject(PEOPLE.victim);
      if (heard.length > 0 && offender !== null && victim !== null) finder.heard(heard, offender, victim, at_ms);
    },
    end: () => {
      const isOpen = (id: PersonId): boolean => {
        const subject = tracks.subject(id);
        if (subject === null) return false;
        return isInDoubt(subject, ticked_ms, policy) || isAwaited(id, ticked_ms);
      };
      while (isOpen(PEOPLE.offender) || isOpen(PEOPLE.victim)) {
        ticked_ms += TICK_MS;
        evaluate(ticked_ms, []);
      }
    },
    alerts: () => alerts.size,
    closest: finder.closest,
    exposure_s: exposure.exposure_s,
  };
};
