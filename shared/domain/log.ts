import { z } from 'zod';
import { Digest, EpochMs, LogId } from './ids.ts';

/**
 * Bytes in base64 in their one form: the last digit before the padding has bits that stand for nothing, and a value that differs in
 * them alone would be another text for the same bytes.
 */
const base64 = (pattern: RegExp, what: string) => z.string().regex(pattern, what);
/** Ed25519 public key: 32 bytes. */
export const PublicKey = base64(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'a public key of 32 bytes in base64');
/** Ed25519 signature: 64 bytes. */
export const Signature = base64(/^[A-Za-z0-9+/]{85}[AQgw]==$/, 'a signature of 64 bytes in base64');
/** Salt of a commitment: 16 bytes. */
export const Salt = base64(/^[A-Za-z0-9+/]{21}[AQgw]==$/, 'a salt of 16 bytes in base64');

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
    publicKey: PublicKey,
  })
  .readonly();
export type LogHead = z.infer<typeof LogHead>;

/** A head with the Ed25519 signature over its canonical form, base64. */
export const SignedHead = z.strictObject({ head: LogHead, signature: Signature }).readonly();
export type SignedHead = z.infer<typeof SignedHead>;

/** Merkle path or consistency proof: digests from the leaf's side to the root's. */
export const Proof = z.array(Digest).max(128).readonly();
export type Proof = z.infer<typeof Proof>;
