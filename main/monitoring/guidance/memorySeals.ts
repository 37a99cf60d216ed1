import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { OpenedSeal } from '../../../shared/protocol/evidence.ts';
import { canonical, digestOf } from '../../evidence/canonical.ts';
import type { Seals } from './seals.ts';

const SALT_BYTES = 16;

/** Seals that last as long as the process: nothing of them ever reaches a disk. */
export const createMemorySeals = (): Seals => {
  const sealed = new Map<IncidentId, readonly OpenedSeal[]>();
  return {
    seal: (batch, incident, content) => {
      const salt = randomBytes(SALT_BYTES);
      const commitment = digestOf(Buffer.concat([salt, Buffer.from(canonical(content), 'utf8')]));
      const seal: OpenedSeal = { commitment, salt: salt.toString('base64'), content };
      batch.alongside(() => sealed.set(incident, [...(sealed.get(incident) ?? []), seal]));
      return commitment;
    },
    open: (incident) => sealed.get(incident) ?? [],
  };
};
