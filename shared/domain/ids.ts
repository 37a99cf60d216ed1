import { z } from 'zod';

/** Identifier as it stands in files, messages and the store: printable, short, free of white space. */
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, 'an id of 1-64 letters, digits, . _ : -');

export const OrderId = id.brand<'OrderId'>();
export type OrderId = z.infer<typeof OrderId>;
export const PersonId = id.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
export const DeviceId = id.brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;
export const ZoneId = id.brand<'ZoneId'>();
export type ZoneId = z.infer<typeof ZoneId>;
export const IncidentId = id.brand<'IncidentId'>();
export type IncidentId = z.infer<typeof IncidentId>;
export const AlertId = id.brand<'AlertId'>();
export type AlertId = z.infer<typeof AlertId>;
export const UnitId = id.brand<'UnitId'>();
export type UnitId = z.infer<typeof UnitId>;
export const PlaceId = id.brand<'PlaceId'>();
export type PlaceId = z.infer<typeof PlaceId>;
export const OperatorId = id.brand<'OperatorId'>();
export type OperatorId = z.infer<typeof OperatorId>;
export const ConsoleId = id.brand<'ConsoleId'>();
export type ConsoleId = z.infer<typeof ConsoleId>;
export const LeaseId = id.brand<'LeaseId'>();
export type LeaseId = z.infer<typeof LeaseId>;
export const GuidanceId = id.brand<'GuidanceId'>();
export type GuidanceId = z.infer<typeof GuidanceId>;
export const HoldId = id.brand<'HoldId'>();
export type HoldId = z.infer<typeof HoldId>;
export const LogId = id.brand<'LogId'>();
export type LogId = z.infer<typeof LogId>;
export const OutageId = id.brand<'OutageId'>();
export type OutageId = z.infer<typeof OutageId>;
export const CommandId = id.brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

/** Number that stands for a person, a unit or an order in binary frames; given out by the server, unique per server run. */
export const Handle = z.int().min(1).max(0xffff_ffff).brand<'Handle'>();
export type Handle = z.infer<typeof Handle>;

/** Position of an entry in the record: 1, 2, 3 … without gaps. */
export const Seq = z.int().min(1).brand<'Seq'>();
export type Seq = z.infer<typeof Seq>;

/** Milliseconds since 1970-01-01T00:00:00Z, as far as a date reaches; negative before it. */
export const EpochMs = z.int().min(-8_640_000_000_000_000).max(8_640_000_000_000_000);
export type EpochMs = number;

/** SHA-256, 64 lower-case hexadecimal digits. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 of 64 hexadecimal digits');
export type Digest = z.infer<typeof Digest>;
