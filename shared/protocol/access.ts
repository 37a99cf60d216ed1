import { z } from 'zod';
import { EpochMs, IncidentId, OperatorId, PersonId } from '../domain/ids.ts';

/** What the access log tells of: sessions, grants, renewals and ends, every read and every refused one. */
export const AccessAction = z.enum([
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'session-extended',
  'lease-granted',
  'lease-renewed',
  'lease-ended',
  'read',
  'read-refused',
  'access-log-read',
]);
export type AccessAction = z.infer<typeof AccessAction>;

/** What somebody asked for and was refused, as the server names it in the detail of a line. */
export const ReadSubject = z.enum([
  'positions',
  'access log',
  'evidence',
  'directory',
  'command',
  'record',
  'head',
  'lease.breakGlass',
  'lease.review',
]);
export type ReadSubject = z.infer<typeof ReadSubject>;

/** One line of the access log. No role can edit it. It says whom it is about, and never where they were. */
export const AccessRecord = z
  .strictObject({
    id: z.int().min(1),
    at_ms: EpochMs,
    operatorId: OperatorId.nullable(),
    action: AccessAction,
    incidentId: IncidentId.nullable(),
    /** Monitored people whom it opened, closed or asked for. */
    people: z.array(PersonId).readonly(),
    detail: z.string().max(400).nullable(),
  })
  .readonly();
export type AccessRecord = z.infer<typeof AccessRecord>;

/** `seen`: whatever opened somebody's positions. `break-glass`: leases that were taken with a typed reason while the rules kept them shut. */
export const AccessActionFilter = z.enum(['seen', 'break-glass', ...AccessAction.options]);
export type AccessActionFilter = z.infer<typeof AccessActionFilter>;

/** Which lines of the access log are asked for; a field left out asks for all. */
export const AccessFilter = z
  .strictObject({
    person: PersonId.optional(),
    operator: OperatorId.optional(),
    action: AccessActionFilter.optional(),
    /** First and last moment, both included. */
    from_ms: EpochMs.optional(),
    to_ms: EpochMs.optional(),
  })
  .readonly();
export type AccessFilter = z.infer<typeof AccessFilter>;

/** A page of the access log, newest first: lines before the one of id `before`, null: from the newest. */
export const AccessQuery = z
  .strictObject({
    before: z.int().min(1).nullable(),
    limit: z.int().min(1).max(500),
    filter: AccessFilter.optional(),
  })
  .readonly();
export type AccessQuery = z.infer<typeof AccessQuery>;
