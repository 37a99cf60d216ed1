import type { LonLat } from '../../../shared/domain/fixes.ts';
import { Order } from '../../../shared/domain/orders.ts';
import { placeFrom } from '../../oracle/places.ts';
import type { Point } from '../../oracle/places.ts';
import type { Report } from '../../oracle/tracks.ts';

/** Friday 2026-05-08 19:40 in Seoul. */
export const T0_MS = Date.UTC(2026, 4, 8, 10, 40);
export const MIDDLE: LonLat = [126.97, 37.55];
const DAY_MS = 86_400_000;

export const orderOf = (over: object = {}): Order =>
  Order.parse({
    id: 'ORD-1',
    basis: '시험',
    number: '모의-1',
    issuer: '가상지방법원',
    validFrom_ms: T0_MS - DAY_MS,
    validTo_ms: T0_MS + DAY_MS,
    revokedAt_ms: null,
    offender: 'offender',
    victims: ['victim'],
    limits: { warning_m: 2000, alert_m: 1000, contact_m: 100 },
    zones: [],
    ...over,
  });

/** Reports at seconds of the scene, at metres east and north of its middle, received at once or when `received_s` says. */
export const reportsOf = (
  places: readonly (readonly [t_s: number, at: Point, received_s?: number])[],
  middle: LonLat = MIDDLE,
): readonly Report[] =>
  places.map(([t_s, at, received_s], request) => ({
    at_ms: T0_MS + t_s * 1000,
    place: placeFrom(middle, at),
    accuracy_m: 5,
    speed_mps: null,
    received_ms: T0_MS + (received_s ?? t_s) * 1000,
    request,
  }));
