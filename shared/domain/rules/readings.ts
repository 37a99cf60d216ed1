import type { PersonId } from '../ids.ts';
import { distance_m } from '../geo/geodesic.ts';
import { scheduledWithin } from '../geo/schedule.ts';
import { signedDistance_m } from '../geo/zones.ts';
import type { Order, Zone, ZoneShape } from '../orders.ts';
import type { Fix, LonLat } from '../fixes.ts';
import type { Policy } from '../policy.ts';
import { pairStretches, zoneStretches } from '../proximity/approach.ts';
import type { Stretch, Window } from '../proximity/approach.ts';
import { age_s, isLost, radiusAfter_m, radius_m } from '../proximity/radius.ts';
import { apart } from '../proximity/separation.ts';
import { changedBy, settledUpTo_ms, wayTo } from '../proximity/window.ts';
import type { ProximityPlan, ZonePlan } from './plan.ts';
import type { Reading } from './reading.ts';
import type { Heard, OrderScene } from './types.ts';
import type { Bounded, Subject } from '../proximity/types.ts';

const placeOf = (fix: Fix): LonLat => [fix.lon, fix.lat];

/** The part of a stretch of the past in which an order was in force: what happened outside it is no breach. */
const inForce = (window: Window, { validFrom_ms, validTo_ms, revokedAt_ms }: Order): readonly Window[] => {
  const from_ms = Math.max(window.from_ms, validFrom_ms);
  const to_ms = Math.min(window.to_ms, validTo_ms - 1, (revokedAt_ms ?? validTo_ms) - 1);
  return from_ms <= to_ms ? [{ from_ms, to_ms }] : [];
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

/** The past of a pair that is to be weighed: what has been settled since the last time, and what was just heard shows to have been otherwise. */
const pairPast = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  victimId: PersonId,
  { calm, settled_ms }: Asked,
  policy: Policy,
): Window => {
  const heard_ms = heardFrom_ms(scene, offender, victim, victimId, policy);
  // What an order was calm over needs no look; where nothing was weighed yet, all that is known does.
  const new_ms = calm ? Number.POSITIVE_INFINITY : (settled_ms ?? Number.NEGATIVE_INFINITY);
  return {
    from_ms: Math.min(heard_ms, new_ms),
    to_ms: settledUpTo_ms(offender, victim, scene.now_ms, policy),
  };
};

/** The way of the offender to what was just heard; over a gap too long the last known place stands, as it was taken to then. Null for nothing. */
const offenderPast = ({ heard, order }: OrderScene, { path, fix: head }: Subject): Window | null => {
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

/** Fixes of the offender that have just been accepted at the head of their track. */
const freshFixes = ({ heard, order }: OrderScene): number => {
  let fresh = 0;
  for (const { person, as } of heard) if (person === order.offender && as === 'present') fresh += 1;
  return fresh;
};

type Common = Pick<Reading, 'rule' | 'key' | 'tiers' | 'now_ms'>;

const common = (scene: OrderScene, { rule, key, tiers }: ProximityPlan | ZonePlan): Common => ({
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

/** What a stretch of the past shows, as of its end. */
const pastReading = (
  about: Common,
  offender: Subject,
  stretch: Stretch,
  ahead: readonly Stretch[],
  { held, late, isLost: lost }: Past,
): Reading | null => {
  const victimLost = lost(stretch);
  if (victimLost === null) return null;
  const fixes = fixesUpTo(offender, stretch.to_ms);
  const isFix = offender.path.at_ms(offender.path.upTo(stretch.to_ms)) === stretch.to_ms;
  return {
    ...about,
    past: true,
    at_ms: Math.min(Math.round(stretch.to_ms), about.now_ms),
    present: stretch.end,
    doubted_ms: stretch.doubted ? about.now_ms : null,
    stretch,
    ahead,
    held,
    fixes,
    mark: { at_ms: stretch.to_ms, fixes: isFix ? fixes - 1 : fixes },
    silent: false,
    victimLost,
    late,
  };
};

/** When the straight way that somebody is on at a moment ends; the moment itself where they are on none. */
const wayEnds_ms = (mover: Subject, at_ms: number, policy: Policy): number => {
  const end_ms = mover.path.at_ms(mover.path.upTo(at_ms) + 1);
  return Number.isNaN(end_ms) || wayTo(mover, end_ms, null, policy) === null ? at_ms : end_ms;
};

/** What a part of the past shows, stretch by stretch, each with how the way goes on that it lies on. */
const pastReadings = (
  about: Common,
  offender: Subject,
  movers: readonly Subject[],
  part: Window,
  stretchesOf: (window: Window) => readonly Stretch[],
  past: Past,
  policy: Policy,
): readonly Reading[] => {
  const settled = stretchesOf(part);
  const last = settled.at(-1);
  if (last === undefined) return [];
  // Beyond what is settled the other's last known place stands, but only to tell how a breach goes on: nothing is found there.
  const end_ms = Math.max(...movers.map((mover) => wayEnds_ms(mover, last.from_ms, policy)));
  const tail = end_ms > part.to_ms ? stretchesOf({ from_ms: part.to_ms, to_ms: end_ms }) : [];
  const way = [...settled, ...tail];
  return settled.flatMap((stretch, index): readonly Reading[] => {
    const until_ms = Math.max(...movers.map((mover) => wayEnds_ms(mover, stretch.from_ms, policy)));
    const ahead: Stretch[] = [];
    for (let i = index + 1; i < way.length; i += 1) {
      const next = way[i];
      if (next === undefined || next.from_ms >= until_ms) break;
      ahead.push(next);
    }
    const reading = pastReading(about, offender, stretch, ahead, past);
    return reading === null ? [] : [reading];
  });
};

/** What is measured now. */
const presentReading = (
  about: Common,
  scene: OrderScene,
  offender: Subject,
  policy: Policy,
  measured: Pick<Reading, 'present' | 'doubted_ms' | 'held' | 'victimLost'>,
): Reading => ({
  ...about,
  ...measured,
  past: false,
  at_ms: scene.now_ms,
  stretch: null,
  ahead: [],
  fixes: offender.fixes,
  mark: { at_ms: scene.now_ms, fixes: offender.fixes - freshFixes(scene) },
  silent: age_s(offender, scene.now_ms) >= policy.silence.after_s,
  late: false,
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

/** Seconds from the beginning of what is to be weighed until now. */
const spanned_s = (past: Window | null, now_ms: number): number =>
  past === null || past.from_ms > past.to_ms ? 0 : (now_ms - past.from_ms) / 1000;

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
  const { now_ms, order } = scene;
  const window = pairPast(scene, offender, victim, plan.victim, asked, policy);
  const settled_ms = window.to_ms;
  const d = distance_m(placeOf(offender.fix), placeOf(victim.fix));
  const radii_m = radius_m(offender, now_ms, policy) + radius_m(victim, now_ms, policy);
  const isFar = d - radii_m - 2 * policy.fixes.plausible_mps * spanned_s(window, now_ms) > plan.farthest_m;
  if (asked.atRest && isFar && elsewhere(offender) === null && elsewhere(victim) === null) return nothing(settled_ms);
  const about = common(scene, plan);
  // The disc of a victim who is lost says nothing any more; the last known place is still watched over.
  const victimLost = isLost(victim, now_ms, policy);
  const held = heldApart(offender, victim, now_ms, policy);
  const now = presentReading(about, scene, offender, policy, {
    present: victimLost ? { d, min: d, max: d + radii_m } : apart(d, radii_m),
    doubted_ms: earlier(offender.doubted_ms, victim.doubted_ms),
    held,
    victimLost,
  });
  const shared: Past = { held, late: asked.late, isLost: pairLost(offender, victim, policy) };
  const stretchesOf = (part: Window) => pairStretches(offender, victim, part, policy);
  const past = inForce(window, order).flatMap((part) =>
    pastReadings(about, offender, [offender, victim], part, stretchesOf, shared, policy),
  );
  return joined(past, now, Math.max(offender.fix.at_ms, victim.fix.at_ms), asked.watched, settled_ms);
};

/** What a part of the past shows of a zone; what came near while it slept was no breach. */
const zonePast = (
  about: Common,
  offender: Subject,
  zone: Zone,
  window: Window,
  past: Past,
  policy: Policy,
): readonly Reading[] =>
  scheduledWithin(zone, window).flatMap((awake) =>
    pastReadings(about, offender, [], awake, (part) => zoneStretches(offender, zone.shape, part, policy), past, policy),
  );

/** What a zone's rule measures; nothing where it is plain that the offender is and was nowhere near, as for `proximityReadings`. */
export const zoneReadings = (
  scene: OrderScene,
  offender: Subject,
  plan: ZonePlan,
  asked: Asked,
  policy: Policy,
): Readings => {
  const { now_ms, order } = scene;
  const { shape } = plan.zone;
  const window = offenderPast(scene, offender);
  const r = radius_m(offender, now_ms, policy);
  const reach_m =
    plan.enclosing.radius_m + plan.farthest_m + r + policy.fixes.plausible_mps * spanned_s(window, now_ms);
  const isFar = distance_m(plan.enclosing.centre, placeOf(offender.fix)) > reach_m;
  if (asked.atRest && isFar && elsewhere(offender) === null) return nothing(null);
  const about = common(scene, plan);
  const d = signedDistance_m(shape, placeOf(offender.fix));
  const held = heldBeside(offender, shape, now_ms, policy);
  const now = presentReading(about, scene, offender, policy, {
    present: { d, min: d - r, max: d + r },
    doubted_ms: offender.doubted_ms,
    held,
    victimLost: false,
  });
  const shared: Past = { held, late: asked.late, isLost: offenderLost(offender, policy) };
  const past = (window === null ? [] : inForce(window, order)).flatMap((part) =>
    zonePast(about, offender, plan.zone, part, shared, policy),
  );
  return joined(past, now, offender.fix.at_ms, asked.watched, null);
};

/** The past that a late fix changes, as far as the order was in force. */
const lateParts = (mover: Subject, late: Heard, other: Subject | null, scene: OrderScene, policy: Policy) => {
  const window = changedBy(mover, late.fix.at_ms, other, scene.now_ms, policy);
  return window === null ? [] : inForce(window, scene.order);
};

/** What a late fix of one of a pair says about the past: how they stood to each other around it, in order of time. */
export const lateProximity = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  late: Heard,
  policy: Policy,
): readonly Reading[] => {
  const [mover, other] = late.person === plan.victim ? [victim, offender] : [offender, victim];
  return lateParts(mover, late, other, scene, policy).flatMap((part) =>
    pastReadings(
      common(scene, plan),
      offender,
      [offender, victim],
      part,
      (window) => pairStretches(offender, victim, window, policy),
      { held: null, late: true, isLost: pairLost(offender, victim, policy) },
      policy,
    ),
  );
};

/** What a late fix of the offender says about the past: how they stood to the zone around it, while it was awake. */
export const lateZone = (
  scene: OrderScene,
  offender: Subject,
  plan: ZonePlan,
  late: Heard,
  policy: Policy,
): readonly Reading[] =>
  lateParts(offender, late, null, scene, policy).flatMap((part) =>
    zonePast(
      common(scene, plan),
      offender,
      plan.zone,
      part,
      { held: null, late: true, isLost: offenderLost(offender, policy) },
      policy,
    ),
  );
