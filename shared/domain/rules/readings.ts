import { distance_m } from '../geo/geodesic.ts';
import { isScheduled } from '../geo/schedule.ts';
import { signedDistance_m } from '../geo/zones.ts';
import type { ZoneShape } from '../orders.ts';
import type { Fix, LonLat } from '../fixes.ts';
import type { Policy } from '../policy.ts';
import { pairStretches } from '../proximity/approach.ts';
import { isInDoubt } from '../proximity/doubt.ts';
import type { Window } from '../proximity/approach.ts';
import { age_s, isLost, radiusAfter_m, radius_m } from '../proximity/radius.ts';
import { apart } from '../proximity/separation.ts';
import { aboutRule, besideZone, isOverdue, momentReadings, offenderPast, pairPast, pairReadings } from './past.ts';
import { isHandingIn } from './handingIn.ts';
import type { About, Asked } from './past.ts';
import type { ProximityPlan, ZonePlan } from './plan.ts';
import type { Reading } from './reading.ts';
import type { OrderScene } from './types.ts';
import type { Bounded, Subject } from '../proximity/types.ts';

const placeOf = (fix: Fix): LonLat => [fix.lon, fix.lat];

/** Fixes of the offender that have just been accepted at the head of their track. */
const freshFixes = ({ heard, order }: OrderScene): number => {
  let fresh = 0;
  for (const { person, as } of heard) if (person === order.offender && as === 'present') fresh += 1;
  return fresh;
};

/** What is measured now. */
const presentReading = (
  about: About,
  scene: OrderScene,
  offender: Subject,
  policy: Policy,
  measured: Pick<Reading, 'known_ms' | 'present' | 'isDoubted' | 'doubted_ms' | 'isHandedIn' | 'held' | 'victimLost'>,
  isAwakeAt: (at_ms: number) => boolean = () => true,
): Reading => ({
  ...about,
  ...measured,
  past: false,
  at_ms: scene.now_ms,
  isNews: isAwakeAt(measured.known_ms) && scene.heard.some(({ fix }) => fix.at_ms === measured.known_ms),
  stretch: null,
  ahead: [],
  unsettled: [],
  fixes: offender.fixes,
  mark: { at_ms: scene.now_ms, fixes: offender.fixes - freshFixes(scene) },
  silent: age_s(offender, scene.now_ms) >= policy.silence.after_s && !isHandingIn(scene, scene.order.offender, policy),
  late: isOverdue(measured.known_ms, scene.now_ms, policy),
});

/** Radius around a held fix as old as it is. */
const heldRadius_m = (subject: Subject, held: Fix, now_ms: number, policy: Policy): number =>
  radiusAfter_m(
    subject,
    held.accuracy_m ?? policy.uncertainty.defaultAccuracy_m,
    Math.max(0, (now_ms - held.at_ms) / 1000),
    policy,
  );

/** A place somebody may be at though their track says otherwise. */
const elsewhere = ({ held, twoPlaces }: Subject): Fix | null => held ?? twoPlaces;

const nearest = (a: Bounded | null, b: Bounded | null): Bounded | null =>
  a === null || (b !== null && b.min < a.min) ? b : a;

/** The distance to the nearer of the places that a pair's fixes are held at; null where none is. */
const heldApart = (offender: Subject, victim: Subject, now_ms: number, policy: Policy): Bounded | null => {
  const from = (jumped: Subject, other: Subject): Bounded | null => {
    const held = elsewhere(jumped);
    if (held === null) return null;
    const radii_m = heldRadius_m(jumped, held, now_ms, policy) + radius_m(other, now_ms, policy);
    return apart(distance_m(placeOf(held), placeOf(other.fix)), radii_m);
  };
  return nearest(from(offender, victim), from(victim, offender));
};

/** The distance from the place that the offender's fix is held at to a zone's edge; null where none is. */
const heldBeside = (offender: Subject, shape: ZoneShape, now_ms: number, policy: Policy): Bounded | null => {
  const held = elsewhere(offender);
  if (held === null) return null;
  const d = signedDistance_m(shape, placeOf(held));
  const r = heldRadius_m(offender, held, now_ms, policy);
  return { d, min: d - r, max: d + r };
};

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/**
 * What a rule measures: moments of the past that have just been settled, in order of time, and now; and until when the past is weighed
 * with that, null where that is not kept.
 */
export type Readings = {
  readonly past: readonly Reading[];
  readonly now: Reading | null;
  readonly settled_ms: number | null;
};

const nothing = (settled_ms: number | null): Readings => ({ past: [], now: null, settled_ms });

/**
 * The stretch that ends with the newest fix belongs to the present: it is weighed together with it. All others are moments of the past of
 * their own, and so is that one where there is no present to be weighed (`watched` false).
 */
const joined = (
  past: readonly Reading[],
  now: Reading,
  newest_ms: number,
  watched: boolean,
  settled_ms: number | null,
): Readings => {
  if (!watched) return { past, now: null, settled_ms };
  const last = past.at(-1);
  return last !== undefined && last.stretch !== null && last.stretch.to_ms === newest_ms
    ? { past: past.slice(0, -1), now: { ...now, stretch: last.stretch, ahead: last.ahead }, settled_ms }
    : { past, now, settled_ms };
};

/** Seconds from the beginning of what is to be weighed until now, or until its end where a device's clock is ahead. */
const spanned_s = (past: Window | null, now_ms: number): number =>
  past === null || past.from_ms > past.to_ms ? 0 : (Math.max(now_ms, past.to_ms) - past.from_ms) / 1000;

/**
 * What a pair's proximity rule measures. Where it is plain that nobody is or was anywhere near the farthest limit, and the rule is at rest,
 * there is nothing to step. The bound takes the fastest believable way for both over the time just settled.
 */
export const proximityReadings = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  asked: Asked,
  policy: Policy,
): Readings => {
  const { now_ms } = scene;
  const { window, settled_ms } = pairPast(scene, offender, victim, plan.victim, asked, policy);
  const d = distance_m(placeOf(offender.fix), placeOf(victim.fix));
  const radii_m = radius_m(offender, now_ms, policy) + radius_m(victim, now_ms, policy);
  const isFar = d - radii_m - 2 * policy.fixes.plausible_mps * spanned_s(window, now_ms) > plan.farthest_m;
  if (asked.atRest && isFar && elsewhere(offender) === null && elsewhere(victim) === null) return nothing(settled_ms);
  const about = aboutRule(scene, plan);
  // The disc of a victim who is lost says nothing any more; the last known place is still watched over.
  const victimLost = isLost(victim, now_ms, policy);
  const held = heldApart(offender, victim, now_ms, policy);
  const now = presentReading(about, scene, offender, policy, {
    known_ms: Math.min(now_ms, Math.max(offender.fix.at_ms, victim.fix.at_ms)),
    present: victimLost ? { d, min: d, max: d + radii_m } : apart(d, radii_m),
    isDoubted: isInDoubt(offender, now_ms, policy) || isInDoubt(victim, now_ms, policy),
    doubted_ms: earlier(offender.doubted_ms, victim.doubted_ms),
    isHandedIn: isHandingIn(scene, scene.order.offender, policy) || isHandingIn(scene, plan.victim, policy),
    held,
    victimLost,
  });
  const context = { held, late: asked.late };
  const past = pairReadings(scene, offender, victim, plan, window, context, policy);
  const newest_ms = Math.max(offender.fix.at_ms, victim.fix.at_ms);
  const awaited = { from_ms: window.to_ms, to_ms: newest_ms };
  const isAsked = newest_ms > window.to_ms && (!asked.atRest || scene.heard.length > 1);
  const unsettled = isAsked ? pairStretches(offender, victim, awaited, now_ms, policy) : [];
  const moments = momentReadings(scene, offender, victim, plan, unsettled, context, policy);
  const readings = joined(past, { ...now, unsettled }, newest_ms, asked.watched, settled_ms);
  return moments.length === 0 ? readings : { ...readings, past: [...readings.past, ...moments] };
};

/** What a zone's rule measures; nothing where it is plain that the offender is and was nowhere near, as for `proximityReadings`. */
export const zoneReadings = (
  scene: OrderScene,
  offender: Subject,
  plan: ZonePlan,
  asked: Asked,
  policy: Policy,
): Readings => {
  const { now_ms } = scene;
  const { shape } = plan.zone;
  const window = offenderPast(scene, offender);
  const r = radius_m(offender, now_ms, policy);
  const reach_m =
    plan.enclosing.radius_m + plan.farthest_m + r + policy.fixes.plausible_mps * spanned_s(window, now_ms);
  const isFar = distance_m(plan.enclosing.centre, placeOf(offender.fix)) > reach_m;
  if (asked.atRest && isFar && elsewhere(offender) === null) return nothing(null);
  const about = aboutRule(scene, plan);
  const d = signedDistance_m(shape, placeOf(offender.fix));
  const held = heldBeside(offender, shape, now_ms, policy);
  const now = presentReading(
    about,
    scene,
    offender,
    policy,
    {
      known_ms: Math.min(now_ms, offender.fix.at_ms),
      present: { d, min: d - r, max: d + r },
      // A zone waits for nothing.
      isDoubted: false,
      doubted_ms: null,
      isHandedIn: isHandingIn(scene, scene.order.offender, policy),
      held,
      victimLost: false,
    },
    (at_ms) => isScheduled(plan.zone, at_ms),
  );
  const context = { held, late: asked.late };
  const past = window === null ? [] : besideZone(scene, offender, plan, window, context, policy);
  return joined(past, now, offender.fix.at_ms, asked.watched, null);
};
