import { createHmac, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Digest } from '../../../shared/domain/ids.ts';
import type { LogHead, SignedHead } from '../../../shared/domain/log.ts';
import { canonical, digestOf } from '../canonical.ts';

/** Headers that make a PKCS #8 or SPKI structure of 32 raw bytes of Ed25519 (RFC 8410, section 7 and 4). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Signs with a log's key. `purpose` is signed too, so that no signature stands for something else. */
export type Signer = {
  /** 32 bytes, base64. */
  readonly publicKey: string;
  readonly sign: (purpose: string, text: string) => string;
};

const publicKeyFrom = (raw: string): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(raw, 'base64')]), format: 'der', type: 'spki' });

const message = (purpose: string, text: string): Buffer => Buffer.from(`jikim ${purpose} v1\n${text}`);

/** A signer from 32 secret bytes: Ed25519 (RFC 8032). */
export const createSigner = (secret: Uint8Array): Signer => {
  const seed = createHmac('sha256', secret).update('ed25519').digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return {
    publicKey: publicKey.toString('base64'),
    sign: (purpose, text) => sign(null, message(purpose, text), key).toString('base64'),
  };
};

/** Whether `signature` is that of the key's owner for this purpose and text. */
export const isSigned = (publicKey: string, purpose: string, text: string, signature: string): boolean =>
  verify(null, message(purpose, text), publicKeyFrom(publicKey), Buffer.from(signature, 'base64'));

/** What the owner of a key publishes of it, outside of any package: SHA-256 of its 32 bytes. */
export const fingerprintOf = (publicKey: string): Digest => digestOf(Buffer.from(publicKey, 'base64'));

const HEAD = 'log head';

export const signHead = (head: Omit<LogHead, 'publicKey'>, signer: Signer): SignedHead => {
  const complete: LogHead = { ...head, publicKey: signer.publicKey };
  return { head: complete, signature: signer.sign(HEAD, canonical(complete)) };
};

export const isHeadSigned = ({ head, signature }: SignedHead): boolean =>
  isSigned(head.publicKey, HEAD, canonical(head), signature);

/** What the next head names as the one before it. */
export const digestOfHead = (signed: SignedHead): Digest => digestOf(canonical(signed));
