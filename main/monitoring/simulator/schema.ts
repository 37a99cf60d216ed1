import { z } from 'zod';
import { DeviceId, OrderId, PersonId, PlaceId, UnitId, ZoneId } from '../../../shared/domain/ids.ts';
import { FixSource, LonLat } from '../../../shared/domain/fixes.ts';
import { PersonRole, ScheduleSpan, ZoneKind } from '../../../shared/domain/orders.ts';
import { inEachLanguage, LANGUAGES } from '../../../shared/domain/languages.ts';
import { Limits } from '../../../shared/domain/policy.ts';
import { UnitKind } from '../../../shared/domain/units.ts';
import { PhoneClient } from './phone.ts';

/** Seconds of scenario time, from its start. */
const seconds = z.number().min(0).max(86_400);
const metres = z.number().min(0).max(50_000);
const speed_mps = z.number().positive().max(90);
const text = (max: number) => z.string().min(1).max(max);
const inEveryLanguage = z.strictObject(inEachLanguage(() => text(400))).readonly();

/** Degrees and metres from a named place: "300 m east of the station". */
const offset = { bearing_deg: z.number().min(0).max(360).default(0), distance_m: metres.default(0) };
const StationPoint = z.strictObject({ station: text(80), ...offset }).readonly();
const PlacePoint = z.strictObject({ place: PlaceId, ...offset }).readonly();

/** A place in a scenario file: `[lon, lat]`, `{station: id}` or `{place: id}`, the latter two with an offset. */
export const Point = z.union([LonLat, StationPoint, PlacePoint], {
  error:
    'expected [lon, lat], {station: id} or {place: id}, the latter two with bearing_deg and distance_m where wanted',
});
export type Point = z.infer<typeof Point>;

/** Whole seconds: the simulator's own beat is one second. */
const intervals = z.int().min(1).max(3600);
const Device = z
  .strictObject({
    id: DeviceId,
    /** Seconds between two reports. */
    interval_s: intervals.default(1),
    /** Typical 68 % radius it reports, metres. */
    accuracy_m: z.number().min(1).max(5000).default(8),
    source: FixSource.default('gnss'),
    battery_percent: z.number().min(0).max(100).default(80),
    /** The phone client whose habits it has: it queues, repeats, and sends heartbeats as that one does. Without one it sends fixes at once. */
    client: PhoneClient.optional(),
  })
  .readonly();

const ScenarioPerson = z
  .strictObject({
    id: PersonId,
    role: PersonRole,
    name: text(60),
    device: Device,
    at: Point,
    language: z.enum(LANGUAGES).optional(),
  })
  .readonly();

const ScenarioZone = z
  .strictObject({
    id: ZoneId,
    kind: ZoneKind,
    shape: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('circle'), centre: Point, radius_m: metres.positive() }).readonly(),
      z.strictObject({ type: z.literal('polygon'), ring: z.array(LonLat).min(4).max(2000).readonly() }).readonly(),
    ]),
    buffer_m: metres.default(0),
    schedule: z.array(ScheduleSpan).readonly().nullable().default(null),
  })
  .readonly();

/** Validity is relative to the start, so that a scenario of last year still holds when it is played today. */
const days = z.number().min(0).max(3650);

const ScenarioOrder = z
  .strictObject({
    id: OrderId,
    basis: text(200),
    number: text(60),
    issuer: text(100),
    offender: PersonId,
    victims: z.array(PersonId).min(1).max(20).readonly(),
    /** Null: the policy's. */
    limits: Limits.nullable().default(null),
    zones: z.array(ScenarioZone).max(50).readonly().default([]),
    validSince_days: days.default(30),
    validFor_days: days.default(180),
  })
  .readonly();

const ScenarioUnit = z
  .strictObject({
    id: UnitId,
    callsign: text(30),
    kind: UnitKind,
    station: text(60),
    at: Point,
    /** How far it patrols around its start; 0 = stays. */
    roam_m: metres.default(1500),
  })
  .readonly();

const walkPace = speed_mps.default(1.35);
/** Share of the speed by which the pace wanders. */
const jitter = z.number().min(0).max(0.9).default(0.1);

export const Leg = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('walk'), to: Point, speed_mps: walkPace, jitter }).readonly(),
  z.strictObject({ do: z.literal('drive'), to: Point, speed_mps: speed_mps.default(8.3), jitter }).readonly(),
  /** In a straight line, off the streets: a train, a footpath through a park. */
  z.strictObject({ do: z.literal('ride'), to: Point, speed_mps: speed_mps.default(9), jitter }).readonly(),
  z.strictObject({ do: z.literal('wait'), for_s: seconds }).readonly(),
  /** Walks after somebody and keeps `gap_m` away; for ever when `for_s` is null. */
  z
    .strictObject({
      do: z.literal('follow'),
      whom: PersonId,
      gap_m: metres.default(10),
      speed_mps: walkPace,
      for_s: seconds.nullable().default(null),
    })
    .readonly(),
]);
export type Leg = z.infer<typeof Leg>;

const Movement = z.strictObject({ who: PersonId, legs: z.array(Leg).min(1).max(200).readonly() }).readonly();

const happening = { at_s: seconds, who: PersonId };
/** Null: to the end of the scenario and beyond. */
const until = seconds.nullable().default(null);

export const Happening = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sos'), ...happening }).readonly(),
  z.strictObject({ kind: z.literal('strap-tamper'), ...happening }).readonly(),
  /** The level falls to `percent`; noticing it is the server's. */
  z
    .strictObject({
      kind: z.literal('battery-low'),
      ...happening,
      percent: z.number().min(0).max(100).default(9),
    })
    .readonly(),
  /** The device says that it goes off, then sends nothing until `until_s`. */
  z.strictObject({ kind: z.literal('power-off'), ...happening, until_s: until }).readonly(),
  /** The device says that it is jammed, then sends no fix until `until_s`. */
  z.strictObject({ kind: z.literal('jamming'), ...happening, until_s: until }).readonly(),
  /** The device says that it sees no satellite, then sends no fix until `until_s`. */
  z.strictObject({ kind: z.literal('gnss-lost'), ...happening, until_s: until }).readonly(),
  /** No fix until `until_s`, and no word of why: a tunnel, a dead spot. */
  z.strictObject({ kind: z.literal('gap'), ...happening, until_s: until }).readonly(),
  /** Goes on sending, but the same fix again; places made up; no place; what cannot be read; two places in turn. Until `until_s`. */
  z
    .strictObject({
      kind: z.enum(['stuck', 'place-faked', 'no-valid-place', 'set-up-wrongly', 'two-places']),
      ...happening,
      until_s: until,
    })
    .readonly(),
  /** The tracker says that its bracelet is away, and reports from where it was left, until `until_s`. */
  z.strictObject({ kind: z.literal('unpaired'), ...happening, until_s: until }).readonly(),
  /** The clock is `offset_s` ahead, behind where that is negative, until `until_s`: no fix of it counts. */
  z
    .strictObject({
      kind: z.literal('clock-wrong'),
      ...happening,
      until_s: until,
      offset_s: z.int().min(-2_000_000_000).max(2_000_000_000).default(3600),
    })
    .readonly(),
]);
export type Happening = z.infer<typeof Happening>;

/** People and patrols nobody needs to write down: generated from the seed, far from one another, unremarkable. */
const Background = z
  .strictObject({
    orders: z.int().min(0).max(5000),
    units: z.int().min(0).max(500),
    interval_s: intervals.default(5),
    /** Least distance of an offender to the victim of the same order, metres. */
    apart_m: z.number().min(3000).max(30_000).default(6000),
  })
  .readonly();

/** A scenario file. What an operator reads is Korean and English; what a machine reads is in SI units. */
export const ScenarioFile = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'a name of lower-case letters, digits and hyphens'),
    title: inEveryLanguage,
    summary: inEveryLanguage,
    /** When it plays, with its offset from UTC. Live, the clock of the wall counts instead. */
    start: z.iso.datetime({ offset: true, error: 'expected a time with an offset, such as 2026-03-06T19:30:00+09:00' }),
    duration_s: seconds.positive(),
    seed: z.int().min(0).max(0x7fff_ffff),
    people: z.array(ScenarioPerson).max(2000).readonly().default([]),
    orders: z.array(ScenarioOrder).max(1000).readonly().default([]),
    units: z.array(ScenarioUnit).max(500).readonly().default([]),
    movements: z.array(Movement).max(2000).readonly().default([]),
    events: z.array(Happening).max(2000).readonly().default([]),
    background: Background.default({ orders: 0, units: 0, interval_s: 5, apart_m: 6000 }),
  })
  .readonly();
export type ScenarioFile = z.infer<typeof ScenarioFile>;
