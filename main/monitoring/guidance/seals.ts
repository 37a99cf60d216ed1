import type { Digest, IncidentId } from '../../../shared/domain/ids.ts';
import type { OpenedSeal, SealedContent } from '../../../shared/protocol/evidence.ts';
import type { Batch } from '../incidents/record.ts';

/** Where goes what the record may only promise: sealed under the incident's key, and gone with it. */
export type Seals = {
  /** Seals content in the batch's own transaction; gives the commitment that the entry holds instead of it. */
  readonly seal: (batch: Batch, incident: IncidentId, content: SealedContent) => Digest;
  /** What is sealed of an incident; empty once its key is destroyed. */
  readonly open: (incident: IncidentId) => readonly OpenedSeal[];
};
