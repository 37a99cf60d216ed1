import type { Fix } from '../fixes.ts';
import { atMost_m, distance_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';
import { isAwaited } from './awaited.ts';
import { radius_m } from '../proximity/radius.ts';
import type { PersonId } from '../ids.ts';
import type { Plan } from './plan.ts';
import { isTroubled } from './trouble.ts';
import type { Calm, Mooring, OrderRules, OrderScene } from './types.ts';
import type { Subject } from '../proximity/types.ts';

/** Nothing to say of somebody's device: it reports, nothing is held back or wrong, and its battery is not low. */
const isWell = (scene: OrderScene, person: PersonId, subject: Subject, policy: Policy): boolean => {
  const battery = subject.fix.battery_percent;
  return (
    subject.held === null &&
    (battery === null || battery >= policy.fixes.batteryLow_percent) &&
    !isTroubled(scene, person, subject, policy) &&
    isAwaited(scene, subject, policy)
  );
};

const isAtRest = (rules: OrderRules): boolean =>
  rules.running.size === 0 && rules.pending.size === 0 && rules.reported.size === 0;

/** True when nobody has moved, nor any disc grown, by as much as would bring a limit within reach. */
const isMoored = (calm: Calm, scene: OrderScene, offender: Subject | null, policy: Policy): boolean => {
  const { order, now_ms } = scene;
  if (offender === null || !isWell(scene, order.offender, offender, policy)) return false;
  const reach_m =
    atMost_m(calm.offender.lon, calm.offender.lat, offender.fix.lon, offender.fix.lat) +
    radius_m(offender, now_ms, policy);
  if (reach_m >= calm.offender.beyond_m) return false;
  for (let i = 0; i < order.victims.length; i += 1) {
    const id = order.victims[i];
    const stood = calm.victims[i];
    if (id === undefined || stood === undefined) return false;
    const victim = scene.subjectOf(id);
    if (victim === null || !isWell(scene, id, victim, policy)) return false;
    const toward_m = atMost_m(stood.lon, stood.lat, victim.fix.lon, victim.fix.lat) + radius_m(victim, now_ms, policy);
    if (reach_m + toward_m >= stood.beyond_m) return false;
  }
  return true;
};

/** True when it is plain that nothing can have changed since everything was last found far from every limit. */
export const isStillCalm = (rules: OrderRules, scene: OrderScene, policy: Policy): boolean => {
  const { calm } = rules;
  if (calm === null || !isAtRest(rules)) return false;
  const { order } = scene;
  const offender = scene.subjectOf(order.offender);
  for (const { person, as, fix, since_ms } of scene.heard) {
    const subject = person === order.offender ? offender : scene.subjectOf(person);
    // Of several fixes at once only the last is looked at below; the way to a fix must not begin before the time that is vouched for, and one
    // that bears out those before it says something new of them too.
    if (as !== 'present' || since_ms !== null || subject?.fix !== fix || subject.before_ms < calm.since_ms)
      return false;
  }
  return isMoored(calm, scene, offender, policy);
};

const placeOf = ({ lon, lat }: Fix): readonly [number, number] => [lon, lat];

/** Ways longer than this are not added up: the order is looked at the next time as well. */
const LONGEST_WAY = 32;

/** No less than the way that somebody has gone since the past was last weighed, metres: it is looked at once it is settled. */
const unsettledWay_m = ({ path }: Subject, settled_ms: number | undefined): number => {
  const last = path.size() - 1;
  const first = settled_ms === undefined ? 0 : Math.max(0, path.upTo(settled_ms));
  if (last - first > LONGEST_WAY) return Number.POSITIVE_INFINITY;
  let way_m = 0;
  for (let i = first; i < last; i += 1) way_m += atMost_m(path.lon(i), path.lat(i), path.lon(i + 1), path.lat(i + 1));
  return way_m;
};

/** How calm it is now; null where something runs or waits, or somebody is unknown or near. What holds still is kept. */
export const calmOf = (rules: OrderRules, scene: OrderScene, plan: Plan, policy: Policy): Calm | null => {
  if (!isAtRest(rules)) return null;
  const mover = scene.subjectOf(scene.order.offender);
  if (rules.calm !== null && isMoored(rules.calm, scene, mover, policy)) return rules.calm;
  if (mover === null) return null;
  const offender = mover.fix;
  const victims: Mooring[] = [];
  let since_ms = offender.at_ms;
  for (const { victim, key, farthest_m } of plan.proximity) {
    const subject = scene.subjectOf(victim);
    if (subject === null) return null;
    const { fix } = subject;
    const settled_ms = rules.settled.get(key);
    const ways_m = unsettledWay_m(mover, settled_ms) + unsettledWay_m(subject, settled_ms);
    const beyond_m = distance_m(placeOf(offender), placeOf(fix)) - ways_m - farthest_m;
    if (beyond_m <= 0) return null;
    victims.push({ lon: fix.lon, lat: fix.lat, beyond_m });
    since_ms = Math.max(since_ms, fix.at_ms);
  }
  let beyond_m = Number.POSITIVE_INFINITY;
  for (const { enclosing, farthest_m } of plan.zones) {
    const to_m = distance_m(enclosing.centre, placeOf(offender));
    beyond_m = Math.min(beyond_m, to_m - enclosing.radius_m - farthest_m);
  }
  return beyond_m <= 0 ? null : { offender: { lon: offender.lon, lat: offender.lat, beyond_m }, victims, since_ms };
};
