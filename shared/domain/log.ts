import { z } from 'zod';
import { Digest, EpochMs, LogId } from './ids.ts';

/**
 * State of the record's Merkle log (RFC 6962, section 2.1: SHA-256) at one size. Its leaves are the record's entries in RFC 8785
 * canonical JSON, in order.
 */
export const LogHead = z
  .strictObject({
    /** Random name of the log: another store's record is another log. */
    logId: LogId,
    size: z.int().min(1),
    root: Digest,
    at_ms: EpochMs,
    /** SHA-256 of the canonical form of the signed head before this one; null for the first. */
    previous: Digest.nullable(),
    /** Ed25519 public key of the signer: 32 bytes, base64. */
    publicKey: z.base64().length(44),
  })
  .readonly();
export type LogHead = z.infer<typeof LogHead>;

/** A head with the Ed25519 signature over its canonical form, base64. */
export const SignedHead = z.strictObject({ head: LogHead, signature: z.base64().length(88) }).readonly();
export type SignedHead = z.infer<typeof SignedHead>;

/** Merkle path or consistency proof: digests from the leaf's side to the root's. */
export const Proof = z.array(Digest).max(128).readonly();
export type Proof = z.infer<typeof Proof>;
