import { z } from 'zod';
import { LonLat } from '../domain/fixes.ts';
import { Digest, EpochMs, GuidanceId, IncidentId, LogId, OperatorId, PersonId, PlaceId } from '../domain/ids.ts';
import { Entry } from '../domain/incidents/entries.ts';
import { Proof, PublicKey, Salt, Signature, SignedHead } from '../domain/log.ts';
import { Mode, Operator } from '../domain/operators.ts';
import { OrderSummary, Person, Zone } from '../domain/orders.ts';
import { SafePlace } from '../domain/places.ts';
import { Unit } from '../domain/units.ts';
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
export const OpenedSeal = z.strictObject({ commitment: Digest, salt: Salt, content: SealedContent }).readonly();
export type OpenedSeal = z.infer<typeof OpenedSeal>;

/** What of an incident outlives its positions, with proofs. It is `record.json` of an evidence package. */
const recordFields = {
  incidentId: IncidentId,
  mode: Mode,
  exportedAt_ms: EpochMs,
  exportedBy: OperatorId,
  reason: z.string().min(1).max(400),
  order: OrderSummary,
  signedHead: SignedHead,
  /** Every entry of the incident, in order, with its inclusion proof in the tree of the head. */
  entries: z.array(z.strictObject({ entry: Entry, proof: Proof }).readonly()).readonly(),
  /** Whom the ids of the entries stand for, as the server knew them at the time of export. */
  people: z.array(Person).readonly(),
  operators: z.array(Operator).readonly(),
  units: z.array(Unit).readonly(),
};

/** What goes when positions go. It is `seals.json` of an evidence package. */
const sealFields = {
  /** Empty once the incident's key is destroyed. */
  seals: z.array(OpenedSeal).readonly(),
  /** Zone shapes, as precise as positions: empty once those are gone. */
  zones: z.array(Zone).max(50).readonly(),
  /** Safe places that victims were led to: they give away where. Empty once positions are gone. */
  places: z.array(SafePlace).readonly(),
};

export const EvidenceRecord = z.strictObject(recordFields).readonly();
export type EvidenceRecord = z.infer<typeof EvidenceRecord>;
export const EvidenceSeals = z.strictObject(sealFields).readonly();
export type EvidenceSeals = z.infer<typeof EvidenceSeals>;

/** Everything the server knows of an incident, with proofs: what an evidence package is made from. */
export const EvidenceData = z.strictObject({ record: EvidenceRecord, sealed: EvidenceSeals }).readonly();
export type EvidenceData = z.infer<typeof EvidenceData>;

/** What an evidence package holds: `manifest.json`. It names every file but itself and its own signature. */
export const Manifest = z
  .strictObject({
    format: z.literal('jikim-evidence'),
    version: z.literal(1),
    incidentId: IncidentId,
    logId: LogId,
    /** Size of the log that the package proves. */
    size: z.int().min(1),
    files: z
      .array(z.strictObject({ name: z.string().min(1).max(60), size: z.int().min(0), sha256: Digest }).readonly())
      .max(20)
      .readonly(),
  })
  .readonly();
export type Manifest = z.infer<typeof Manifest>;

/** The server's Ed25519 signature over a manifest: `manifest.sig.json`. */
export const ManifestSignature = z.strictObject({ publicKey: PublicKey, signature: Signature }).readonly();
export type ManifestSignature = z.infer<typeof ManifestSignature>;
