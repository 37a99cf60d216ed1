import type { PersonId } from '../ids.ts';
import { distance_m } from '../geo/geodesic.ts';
import { isScheduled } from '../geo/schedule.ts';
import { signedDistance_m } from '../geo/zones.ts';
import { isInForce } from '../orders.ts';
import type { Order, Zone } from '../orders.ts';
import type { Fix, LonLat } from '../fixes.ts';
import type { Policy } from '../policy.ts';
import { closestApproach, closestToZone, nearer } from '../proximity/approach.ts';
import type { Approach } from '../proximity/approach.ts';
import { age_s, isLost, radiusAfter_m, radius_m } from '../proximity/radius.ts';
import { apart } from '../proximity/separation.ts';
import { changedBy, joined, settledBy } from '../proximity/window.ts';
import type { Window } from '../proximity/approach.ts';
import type { ProximityPlan, ZonePlan } from './plan.ts';
import type { Reading } from './reading.ts';
import type { Heard, OrderScene } from './types.ts';
import type { Subject } from '../proximity/types.ts';

const placeOf = (fix: Fix): LonLat => [fix.lon, fix.lat];

/** Fixes of a person that have just been accepted at the head of their track. */
const freshFixes = (scene: OrderScene, person: PersonId): number => {
  let fresh = 0;
  for (const heard of scene.heard) if (heard.person === person && heard.as === 'present') fresh += 1;
  return fresh;
};

/** The part of a stretch of the past in which an order was in force: what happened outside it is no breach. */
const inForce = (window: Window | null, { validFrom_ms, validTo_ms, revokedAt_ms }: Order): Window | null => {
  if (window === null) return null;
  const from_ms = Math.max(window.from_ms, validFrom_ms);
  const to_ms = Math.min(window.to_ms, validTo_ms - 1, (revokedAt_ms ?? validTo_ms) - 1);
  return from_ms <= to_ms ? { from_ms, to_ms } : null;
};

/** The past that what was just heard settles about a pair, or about one person and places that do not move (`other` null). */
const settledWindow = (
  scene: OrderScene,
  a: Subject,
  aId: PersonId,
  b: Subject | null,
  bId: PersonId | null,
  policy: Policy,
) =>
  scene.heard.reduce<Window | null>((window, heard) => {
    if (heard.as !== 'present') return window;
    const { at_ms } = heard.fix;
    if (heard.person === aId) return joined(window, settledBy(a, at_ms, b, policy));
    return b !== null && heard.person === bId ? joined(window, settledBy(b, at_ms, a, policy)) : window;
  }, null);

const base = (scene: OrderScene, offender: Subject, policy: Policy) => ({
  now_ms: scene.now_ms,
  fixes: offender.fixes,
  mark: { at_ms: scene.now_ms, fixes: offender.fixes - freshFixes(scene, scene.order.offender) },
  cause: age_s(offender, scene.now_ms) >= policy.silence.after_s ? ('silence' as const) : ('position' as const),
  late: false,
});

/** What came near a zone while it slept was no breach. */
const whileAwake = (approach: Approach | null, zone: Zone): Approach | null =>
  approach === null || isScheduled(zone, approach.at_ms) ? approach : null;

/** Radius around a held fix as old as it is. */
const heldRadius_m = (subject: Subject, held: Fix, now_ms: number, policy: Policy): number =>
  radiusAfter_m(
    subject,
    held.accuracy_m ?? policy.uncertainty.defaultAccuracy_m,
    Math.max(0, (now_ms - held.at_ms) / 1000),
    policy,
  );

/** Least distance that the held fixes of a pair allow, metres. */
const heldMin_m = (offender: Subject, victim: Subject, now_ms: number, policy: Policy): number => {
  const least = (jumped: Subject, other: Subject): number =>
    jumped.held === null
      ? Number.POSITIVE_INFINITY
      : apart(
          distance_m(placeOf(jumped.held), placeOf(other.fix)),
          heldRadius_m(jumped, jumped.held, now_ms, policy) + radius_m(other, now_ms, policy),
        ).min;
  return Math.min(least(offender, victim), least(victim, offender));
};

/**
 * What a pair's proximity rule measures now; null where it is plain that nobody is or was anywhere near the farthest limit, so that a
 * rule at rest need not be stepped. The bound takes the fastest believable way for both over the stretch just settled.
 */
export const proximityReading = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  atRest: boolean,
  policy: Policy,
): Reading | null => {
  const { now_ms, order } = scene;
  const window = inForce(settledWindow(scene, offender, order.offender, victim, plan.victim, policy), order);
  const d = distance_m(placeOf(offender.fix), placeOf(victim.fix));
  const radii_m = radius_m(offender, now_ms, policy) + radius_m(victim, now_ms, policy);
  const ran_s = window === null ? 0 : (Math.max(now_ms, window.to_ms) - window.from_ms) / 1000;
  const calm = d - radii_m - 2 * policy.fixes.plausible_mps * ran_s > plan.farthest_m;
  if (atRest && calm && offender.held === null && victim.held === null) return null;
  // The disc of a victim who is lost says nothing any more; the last known place is still watched over.
  const present = isLost(victim, now_ms, policy) ? { d, min: d, max: Number.POSITIVE_INFINITY } : apart(d, radii_m);
  const approach = window === null ? null : closestApproach(offender, victim, window, policy);
  return {
    ...base(scene, offender, policy),
    ...{ rule: plan.rule, key: plan.key, tiers: plan.tiers, present },
    approach,
    heldMin_m: heldMin_m(offender, victim, now_ms, policy),
  };
};

/** What a zone's rule measures now; null where it is plain that the offender is and was nowhere near, as for `proximityReading`. */
export const zoneReading = (
  scene: OrderScene,
  offender: Subject,
  plan: ZonePlan,
  atRest: boolean,
  policy: Policy,
): Reading | null => {
  const { now_ms, order } = scene;
  const { shape } = plan.zone;
  const window = inForce(settledWindow(scene, offender, order.offender, null, null, policy), order);
  const r = radius_m(offender, now_ms, policy);
  const ran_s = window === null ? 0 : (window.to_ms - window.from_ms) / 1000;
  const reach_m = plan.enclosing.radius_m + plan.farthest_m + r + policy.fixes.plausible_mps * ran_s;
  const calm = distance_m(plan.enclosing.centre, placeOf(offender.fix)) > reach_m;
  if (atRest && calm && offender.held === null) return null;
  const d = signedDistance_m(shape, placeOf(offender.fix));
  const { held } = offender;
  const approach = window === null ? null : closestToZone(offender, shape, window, policy);
  return {
    ...base(scene, offender, policy),
    ...{ rule: plan.rule, key: plan.key, tiers: plan.tiers },
    present: { d, min: d - r, max: d + r },
    approach: whileAwake(approach, plan.zone),
    heldMin_m:
      held === null
        ? Number.POSITIVE_INFINITY
        : signedDistance_m(shape, placeOf(held)) - heldRadius_m(offender, held, now_ms, policy),
  };
};

/** What a late fix of one of a pair says about the past: how near they came around it. */
export const lateProximity = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  late: Heard,
  policy: Policy,
): Reading | null => {
  const [mover, other] = late.person === plan.victim ? [victim, offender] : [offender, victim];
  const window = inForce(changedBy(mover, late.fix.at_ms, other, policy), scene.order);
  const approach = window === null ? null : closestApproach(offender, victim, window, policy);
  return approach === null ? null : lateReading(scene, offender, plan, approach, policy);
};

/** What a late fix of the offender says about the past: how near to the zone's edge, or how far inside, they came around it. */
export const lateZone = (
  scene: OrderScene,
  offender: Subject,
  plan: ZonePlan,
  late: Heard,
  policy: Policy,
): Reading | null => {
  const { fix } = late;
  const { shape } = plan.zone;
  const window = inForce(changedBy(offender, fix.at_ms, null, policy), scene.order);
  const d = signedDistance_m(shape, placeOf(fix));
  const r = radiusAfter_m(offender, fix.accuracy_m ?? policy.uncertainty.defaultAccuracy_m, 0, policy);
  // The fix itself needs no neighbour, and may be older than the track that is kept.
  const itself = isInForce(scene.order, fix.at_ms) ? { d, min: d - r, max: d + r, at_ms: fix.at_ms } : null;
  const found = nearer(itself, window === null ? null : closestToZone(offender, shape, window, policy));
  const approach = whileAwake(found, plan.zone);
  return approach === null ? null : lateReading(scene, offender, plan, approach, policy);
};

const lateReading = (
  scene: OrderScene,
  offender: Subject,
  plan: ProximityPlan | ZonePlan,
  approach: Approach,
  policy: Policy,
): Reading => ({
  ...base(scene, offender, policy),
  ...{ rule: plan.rule, key: plan.key, tiers: plan.tiers, present: approach, approach },
  heldMin_m: Number.POSITIVE_INFINITY,
  cause: 'position',
  late: true,
});
