import { z } from 'zod';
import { AlertId, EpochMs, PersonId, ZoneId } from './ids.ts';
import { Certainty, DispatchCode, Level } from './codes.ts';
import { DeviceEventKind } from './fixes.ts';

/** What raised an alert. One alert per rule changes level; SOS, device events and an order that is not watched over stand alone. */
export const Rule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('proximity'), victim: PersonId }).readonly(),
  z.strictObject({ type: z.literal('zone'), zone: ZoneId }).readonly(),
  z.strictObject({ type: z.literal('device'), kind: DeviceEventKind, person: PersonId }).readonly(),
  z.strictObject({ type: z.literal('sos'), person: PersonId }).readonly(),
  /** The server cannot watch over the order itself: none of its other rules says anything. */
  z.strictObject({ type: z.literal('watch') }).readonly(),
]);
export type Rule = z.infer<typeof Rule>;

/** Stable text form of a rule, used as a key: `proximity:V1`, `zone:Z1`, `device:strap-tamper:O1`, `sos:V1`, `watch`. */
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
    case 'watch':
      return 'watch';
  }
};

/**
 * A distance that an entry may hold, metres: finite and not negative. Only `Metres.parse` makes one, and it throws at anything else: such
 * a number is a bug, its order is left out of the batch and told, and the others go on.
 */
export const Metres = z.number().min(0).brand<'Metres'>();
export type Metres = z.infer<typeof Metres>;

/** Distance between the two people as far as it is known; never a coordinate. */
export const Separation = z.strictObject({ distance_m: Metres, min_m: Metres, max_m: Metres }).readonly();
export type Separation = z.infer<typeof Separation>;

/** How far a device's clock is ahead, whole seconds, negative where it is behind. Made by `ClockOffsetSeconds.parse` only, as `Metres` is. */
export const ClockOffsetSeconds = z.int().brand<'ClockOffsetSeconds'>();
export type ClockOffsetSeconds = z.infer<typeof ClockOffsetSeconds>;

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
    /**
     * With `clock-wrong`: how far the device's clock is ahead of the server's. Absent in all others, and in entries of before it was told.
     */
    clockOffset_s: ClockOffsetSeconds.optional(),
    /** Of what is only possible: the nearest tier that is breached for sure besides. Absent where none is, and in entries of before it was told. */
    sureLevel: Level.optional(),
  })
  .readonly();
export type AlertState = z.infer<typeof AlertState>;

/** True where a change that is no rise says what is wrong with a device now, rather than that a breach has grown less, or surer. */
export const isDeviceNews = ({ rule, level }: Pick<AlertState, 'rule' | 'level'>): boolean =>
  rule.type === 'device' && level === 'device';

/** How far a clock is off, in the unit a person would name: 90 s, 45 min, 9 h, 7,168 days. */
export type ClockOffset = {
  readonly direction: 'ahead' | 'behind';
  readonly unit: 's' | 'min' | 'h' | 'd';
  /** Whole number with its thousands parted. */
  readonly n: string;
};

/** Units from the smallest on, each with its seconds, and how many of them are named before the next serves better. */
const CLOCK_UNITS = [
  ['s', 1, 120],
  ['min', 60, 120],
  ['h', 3600, 48],
] as const;

/** Names a clock's offset, seconds, negative where it is behind. */
export const namedOffset = (offset_s: number): ClockOffset => {
  const direction = offset_s < 0 ? 'behind' : 'ahead';
  const far_s = Math.abs(offset_s);
  const [unit, unit_s] = CLOCK_UNITS.find(([, each_s, below]) => far_s / each_s < below) ?? ['d', 86_400];
  return { direction, unit, n: Math.round(far_s / unit_s).toLocaleString('en-US') };
};

/**
 * True when this alert opens both people's positions to the desks it rings at (domain: leases). Tampering with the strap does, whatever
 * its code. A place that is made up, or a bracelet away from its tracker, opens both by its code, as any sure alert of Code 0 or 1 does:
 * nobody knows where the offender is, so the desk must see whom to protect. A deployment that gives them a lesser code opens nobody.
 */
export const opensBoth = (alert: Pick<AlertState, 'rule' | 'code' | 'certainty'>): boolean =>
  alert.rule.type === 'sos' ||
  (alert.rule.type === 'device' && alert.rule.kind === 'strap-tamper') ||
  (alert.code <= 1 && alert.certainty !== 'possible');

/** True when this alert opens only the offender's last fix and its disc. */
export const opensOffender = (alert: Pick<AlertState, 'rule' | 'code' | 'certainty'>): boolean =>
  alert.code <= 1 && alert.certainty === 'possible';
