import { z } from 'zod';
import { AlertId, EpochMs, PersonId, ZoneId } from './ids.ts';
import { Certainty, DispatchCode, Level } from './codes.ts';
import { DeviceEventKind } from './fixes.ts';

/** What raised an alert. One alert per rule changes level; SOS and device events stand alone. */
export const Rule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('proximity'), victim: PersonId }).readonly(),
  z.strictObject({ type: z.literal('zone'), zone: ZoneId }).readonly(),
  z.strictObject({ type: z.literal('device'), kind: DeviceEventKind, person: PersonId }).readonly(),
  z.strictObject({ type: z.literal('sos'), person: PersonId }).readonly(),
]);
export type Rule = z.infer<typeof Rule>;

/** Stable text form of a rule, used as a key: `proximity:V1`, `zone:Z1`, `device:strap-tamper:O1`, `sos:V1`. */
export const ruleKey = (rule: Rule): string => {
  switch (rule.type) {
    case 'proximity':
      return `proximity:${rule.victim}`;
    case 'zone':
      return `zone:${rule.zone}`;
    case 'device':
      return `device:${rule.kind}:${rule.person}`;
    case 'sos':
      return `sos:${rule.person}`;
  }
};

/** Distance between the two people as far as it is known. Metres; never a coordinate. */
export const Separation = z
  .strictObject({ distance_m: z.number().min(0), min_m: z.number().min(0), max_m: z.number().min(0) })
  .readonly();
export type Separation = z.infer<typeof Separation>;

export const AlertCause = z.enum(['position', 'silence', 'event', 'button']);
export type AlertCause = z.infer<typeof AlertCause>;

/** State of an alert at the moment it was raised or changed. */
export const AlertState = z
  .strictObject({
    alertId: AlertId,
    rule: Rule,
    level: Level,
    certainty: Certainty,
    code: DispatchCode,
    cause: AlertCause,
    separation: Separation.nullable(),
    /** When the breach itself happened, where that differs from the time it was detected. */
    closestAt_ms: EpochMs.nullable(),
    late: z.boolean(),
  })
  .readonly();
export type AlertState = z.infer<typeof AlertState>;

/** True when this alert opens both people's positions to the desks it rings at (domain: leases). */
export const opensBoth = (alert: Pick<AlertState, 'rule' | 'code' | 'certainty'>): boolean =>
  alert.rule.type === 'sos' ||
  (alert.rule.type === 'device' && alert.rule.kind === 'strap-tamper') ||
  (alert.code <= 1 && alert.certainty !== 'possible');

/** True when this alert opens only the offender's last fix and its disc. */
export const opensOffender = (alert: Pick<AlertState, 'rule' | 'code' | 'certainty'>): boolean =>
  alert.code <= 1 && alert.certainty === 'possible';
