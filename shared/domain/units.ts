import { z } from 'zod';
import { UnitId } from './ids.ts';
import { err, ok } from './result.ts';
import type { Result } from './result.ts';

export const UnitKind = z.enum(['car', 'motorbike', 'foot']);
export type UnitKind = z.infer<typeof UnitKind>;

export const UnitStatus = z.enum(['available', 'dispatched', 'en-route', 'on-scene', 'clear', 'out-of-service']);
export type UnitStatus = z.infer<typeof UnitStatus>;

/** A patrol as the directory lists it; where it is comes with presence. */
export const Unit = z
  .strictObject({ id: UnitId, callsign: z.string().min(1).max(30), kind: UnitKind, station: z.string().min(1).max(60) })
  .readonly();
export type Unit = z.infer<typeof Unit>;

/** Allowed steps. `dispatched` is reached by assignment only; `clear` frees the unit. A car can break down at any time. */
const NEXT: Readonly<Record<UnitStatus, readonly UnitStatus[]>> = {
  available: ['dispatched', 'out-of-service'],
  dispatched: ['en-route', 'on-scene', 'clear', 'out-of-service'],
  'en-route': ['on-scene', 'clear', 'out-of-service'],
  'on-scene': ['clear', 'out-of-service'],
  clear: ['available', 'dispatched', 'out-of-service'],
  'out-of-service': ['available'],
};

export const nextStatuses = (status: UnitStatus): readonly UnitStatus[] => NEXT[status];

/** A unit that works an incident. */
export const isOnCall = (status: UnitStatus): boolean =>
  status === 'dispatched' || status === 'en-route' || status === 'on-scene';

/** A unit may be sent without a word when it is not bound to an incident and in service. */
export const isAssignable = (status: UnitStatus): boolean => status === 'available' || status === 'clear';

/** Checks one step of a unit; the error names both ends. */
export const stepUnit = (
  from: UnitStatus,
  to: UnitStatus,
): Result<UnitStatus, { readonly from: UnitStatus; readonly to: UnitStatus }> =>
  NEXT[from].includes(to) ? ok(to) : err({ from, to });
