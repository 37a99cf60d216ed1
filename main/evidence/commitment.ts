import { createHash } from 'node:crypto';
import type { Digest } from '../../shared/domain/ids.ts';
import type { SealedContent } from '../../shared/protocol/evidence.ts';
import { canonical } from './canonical.ts';

/**
 * Commitment to sealed content: SHA-256 of the salt's 16 bytes followed by the content's canonical JSON.
 * @param salt 16 random bytes, base64.
 */
export const commitmentOf = (salt: string, content: SealedContent): Digest =>
  createHash('sha256').update(Buffer.from(salt, 'base64')).update(canonical(content)).digest('hex');
