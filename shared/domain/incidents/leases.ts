import { z } from 'zod';
import { EpochMs, IncidentId, LeaseId, OperatorId, PersonId } from '../ids.ts';
import { LeasePurpose } from './entries.ts';

/** Right to precise positions: who may see whom, for what, until when. */
export const Lease = z
  .strictObject({
    id: LeaseId,
    incidentId: IncidentId,
    subjects: z.array(PersonId).readonly(),
    purpose: LeasePurpose,
    holders: z.array(OperatorId).readonly(),
    start_ms: EpochMs,
    expiresAt_ms: EpochMs,
  })
  .readonly();
export type Lease = z.infer<typeof Lease>;

const liveSubjects = (leases: readonly Lease[], incidentId: IncidentId): ReadonlySet<PersonId> =>
  new Set(leases.filter((l) => l.incidentId === incidentId && l.purpose !== 'review').flatMap((l) => l.subjects));

/**
 * Whether everybody whom live leases opened for an incident is still open: if not, what was told under them (advice names times
 * and ways of both people) must go with them. False where nobody is open.
 */
export const keepsOpen = (before: readonly Lease[], after: readonly Lease[], incidentId: IncidentId): boolean => {
  const open = liveSubjects(after, incidentId);
  return open.size > 0 && [...liveSubjects(before, incidentId)].every((person) => open.has(person));
};
