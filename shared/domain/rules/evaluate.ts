import type { AlertId, PersonId } from '../ids.ts';
import type { Certainty, DispatchCode } from '../codes.ts';
import { isScheduled } from '../geo/schedule.ts';
import { signedDistance_m } from '../geo/zones.ts';
import { isInForce } from '../orders.ts';
import type { Order, Zone } from '../orders.ts';
import type { Policy } from '../policy.ts';
import { age_s, radius_m } from '../proximity/radius.ts';
import { bounded, separate } from '../proximity/separation.ts';
import { stepRule } from './tiers.ts';
import type { Reading, Tier } from './tiers.ts';
import type { AlertChange, Evaluation, OrderRules, OrderScene, Subject } from './types.ts';

/** A possible breach is Code 1 at most. */
const orPossible =
  (code: DispatchCode, possible: DispatchCode) =>
  (c: Certainty): DispatchCode =>
    c === 'possible' && code < possible ? possible : code;

const proximityTiers = (order: Order, policy: Policy): readonly Tier[] => [
  {
    level: 'contact',
    limit_m: order.limits.contact_m,
    code: orPossible(policy.codes.contact, policy.codes.contactPossible),
  },
  { level: 'alert', limit_m: order.limits.alert_m, code: () => policy.codes.alert },
  { level: 'warning', limit_m: order.limits.warning_m, code: () => policy.codes.warning },
];

const zoneTiers = (zone: Zone, policy: Policy): readonly Tier[] => [
  { level: 'zone', limit_m: 0, code: () => policy.codes.zone },
  { level: 'buffer', limit_m: zone.buffer_m, code: () => policy.codes.buffer },
];

const proximityReading = (
  scene: OrderScene,
  offender: Subject,
  id: PersonId,
  victim: Subject,
  policy: Policy,
): Reading => {
  const separation = separate(offender, victim, scene.now_ms, policy);
  return {
    rule: { type: 'proximity', victim: id },
    tiers: proximityTiers(scene.order, policy),
    measured: bounded(separation),
    separation,
    now_ms: scene.now_ms,
    fixes: offender.fixes,
    cause: age_s(offender, scene.now_ms) > policy.silence.after_s ? 'silence' : 'position',
  };
};

const zoneReading = (scene: OrderScene, offender: Subject, zone: Zone, policy: Policy): Reading => {
  const d = signedDistance_m(zone.shape, [offender.fix.lon, offender.fix.lat]);
  const r = radius_m(offender, scene.now_ms, policy);
  return {
    rule: { type: 'zone', zone: zone.id },
    tiers: zoneTiers(zone, policy),
    measured: { d, min: d - r, max: d + r },
    separation: null,
    now_ms: scene.now_ms,
    fixes: offender.fixes,
    cause: age_s(offender, scene.now_ms) > policy.silence.after_s ? 'silence' : 'position',
  };
};

const readings = (scene: OrderScene, offender: Subject, policy: Policy): readonly Reading[] => {
  const near = scene.order.victims.flatMap((id) => {
    const victim = scene.victims.get(id);
    return victim === undefined ? [] : [proximityReading(scene, offender, id, victim, policy)];
  });
  const zones = scene.order.zones.filter((zone) => isScheduled(zone, scene.now_ms));
  return [...near, ...zones.map((zone) => zoneReading(scene, offender, zone, policy))];
};

/** Ends alerts that `ends` picks, reporting each as cleared. */
const endAlerts = (
  rules: OrderRules,
  now_ms: number,
  reason: 'left' | 'order-ended',
  ends: (key: string) => boolean,
): Evaluation => {
  const running = new Map(rules.running);
  const pending = new Map([...rules.pending].filter(([slot]) => !ends(slot.slice(0, slot.lastIndexOf('|')))));
  const changes: AlertChange[] = [];
  for (const [key, { alert }] of rules.running) {
    if (!ends(key)) continue;
    running.delete(key);
    changes.push({ kind: 'cleared', at_ms: now_ms, alert, reason });
  }
  return { rules: { running, pending }, changes };
};

const isBreach = (key: string): boolean => key.startsWith('proximity:') || key.startsWith('zone:');

/**
 * Steps all proximity and zone rules of one order to one instant. Outside its validity an order's breaches end and nothing is
 * evaluated; SOS and device alerts are left alone. A disc older than the policy's "location lost" drives no level.
 */
export const evaluateOrder = (
  rules: OrderRules,
  scene: OrderScene,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  if (!isInForce(scene.order, scene.now_ms)) return endAlerts(rules, scene.now_ms, 'order-ended', isBreach);
  const asleep = new Set<string>(
    scene.order.zones.filter((zone) => !isScheduled(zone, scene.now_ms)).map((zone) => `zone:${zone.id}`),
  );
  const awake = endAlerts(rules, scene.now_ms, 'left', (key) => asleep.has(key));
  const { offender } = scene;
  if (offender === null || age_s(offender, scene.now_ms) > policy.silence.locationLostAfter_s) return awake;
  return readings(scene, offender, policy).reduce<Evaluation>((done, reading) => {
    const step = stepRule(done.rules, reading, policy, newAlertId);
    return { rules: step.rules, changes: [...done.changes, ...step.changes] };
  }, awake);
};
