import type { Digest } from '../../../shared/domain/ids.ts';
import { digestOf } from '../../evidence/canonical.ts';

/** Ties an order to who gave it: a disk that changes either would send it in another's name, or to nobody's knowledge not at all. */
export const digestOfOrder = (id: string, operator: string, command: string): Digest =>
  digestOf(JSON.stringify([id, operator, command]));
