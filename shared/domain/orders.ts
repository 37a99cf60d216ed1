import { z } from 'zod';
import { EpochMs, DeviceId, OrderId, PersonId, ZoneId } from './ids.ts';
import { LonLat } from './fixes.ts';
import { GroupName, GroupValue } from './groups.ts';
import { LANGUAGES } from './languages.ts';
import type { Language } from './languages.ts';
import { Limits } from './policy.ts';
import type { Policy } from './policy.ts';

export const PersonRole = z.enum(['offender', 'victim']);
export type PersonRole = z.infer<typeof PersonRole>;

/** A monitored person. `interval_s` is the reporting interval their device is configured to, null where nobody has said. */
export const Person = z
  .strictObject({
    id: PersonId,
    role: PersonRole,
    name: z.string().min(1).max(60),
    deviceId: DeviceId,
    interval_s: z.number().positive().max(3600).nullable(),
    /** What they read on their own device; Korean where nobody has said. */
    language: z.enum(LANGUAGES).optional(),
    /** What their device has in common with others that can fail together, by the policy's names: its carrier, its model, how it reports. */
    groups: z.record(GroupName, GroupValue).readonly().optional(),
  })
  .readonly();
export type Person = z.infer<typeof Person>;

export const languageOf = ({ language }: Pick<Person, 'language'>): Language => language ?? 'ko';

/** Time of day, Korean time. */
export const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day HH:MM');
export const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export type Weekday = z.infer<typeof Weekday>;

/** Weekly span in Korean time; a span across midnight belongs to the day it starts on. */
export const ScheduleSpan = z
  .strictObject({ days: z.array(Weekday).min(1).readonly(), from: Clock, to: Clock })
  .readonly();
export type ScheduleSpan = z.infer<typeof ScheduleSpan>;

export const ZoneKind = z.enum(['home', 'work', 'school', 'other']);
export type ZoneKind = z.infer<typeof ZoneKind>;

export const ZoneShape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('circle'), centre: LonLat, radius_m: z.number().positive().max(50_000) }).readonly(),
  z.strictObject({ type: z.literal('polygon'), ring: z.array(LonLat).min(4).max(2000).readonly() }).readonly(),
]);
export type ZoneShape = z.infer<typeof ZoneShape>;

/** What a zone is, without where it is: safe to send without a lease. */
export const ZoneSummary = z
  .strictObject({ id: ZoneId, kind: ZoneKind, buffer_m: z.number().min(0).max(50_000) })
  .readonly();
export type ZoneSummary = z.infer<typeof ZoneSummary>;

/** Exclusion zone: gives the victim's home or work away, so it travels only under a lease. */
export const Zone = z
  .strictObject({
    id: ZoneId,
    kind: ZoneKind,
    shape: ZoneShape,
    buffer_m: z.number().min(0).max(50_000),
    /** Null: always in force. */
    schedule: z.array(ScheduleSpan).readonly().nullable(),
  })
  .readonly();
export type Zone = z.infer<typeof Zone>;

const orderFields = {
  id: OrderId,
  /** Legal basis, as the order states it. */
  basis: z.string().min(1).max(200),
  number: z.string().min(1).max(60),
  issuer: z.string().min(1).max(100),
  validFrom_ms: EpochMs,
  validTo_ms: EpochMs,
  revokedAt_ms: EpochMs.nullable(),
  offender: PersonId,
  victims: z.array(PersonId).min(1).max(20).readonly(),
  limits: Limits,
};

/** Protection order: ties one offender to one or more victims. */
export const Order = z.strictObject({ ...orderFields, zones: z.array(Zone).max(50).readonly() }).readonly();
export type Order = z.infer<typeof Order>;

/** The order as consoles know it without a lease. */
export const OrderSummary = z
  .strictObject({ ...orderFields, zones: z.array(ZoneSummary).max(50).readonly() })
  .readonly();
export type OrderSummary = z.infer<typeof OrderSummary>;

/** Everybody who is monitored under an order, the offender first. */
export const peopleUnder = ({ offender, victims }: Pick<Order, 'offender' | 'victims'>): readonly PersonId[] => [
  offender,
  ...victims,
];

/** The order without the places its zones give away. */
export const summaryOf = (order: Order): OrderSummary => ({
  ...order,
  zones: order.zones.map(({ id, kind, buffer_m }) => ({ id, kind, buffer_m })),
});

/** An order outside its validity is neither evaluated nor shown. */
export const isInForce = (
  order: Pick<Order, 'validFrom_ms' | 'validTo_ms' | 'revokedAt_ms'>,
  now_ms: number,
): boolean =>
  now_ms >= order.validFrom_ms &&
  now_ms < order.validTo_ms &&
  (order.revokedAt_ms === null || now_ms < order.revokedAt_ms);

/** True for as long after an order's end as somebody's next fix may have been awaited when it ended: until then its past is weighed. */
export const isSettling = (
  order: Pick<Order, 'validTo_ms' | 'revokedAt_ms'>,
  now_ms: number,
  { track }: Pick<Policy, 'track'>,
): boolean => {
  const end_ms = Math.min(order.validTo_ms, order.revokedAt_ms ?? order.validTo_ms);
  return now_ms >= end_ms && now_ms < end_ms + 2 * track.maxLeg_s * 1000;
};
