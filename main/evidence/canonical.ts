import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Digest } from '../../shared/domain/ids.ts';

/** RFC 8785 canonical form of a JSON value. @throws where the value is none (undefined, NaN): a bug of the caller. */
export const canonical = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('no JSON value');
  return text;
};

/** SHA-256 of bytes, or of text as UTF-8. */
export const sha256 = (data: Uint8Array | string): Uint8Array => hash('sha256', data, 'buffer');

/** SHA-256 in hexadecimal. */
export const digestOf = (data: Uint8Array | string): Digest => hash('sha256', data, 'hex');
