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
import { changedBy, settledBy } from '../proximity/window.ts';
import type { Settled } from '../proximity/window.ts';
import type { ProximityPlan, ZonePlan } from './plan.ts';
import type { Reading } from './reading.ts';
import type { Heard, OrderScene } from './types.ts';
import type { Bounded, Subject } from '../proximity/types.ts';

const placeOf = (fix: Fix): LonLat => [fix.lon, fix.lat];

/** A part of the past that has just been settled, and from when on it is new; what lies before was weighed while it was doubted. */
type Weighed = Settled & { readonly new_ms: number };

/** The part of it in which an order was in force: what happened outside is no breach. */
const inForce = (
  settled: Settled | null,
  new_ms: number,
  { validFrom_ms, validTo_ms, revokedAt_ms }: Order,
): readonly Weighed[] => {
  if (settled === null) return [];
  const last_ms = Math.min(validTo_ms, revokedAt_ms ?? validTo_ms) - 1;
  const from_ms = Math.max(settled.from_ms, validFrom_ms);
  const to_ms = Math.min(settled.to_ms, last_ms);
  return from_ms <= to_ms ? [{ from_ms, to_ms, until_ms: Math.min(settled.until_ms, last_ms), new_ms }] : [];
};

/** The stretches of the past that what was just heard at the heads of tracks settles, in order of the fixes that settle them. */
const windowsOf = (scene: OrderScene, windowOf: (heard: Heard) => Settled | null): readonly Weighed[] => {
  if (scene.heard.length === 0) return [];
  return scene.heard.flatMap((heard): readonly Weighed[] => {
    if (heard.as !== 'present') return [];
    const path = heard.since_ms === null ? null : scene.subjectOf(heard.person)?.path;
    const new_ms = path == null ? Number.NEGATIVE_INFINITY : path.at_ms(path.upTo(heard.fix.at_ms) - 1);
    return inForce(windowOf(heard), new_ms, scene.order);
  });
};

const pairWindow =
  (offender: Subject, victim: Subject, order: Order, victimId: PersonId, policy: Policy) =>
  ({ person, as, fix, since_ms }: Heard): Settled | null => {
    if (person !== order.offender && person !== victimId) return null;
    const [mover, other] = person === order.offender ? [offender, victim] : [victim, offender];
    return as === 'late'
      ? changedBy(mover, fix.at_ms, other, policy)
      : settledBy(mover, fix.at_ms, since_ms, other, policy);
  };

const zoneWindow =
  (offender: Subject, order: Order, policy: Policy) =>
  ({ person, as, fix, since_ms }: Heard): Settled | null => {
    if (person !== order.offender) return null;
    return as === 'late'
      ? changedBy(offender, fix.at_ms, null, policy)
      : settledBy(offender, fix.at_ms, since_ms, null, policy);
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
type Past = { readonly held: Bounded | null; readonly new_ms: number; readonly late: boolean };

/** What a stretch of the past shows, as of its end. */
const pastReading = (
  about: Common,
  offender: Subject,
  stretch: Stretch,
  ahead: readonly Stretch[],
  { held, new_ms, late }: Past,
): Reading => {
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
    again: stretch.to_ms <= new_ms,
    held,
    fixes,
    mark: { at_ms: stretch.to_ms, fixes: isFix ? fixes - 1 : fixes },
    silent: false,
    victimLost: false,
    late,
  };
};

/**
 * What a part of the past shows, stretch by stretch. Beyond what is settled the other's last known place stands, but only to tell how a
 * breach goes on: nothing is found there.
 */
const pastReadings = (
  about: Common,
  offender: Subject,
  window: Weighed,
  stretchesOf: (window: Window) => readonly Stretch[],
  shared: Omit<Past, 'new_ms'>,
): readonly Reading[] => {
  const settled = stretchesOf(window);
  const { to_ms, until_ms, new_ms } = window;
  const tail = until_ms > to_ms && settled.length > 0 ? stretchesOf({ from_ms: to_ms, to_ms: until_ms }) : [];
  const way = [...settled, ...tail];
  return settled.map((stretch, index) =>
    pastReading(about, offender, stretch, way.slice(index + 1), { ...shared, new_ms }),
  );
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
  again: false,
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

/** How a rule is asked: whether it has nothing in memory, whether there is a present to weigh, and whether its order has ended since. */
export type Asked = { readonly atRest: boolean; readonly watched: boolean; readonly late: boolean };

/** What a rule measures: moments of the past that have just been settled, in order of time, and now. */
export type Readings = { readonly past: readonly Reading[]; readonly now: Reading | null };

/**
 * The stretch that ends with the newest fix belongs to the present: it is weighed together with it. All others are moments of the past of
 * their own, and so is that one where there is no present to be weighed (`watched` false).
 */
const joined = (past: readonly Reading[], now: Reading, newest_ms: number, watched: boolean): Readings => {
  if (!watched) return { past, now: null };
  const last = past.at(-1);
  return last !== undefined && last.stretch !== null && last.stretch.to_ms === newest_ms
    ? { past: past.slice(0, -1), now: { ...now, stretch: last.stretch, ahead: last.ahead, again: last.again } }
    : { past, now };
};

const spanned_s = (windows: readonly Window[], now_ms: number): number => {
  let from_ms = now_ms;
  for (const window of windows) from_ms = Math.min(from_ms, window.from_ms);
  return windows.length === 0 ? 0 : (now_ms - from_ms) / 1000;
};

/**
 * What a pair's proximity rule measures; null where it is plain that nobody is or was anywhere near the farthest limit, so that a rule at
 * rest need not be stepped. The bound takes the fastest believable way for both over the stretch just settled.
 */
export const proximityReadings = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  asked: Asked,
  policy: Policy,
): Readings | null => {
  const { now_ms, order } = scene;
  const windows = windowsOf(scene, pairWindow(offender, victim, order, plan.victim, policy));
  const d = distance_m(placeOf(offender.fix), placeOf(victim.fix));
  const radii_m = radius_m(offender, now_ms, policy) + radius_m(victim, now_ms, policy);
  const calm = d - radii_m - 2 * policy.fixes.plausible_mps * spanned_s(windows, now_ms) > plan.farthest_m;
  if (asked.atRest && calm && elsewhere(offender) === null && elsewhere(victim) === null) return null;
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
  const stretchesOf = (window: Window) => pairStretches(offender, victim, window, policy);
  const past = windows.flatMap((window) =>
    pastReadings(about, offender, window, stretchesOf, { held, late: asked.late }),
  );
  return joined(past, now, Math.max(offender.fix.at_ms, victim.fix.at_ms), asked.watched);
};

/** What a part of the past shows of a zone; what came near while it slept was no breach. */
const zonePast = (
  about: Common,
  offender: Subject,
  zone: Zone,
  window: Weighed,
  shared: Omit<Past, 'new_ms'>,
  policy: Policy,
): readonly Reading[] =>
  scheduledWithin(zone, window).flatMap((awake) =>
    pastReadings(
      about,
      offender,
      { ...window, ...awake, until_ms: awake.to_ms },
      (part) => zoneStretches(offender, zone.shape, part, policy),
      shared,
    ),
  );

/** What a zone's rule measures; null where it is plain that the offender is and was nowhere near, as for `proximityReadings`. */
export const zoneReadings = (
  scene: OrderScene,
  offender: Subject,
  plan: ZonePlan,
  asked: Asked,
  policy: Policy,
): Readings | null => {
  const { now_ms, order } = scene;
  const { shape } = plan.zone;
  const windows = windowsOf(scene, zoneWindow(offender, order, policy));
  const r = radius_m(offender, now_ms, policy);
  const reach_m =
    plan.enclosing.radius_m + plan.farthest_m + r + policy.fixes.plausible_mps * spanned_s(windows, now_ms);
  const calm = distance_m(plan.enclosing.centre, placeOf(offender.fix)) > reach_m;
  if (asked.atRest && calm && elsewhere(offender) === null) return null;
  const about = common(scene, plan);
  const d = signedDistance_m(shape, placeOf(offender.fix));
  const held = heldBeside(offender, shape, now_ms, policy);
  const now = presentReading(about, scene, offender, policy, {
    present: { d, min: d - r, max: d + r },
    doubted_ms: offender.doubted_ms,
    held,
    victimLost: false,
  });
  const past = windows.flatMap((window) =>
    zonePast(about, offender, plan.zone, window, { held, late: asked.late }, policy),
  );
  return joined(past, now, offender.fix.at_ms, asked.watched);
};

const LATE = { held: null, late: true } as const;

/** What a late fix of one of a pair says about the past: how they stood to each other around it, in order of time. */
export const lateProximity = (
  scene: OrderScene,
  offender: Subject,
  victim: Subject,
  plan: ProximityPlan,
  late: Heard,
  policy: Policy,
): readonly Reading[] => {
  const window = pairWindow(offender, victim, scene.order, plan.victim, policy)(late);
  return inForce(window, Number.NEGATIVE_INFINITY, scene.order).flatMap((weighed) =>
    pastReadings(common(scene, plan), offender, weighed, (part) => pairStretches(offender, victim, part, policy), LATE),
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
  inForce(zoneWindow(offender, scene.order, policy)(late), Number.NEGATIVE_INFINITY, scene.order).flatMap((weighed) =>
    zonePast(common(scene, plan), offender, plan.zone, weighed, LATE, policy),
  );
