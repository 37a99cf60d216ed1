import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * scrypt with N = 2^14, r = 8, p = 5: one of the equivalent settings of OWASP's Password Storage Cheat Sheet, the one that takes
 * least memory (16 MiB), since the server is to stay small.
 */
const COST = { N: 2 ** 14, r: 8, p: 5 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

export type PasswordHash = { readonly salt: Uint8Array; readonly hash: Uint8Array };

const derive = (password: string, salt: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    // NFC, so that Hangul typed on another keyboard gives the same bytes.
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });

export const hashPassword = async (password: string): Promise<PasswordHash> => {
  const salt = randomBytes(SALT_BYTES);
  return { salt, hash: await derive(password, salt) };
};

/** A hash that no password fits, so that an unknown name costs as long as a wrong password. */
export const nobody: PasswordHash = { salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };

/** Checks a password in constant time. */
export const verifyPassword = async (password: string, stored: PasswordHash): Promise<boolean> =>
  timingSafeEqual(await derive(password, stored.salt), stored.hash);
