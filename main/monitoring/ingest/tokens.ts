import { createHmac, timingSafeEqual } from 'node:crypto';

const LENGTH = 22; // base64url characters: 132 bits

/** A device's token: HMAC-SHA256 of its id under the server's key, 22 characters of base64url. Nothing is stored per device. */
export const deviceToken = (key: Uint8Array, deviceId: string): string =>
  createHmac('sha256', key).update(deviceId).digest('base64url').slice(0, LENGTH);

/** Checks a token in constant time. */
export const isTokenOf = (key: Uint8Array, deviceId: string, token: string): boolean => {
  const expected = Buffer.from(deviceToken(key, deviceId));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
};
