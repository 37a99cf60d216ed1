import { z } from 'zod';
import { LonLat } from '../domain/fixes.ts';
import { Digest, EpochMs, GuidanceId, IncidentId, OperatorId, PersonId, PlaceId } from '../domain/ids.ts';
import { Entry } from '../domain/incidents/entries.ts';
import { Proof, SignedHead } from '../domain/log.ts';
import { Mode } from '../domain/operators.ts';
import { OrderSummary, Zone } from '../domain/orders.ts';
import { Limits } from '../domain/policy.ts';
import { TrackPoint } from './track.ts';

/** What is sealed: kept out of the record, promised in it by a commitment, and destroyed when the incident is closed. */
export const SealedContent = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('positions'), personId: PersonId, points: z.array(TrackPoint).min(1).readonly() })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('guidance'),
      guidanceId: GuidanceId,
      placeId: PlaceId,
      route: z.array(LonLat).readonly(),
    })
    .readonly(),
]);
export type SealedContent = z.infer<typeof SealedContent>;

/** Sealed content laid open: its commitment is the SHA-256 of the salt's 16 bytes followed by the content's canonical JSON. */
export const OpenedSeal = z
  .strictObject({ commitment: Digest, salt: z.base64().length(24), content: SealedContent })
  .readonly();
export type OpenedSeal = z.infer<typeof OpenedSeal>;

/** Everything the server knows of an incident, with proofs: what an evidence package is made from. */
export const EvidenceData = z
  .strictObject({
    incidentId: IncidentId,
    mode: Mode,
    exportedAt_ms: EpochMs,
    exportedBy: OperatorId,
    reason: z.string().min(1).max(400),
    order: OrderSummary,
    signedHead: SignedHead,
    /** Every entry of the incident, in order, with its inclusion proof in the tree of the head. */
    entries: z.array(z.strictObject({ entry: Entry, proof: Proof }).readonly()).readonly(),
    /** Empty once the incident's key is destroyed. */
    seals: z.array(OpenedSeal).readonly(),
    limits: Limits,
    /** Zone shapes, as precise as positions: empty once those are gone. */
    zones: z.array(Zone).readonly(),
  })
  .readonly();
export type EvidenceData = z.infer<typeof EvidenceData>;
