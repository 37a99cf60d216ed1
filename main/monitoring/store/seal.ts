import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const IV = 12;
const TAG = 16;
export const KEY_BYTES = 32;

const prepared = new WeakMap<Uint8Array, KeyObject>();

/** Node prepares a key of plain bytes anew at every use, which takes longer than encrypting a fix. */
const prepare = (key: Uint8Array): KeyObject => {
  const known = prepared.get(key) ?? createSecretKey(key);
  prepared.set(key, known);
  return known;
};

/**
 * Encrypts with AES-256-GCM under a fresh random nonce; `context` is authenticated with it, so that a sealed value moved to
 * another row does not open. Layout: nonce 12, tag 16, ciphertext.
 */
export const seal = (key: Uint8Array, context: string, plain: Uint8Array): Uint8Array => {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', prepare(key), iv);
  cipher.setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
};

/** Opens what `seal` closed; null when key or context differ or the bytes were changed. */
export const unseal = (key: Uint8Array, context: string, sealed: Uint8Array): Uint8Array | null => {
  if (sealed.length < IV + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', prepare(key), sealed.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(IV, IV + TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV + TAG)), decipher.final()]);
  } catch {
    return null;
  }
};
