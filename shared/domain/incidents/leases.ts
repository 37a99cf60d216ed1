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
