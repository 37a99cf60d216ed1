import type { PersonId } from '../ids.ts';
import { scheduledWithin } from '../geo/schedule.ts';
import type { Policy } from '../policy.ts';
import { pairStretches, zoneStretches } from '../proximity/approach.ts';
import type { Stretch, Window } from '../proximity/approach.ts';
import { isContradicting } from '../proximity/doubt.ts';
import { changedBy, settledUpTo_ms, wayTo } from '../proximity/window.ts';
import type { Mover } from '../proximity/window.ts';
import { isHandingIn } from './handingIn.ts';
import type { ProximityPlan, ZonePlan } from './plan.ts';
import type { Reading } from './reading.ts';
import type { Heard, OrderScene } from './types.ts';
import type { Bounded, Subject } from '../proximity/types.ts';

/**
 * The parts of a stretch that `within` lets through. A device whose clock is a little ahead tells of moments that are still to come: it was
 * there now, so they are asked of now, and neither an order nor a zone begins early by its clock.
 */
const askedOfNow = (window: Window, now_ms: number, within: (past: Window) => readonly Window[]): readonly Window[] => {
  const { from_ms, to_ms } = window;
  if (to_ms <= now_ms) return within(window);
  const parts = within({ from_ms: Math.min(from_ms, now_ms), to_ms: now_ms });
  const last = parts.at(-1);
  if (last === undefined || last.to_ms < now_ms) return parts;
  return [...parts.slice(0, -1), { from_ms: Math.max(from_ms, last.from_ms), to_ms }];
};

/** The part of a stretch of the past in which an order was in force: what happened outside it is no breach. */
const inForce = (window: Window, { order, now_ms }: OrderScene): readonly Window[] =>
  askedOfNow(window, now_ms, (past) => {
    const from_ms = Math.max(past.from_ms, order.validFrom_ms);
    const to_ms = Math.min(past.to_ms, order.validTo_ms - 1, (order.revokedAt_ms ?? order.validTo_ms) - 1);
    return from_ms <= to_ms ? [{ from_ms, to_ms }] : [];
  });

/** How a rule is asked. */
export type Asked = {
  /** It has nothing in memory. */
  readonly atRest: boolean;
  /** There is a present to weigh. */
  readonly watched: boolean;
  /** Its order has ended since. */
  readonly late: boolean;
  /** Everybody was far from everything until what was just heard. */
  readonly calm: boolean;
  /** Until when its past has been weighed; undefined where nothing has. */
  readonly settled_ms: number | undefined;
};

/** From when on a fix changes what is known: the straight way to it, or only the time after it where the gap before is too long. */
const changesFrom_ms = (mover: Subject, { fix, since_ms }: Heard, policy: Policy): number =>
  wayTo(mover, fix.at_ms, since_ms, policy)?.from_ms ?? fix.at_ms;

/** From when on what was just heard at the head of a pair's tracks changes what is known of them; infinite where nothing was. */
const heardFrom_ms = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  victimId: PersonId,
  policy: Policy,
): number => {
  let from_ms = Number.POSITIVE_INFINITY;
  for (const heard of scene.heard) {
    if (heard.as !== 'present') continue;
    if (heard.person === victimId) from_ms = Math.min(from_ms, changesFrom_ms(victim, heard, policy));
    else if (heard.person === scene.order.offender)
      from_ms = Math.min(from_ms, changesFrom_ms(offender, heard, policy));
  }
  return from_ms;
};

/** From when on somebody's way rests on fixes that are doubted still, milliseconds; infinite where none is. */
const doubtedFrom_ms = (subject: Subject, now_ms: number, policy: Policy): number => {
  const { path, doubted_ms } = subject;
  if (doubted_ms === null || !isContradicting(subject, now_ms, policy)) return Number.POSITIVE_INFINITY;
  const believed_ms = path.at_ms(path.upTo(doubted_ms) - 1);
  return Number.isNaN(believed_ms) ? doubted_ms : believed_ms;
};

const moverOf = (scene: OrderScene, person: PersonId, subject: Subject, policy: Policy): Mover => ({
  subject,
  handsIn: isHandingIn(scene, person, policy),
});

/** The past of a pair that is to be weighed, and until when it need not be weighed again. */
export type PairPast = { readonly window: Window; readonly settled_ms: number };

/**
 * The past of a pair that is to be weighed: what has been settled since the last time, and what was just heard shows to have been otherwise.
 * What rests on a doubted fix is weighed again for as long as it is doubted, and once more when it is not.
 */
export const pairPast = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  victimId: PersonId,
  { calm, settled_ms }: Asked,
  policy: Policy,
): PairPast => {
  const { now_ms } = scene;
  const heard_ms = heardFrom_ms(scene, offender, victim, victimId, policy);
  const weighed_ms = settled_ms ?? Number.NEGATIVE_INFINITY;
  // What an order was calm over needs no look; where nothing was weighed yet, all that is known does.
  const new_ms = calm ? Number.POSITIVE_INFINITY : weighed_ms;
  const mover = moverOf(scene, scene.order.offender, offender, policy);
  const to_ms = settledUpTo_ms(mover, moverOf(scene, victimId, victim, policy), now_ms, policy);
  const doubted_ms = Math.min(doubtedFrom_ms(offender, now_ms, policy), doubtedFrom_ms(victim, now_ms, policy));
  return {
    window: { from_ms: Math.min(heard_ms, new_ms), to_ms },
    settled_ms: Math.min(doubted_ms, Math.max(weighed_ms, to_ms)),
  };
};

/** The way of the offender to what was just heard; over a gap too long the last known place stands, as it was taken to then. Null for nothing. */
export const offenderPast = ({ heard, order }: OrderScene, { path, fix: head }: Subject): Window | null => {
  let from_ms = Number.POSITIVE_INFINITY;
  for (const { person, as, fix, since_ms } of heard) {
    if (as !== 'present' || person !== order.offender) continue;
    const before_ms = since_ms ?? path.at_ms(path.upTo(fix.at_ms) - 1);
    from_ms = Math.min(from_ms, Number.isNaN(before_ms) ? fix.at_ms : before_ms);
  }
  return from_ms <= head.at_ms ? { from_ms, to_ms: head.at_ms } : null;
};
/** Offender's fixes accepted up to an instant. */
const fixesUpTo = ({ fixes, path }: Subject, at_ms: number): number =>
  Math.max(0, fixes - (path.size() - 1 - path.upTo(at_ms)));

export type About = Pick<Reading, 'rule' | 'key' | 'tiers' | 'now_ms'>;

export const aboutRule = (scene: OrderScene, { rule, key, tiers }: ProximityPlan | ZonePlan): About => ({
  rule,
  key,
  tiers,
  now_ms: scene.now_ms,
});

/** What holds of all moments of the past that are weighed together. */
type Past = {
  readonly held: Bounded | null;
  readonly late: boolean;
  /** Whether the victim's place was lost by then; null where the offender's was, so that nothing can be said of the stretch. */
  readonly isLost: (stretch: Stretch) => boolean | null;
};

/** True when the last fix before a stretch is so old that it says nothing of where its person was. */
const wasLost = ({ path }: Subject, { from_ms }: Stretch, policy: Policy): boolean =>
  from_ms - path.at_ms(path.upTo(from_ms)) >= policy.silence.locationLostAfter_s * 1000;

const pairLost =
  (offender: Subject, victim: Subject, policy: Policy): Past['isLost'] =>
  (stretch) =>
    wasLost(offender, stretch, policy) ? null : wasLost(victim, stretch, policy);

const offenderLost =
  (offender: Subject, policy: Policy): Past['isLost'] =>
  (stretch) =>
    wasLost(offender, stretch, policy) ? null : false;

/** True where what was at a moment would have been learned by then, had every fix been sent as it was taken. */
export const isOverdue = (at_ms: number, now_ms: number, { track }: Policy): boolean =>
  now_ms - at_ms > track.maxLeg_s * 1000;

/** What a stretch of the past shows, as of its end. */
const pastReading = (
  about: About,
  offender: Subject,
  stretch: Stretch,
  ahead: readonly Stretch[],
  { held, late, isLost: lost }: Past,
  policy: Policy,
): Reading | null => {
  const victimLost = lost(stretch);
  if (victimLost === null) return null;
  const fixes = fixesUpTo(offender, stretch.to_ms);
  const isFix = offender.path.at_ms(offender.path.upTo(stretch.to_ms)) === stretch.to_ms;
  // A fix that no straight way leads to says nothing of the stretch before it.
  const isOfIt = stretch.from_ms === stretch.to_ms || wayTo(offender, stretch.to_ms, null, policy) !== null;
  return {
    ...about,
    past: true,
    at_ms: Math.min(Math.round(stretch.to_ms), about.now_ms),
    known_ms: Math.min(Math.round(stretch.to_ms), about.now_ms),
    isNews: false,
    isHandedIn: false,
    present: stretch.end,
    isDoubted: stretch.doubted,
    doubted_ms: null,
    stretch,
    ahead,
    unsettled: [],
    held,
    fixes: isFix && !isOfIt ? fixes - 1 : fixes,
    mark: { at_ms: stretch.to_ms, fixes: isFix ? fixes - 1 : fixes },
    silent: false,
    victimLost,
    late: late || isOverdue(stretch.to_ms, about.now_ms, policy),
  };
};

/** When the straight way that somebody is on at a moment ends; the moment itself where they are on none. */
const wayEnds_ms = (mover: Subject, at_ms: number, policy: Policy): number => {
  const end_ms = mover.path.at_ms(mover.path.upTo(at_ms) + 1);
  return Number.isNaN(end_ms) || wayTo(mover, end_ms, null, policy) === null ? at_ms : end_ms;
};

/** What a part of the past shows, stretch by stretch, each with how the way goes on that it lies on. */
const pastReadings = (
  about: About,
  offender: Subject,
  movers: readonly Subject[],
  part: Window,
  stretchesOf: (window: Window) => readonly Stretch[],
  past: Past,
  policy: Policy,
): readonly Reading[] => {
  const settled = stretchesOf(part);
  return settled.flatMap((stretch, index): readonly Reading[] => {
    const until_ms = Math.max(...movers.map((mover) => wayEnds_ms(mover, stretch.from_ms, policy)));
    const ahead: Stretch[] = [];
    for (let i = index + 1; i < settled.length; i += 1) {
      const next = settled[i];
      if (next === undefined || next.from_ms >= until_ms) break;
      ahead.push(next);
    }
    const reading = pastReading(about, offender, stretch, ahead, past, policy);
    return reading === null ? [] : [reading];
  });
};

/** What holds of all that is weighed together: a place that is held, and whether the order has ended since. */
export type Context = Pick<Past, 'held' | 'late'>;

/** How a pair stood to each other in a part of the past, in order of time, as far as the order was in force. */
export const pairReadings = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  window: Window,
  { held, late }: Context,
  policy: Policy,
): readonly Reading[] => {
  const isLost = pairLost(offender, victim, policy);
  const stretchesOf = (part: Window) => pairStretches(offender, victim, part, scene.now_ms, policy);
  return inForce(window, scene).flatMap((part) =>
    pastReadings(
      aboutRule(scene, plan),
      offender,
      [offender, victim],
      part,
      stretchesOf,
      { held, late, isLost },
      policy,
    ),
  );
};

/**
 * How a pair stood to each other at fixes that came together with newer ones, where the other's next fix is awaited still: had each come as
 * it was taken, it would have been weighed at once against the other's last known place.
 */
export const momentReadings = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  unsettled: readonly Stretch[],
  { held, late }: Context,
  policy: Policy,
): readonly Reading[] => {
  const isHeard = (at_ms: number): boolean =>
    scene.heard.some(({ as, fix }) => as === 'present' && fix.at_ms === at_ms);
  const isLost = pairLost(offender, victim, policy);
  return unsettled.slice(0, -1).flatMap((stretch): readonly Reading[] => {
    if (!isHeard(stretch.to_ms) || inForce({ from_ms: stretch.to_ms, to_ms: stretch.to_ms }, scene).length === 0)
      return [];
    const reading = pastReading(aboutRule(scene, plan), offender, stretch, [], { held, late, isLost }, policy);
    return reading === null ? [] : [{ ...reading, stretch: null, unsettled: [stretch] }];
  });
};

/** How the offender stood to a zone in a part of the past, in order of time; what came near while it slept was no breach. */
export const besideZone = (
  scene: OrderScene,
  offender: Subject,
  plan: ZonePlan,
  window: Window,
  { held, late }: Context,
  policy: Policy,
): readonly Reading[] => {
  const isLost = offenderLost(offender, policy);
  const { zone } = plan;
  const stretchesOf = (part: Window) => zoneStretches(offender, zone.shape, part, scene.now_ms, policy);
  return inForce(window, scene)
    .flatMap((part) => askedOfNow(part, scene.now_ms, (past) => scheduledWithin(zone, past)))
    .flatMap((part) =>
      pastReadings(aboutRule(scene, plan), offender, [], part, stretchesOf, { held, late, isLost }, policy),
    );
};

const LATE: Context = { held: null, late: true };

/** What a late fix of one of a pair says about the past: how they stood to each other around it, in order of time. */
export const lateProximity = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  late: Heard,
  policy: Policy,
): readonly Reading[] => {
  const isOfVictim = late.person === plan.victim;
  const mover = isOfVictim ? victim : offender;
  const other = isOfVictim
    ? moverOf(scene, scene.order.offender, offender, policy)
    : moverOf(scene, plan.victim, victim, policy);
  const window = changedBy(mover, late.fix.at_ms, other, scene.now_ms, policy);
  return window === null ? [] : pairReadings(scene, offender, victim, plan, window, LATE, policy);
};

/** What a late fix of the offender says about the past: how they stood to the zone around it, while it was awake. */
export const lateZone = (
  scene: OrderScene,
  offender: Subject,
  plan: ZonePlan,
  late: Heard,
  policy: Policy,
): readonly Reading[] => {
  const window = changedBy(offender, late.fix.at_ms, null, scene.now_ms, policy);
  return window === null ? [] : besideZone(scene, offender, plan, window, LATE, policy);
};
