import { z } from 'zod';
import { Fix, LonLat } from '../../../../shared/domain/fixes.ts';
import { Order, ScheduleSpan, Zone } from '../../../../shared/domain/orders.ts';
import type { ZoneShape } from '../../../../shared/domain/orders.ts';
import { Limits } from '../../../../shared/domain/policy.ts';
import { PEOPLE } from '../people.ts';
import { Time } from './schemaFault.ts';

const order = Order.unwrap().shape;
const zone = Zone.unwrap().shape;
const place = Fix.unwrap().shape;

/** What an order file need not name is said to be unnamed; nothing is reckoned from it. */
const UNNAMED = '-';

const closed = (corners: readonly LonLat[]): readonly LonLat[] => {
  const [first, last] = [corners.at(0), corners.at(-1)];
  const isClosed = first === undefined || (first[0] === last?.[0] && first[1] === last[1]);
  return isClosed ? corners : [...corners, first];
};

const CircleIn = z
  .strictObject({
    lat: place.lat,
    lon: place.lon,
    radius_m: z.number().positive().max(50_000),
  })
  .transform(({ lat, lon, radius_m }): ZoneShape => ({ type: 'circle', centre: [lon, lat], radius_m }));

const PolygonIn = z
  .array(LonLat)
  .max(1999)
  .transform(closed)
  .refine((ring) => ring.length >= 4, 'needs at least 3 corners')
  .transform((ring): ZoneShape => ({ type: 'polygon', ring }));

const ZoneIn = z
  .strictObject({
    id: zone.id,
    kind: zone.kind,
    circle: CircleIn.optional(),
    polygon: PolygonIn.optional(),
    buffer_m: zone.buffer_m,
    // An empty one would mean a zone that is never in force.
    schedule: z.array(ScheduleSpan).min(1).nullable().default(null),
  })
  .transform(({ circle, polygon, id, kind, buffer_m, schedule }, context): Zone => {
    const shape = circle ?? polygon;
    if (shape !== undefined && (circle === undefined || polygon === undefined))
      return { id, kind, shape, buffer_m, schedule };
    context.addIssue({ code: 'custom', message: 'needs a circle or a polygon, and only one of them' });
    return z.NEVER;
  });

/** An order as `jikim analyse` takes it from a file. `defaults` are the limits of one that names none. */
export const orderFile = (defaults: Limits) =>
  z
    .strictObject({
      id: order.id,
      basis: order.basis,
      number: order.number.default(UNNAMED),
      issuer: order.issuer.default(UNNAMED),
      validFrom: Time,
      validTo: Time,
      revokedAt: Time.nullable().default(null),
      limits: Limits.default(defaults),
      zones: z.array(ZoneIn).max(50).default([]),
    })
    .refine(({ validFrom, validTo }) => validFrom < validTo, { path: ['validTo'], message: 'must be after validFrom' })
    .refine(({ zones }) => new Set(zones.map(({ id }) => id)).size === zones.length, {
      path: ['zones'],
      message: 'two of them have the same id',
    })
    .transform(({ validFrom, validTo, revokedAt, ...rest }): Order => ({
      ...rest,
      validFrom_ms: validFrom,
      validTo_ms: validTo,
      revokedAt_ms: revokedAt,
      offender: PEOPLE.offender,
      victims: [PEOPLE.victim],
    }));
