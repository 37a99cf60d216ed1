import { z } from 'zod';
import { Fix, DeviceEventKind } from '../../../shared/domain/fixes.ts';
import { DeviceId, GuidanceId } from '../../../shared/domain/ids.ts';
import { GuidanceAnswer } from '../../../shared/domain/incidents/entries.ts';

/** 1 international knot = 1,852 m / 3,600 s (BIPM, SI Brochure, 8th ed., table 8). */
const KNOT_MPS = 1852 / 3600;
/** Seconds since 1970 stay below this until the year 5138; milliseconds passed it in 1973. */
const SECONDS_BELOW = 1e11;

/** A time as devices write it: seconds or milliseconds since 1970, or ISO 8601 with a zone. */
const toMs = (text: string): number => {
  if (/^\d{1,16}(\.\d+)?$/.test(text)) {
    const n = Number(text);
    return Math.round(n < SECONDS_BELOW ? n * 1000 : n);
  }
  return /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
};

const Time = z
  .union([z.string().max(40), z.number()])
  .transform((value) => toMs(String(value)))
  .refine(
    (ms) => ms >= 0 && ms <= 8_640_000_000_000_000,
    'must be seconds or milliseconds since 1970, or ISO 8601 with a zone',
  );

const Num = z
  .string()
  .regex(/^[+-]?\d{1,12}(\.\d{1,20})?([eE][+-]?\d{1,2})?$/, 'must be a number')
  .transform(Number);

/** Phones report "unknown" as a negative number (iOS) or leave it out. */
const unknownBelowZero = (value: number | undefined): number | null =>
  value === undefined || value < 0 ? null : value;

/**
 * The OsmAnd query as Traccar's phone client sends it: speed in knots, accuracy in metres. Other fields it may carry are passed over.
 * `id` may be `DEVICE~TOKEN` for phones that can set nothing but an identifier.
 */
export const OsmAnd = z
  .object({
    id: z.string().min(1).max(120),
    token: z.string().max(60).optional(),
    lat: Num.pipe(z.number().min(-90).max(90)),
    lon: Num.pipe(z.number().min(-180).max(180)),
    timestamp: Time.optional(),
    accuracy: Num.pipe(z.number().min(0).max(50_000)).optional(),
    speed: Num.pipe(z.number().max(290)).optional(),
    bearing: Num.pipe(z.number().max(360)).optional(),
    batt: Num.pipe(z.number().min(0).max(100)).optional(),
  })
  .transform((q) => ({
    id: q.id,
    token: q.token ?? null,
    fix: (receivedAt_ms: number): Fix => {
      const knots = unknownBelowZero(q.speed);
      return {
        at_ms: q.timestamp ?? receivedAt_ms,
        lon: q.lon,
        lat: q.lat,
        // 0 is how a phone says that it cannot tell.
        accuracy_m: q.accuracy === undefined || q.accuracy === 0 ? null : q.accuracy,
        speed_mps: knots === null ? null : Math.min(knots * KNOT_MPS, 150),
        heading_deg: unknownBelowZero(q.bearing),
        source: 'gnss',
        battery_percent: q.batt ?? null,
      };
    },
  }));

/** The button of Traccar's phone client: it comes with a position, but is heard whatever is wrong with that. */
export const OsmAndSos = OsmAnd.in.pick({ id: true, token: true }).extend({ alarm: z.literal('sos') });

/** A fix in a JSON batch: the domain's own form, where what is unknown may be left out. */
const FixIn = z
  .strictObject({
    ...Fix.unwrap().shape,
    accuracy_m: Fix.unwrap().shape.accuracy_m.default(null),
    speed_mps: Fix.unwrap().shape.speed_mps.default(null),
    heading_deg: Fix.unwrap().shape.heading_deg.default(null),
    source: Fix.unwrap().shape.source.default('gnss'),
    battery_percent: Fix.unwrap().shape.battery_percent.default(null),
  })
  .readonly();

const Token = z.string().max(60);

const DeviceFixes = z
  .strictObject({ deviceId: DeviceId, token: Token.optional(), fixes: z.array(FixIn).min(1).max(5000).readonly() })
  .readonly();

/** One device's fixes; or, from a gateway, those of many, each with its own token. */
export const PositionsOfOne = DeviceFixes;
export const PositionsOfMany = z.array(DeviceFixes).min(1).max(5000).readonly();

export const Sos = z.strictObject({ deviceId: DeviceId, token: Token.optional() }).readonly();

/** A device event. Silence is the server's own finding and cannot be reported. */
export const DeviceEventIn = z
  .strictObject({
    deviceId: DeviceId,
    token: Token.optional(),
    kind: DeviceEventKind.exclude(['silence']),
    at: Time.nullish(),
  })
  .readonly();

/** Query of a device that fetches guidance. Other fields are passed over, as in the OsmAnd query. */
export const GuidanceQuery = z.object({ id: DeviceId, token: Token.optional() }).readonly();

const reported = { deviceId: DeviceId, token: Token.optional(), guidanceId: GuidanceId };

/** What a victim's device says has become of guidance. */
export const GuidanceReportIn = z.discriminatedUnion('state', [
  z.strictObject({ ...reported, state: z.literal('read') }).readonly(),
  z.strictObject({ ...reported, state: z.literal('answered'), answer: GuidanceAnswer }).readonly(),
]);

/** First fault of a message: `field: what is wrong`. Never repeats what was sent. */
export const faultOf = (error: z.ZodError): string => {
  const [issue] = error.issues;
  if (issue === undefined) return 'body: does not fit its schema';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'body' : path}: ${issue.code === 'unrecognized_keys' ? 'has a field that is not known' : issue.message}`;
};
