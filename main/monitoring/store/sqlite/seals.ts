import type { DatabaseSync } from 'node:sqlite';
import { IncidentId } from '../../../../shared/domain/ids.ts';
import { SealedContent } from '../../../../shared/protocol/evidence.ts';
import type { OpenedSeal } from '../../../../shared/protocol/evidence.ts';
import { canonical, digestOf } from '../../../evidence/canonical.ts';
import type { FreshSeal } from '../../ports/commit.ts';
import type { SealedReads } from '../../ports/record.ts';
import type { KeyStore } from './keys.ts';
import { seal, unseal } from '../../../files/seal.ts';

/**
 * What the record commits to, kept sealed under the incident's key until that is destroyed. A seal holds a random salt of 128 bits and
 * the content's canonical JSON; the commitment is the SHA-256 of exactly these bytes, so that whoever opens one can check it, and
 * whoever has the record alone cannot even guess.
 */
type SealStore = SealedReads['seals'] & {
  /** Seals content under its incident's key; goes with the entry that holds the commitment. */
  readonly put: (fresh: readonly FreshSeal[]) => void;
  /** How many positions are sealed. */
  readonly points: (incident: IncidentId) => number;
  readonly remove: (incident: IncidentId) => void;
  /** Incidents that have seals. */
  readonly incidents: () => readonly IncidentId[];
};

/** The key of an incident is not on disk yet: it is made soon after the incident was raised, and this can be tried again. */
class KeyMissing extends Error {
  constructor(incident: IncidentId) {
    super(`the key of ${incident} is not made yet`);
    this.name = 'KeyMissing';
  }
}

const SALT = 16;
/** Gives so many bytes that nobody can foresee. */
export type Random = (bytes: number) => Uint8Array;
const contextOf = (incident: IncidentId): string => `seal:${incident}`;

const opened = (plain: Uint8Array): OpenedSeal => ({
  commitment: digestOf(plain),
  salt: Buffer.from(plain.subarray(0, SALT)).toString('base64'),
  content: SealedContent.parse(JSON.parse(Buffer.from(plain.subarray(SALT)).toString())),
});

/** `isGone`: nothing more can be kept of the incident, since its key was destroyed or lost. */
export const createSealStore = (
  db: DatabaseSync,
  keys: Pick<KeyStore, 'keyOf'>,
  isGone: (incident: IncidentId) => boolean,
  random: Random,
): SealStore => {
  const insert = db.prepare('INSERT INTO seals (incident_id, commitment, points, sealed) VALUES (?, ?, ?, ?)');
  const select = db.prepare('SELECT sealed FROM seals WHERE incident_id = ? ORDER BY id');
  const points = db.prepare('SELECT coalesce(sum(points), 0) AS points FROM seals WHERE incident_id = ?');
  const remove = db.prepare('DELETE FROM seals WHERE incident_id = ?');
  const incidents = db.prepare('SELECT DISTINCT incident_id FROM seals');
  return {
    close: (incident, content) => {
      const gone = isGone(incident);
      if (!gone && keys.keyOf(incident) === null) throw new KeyMissing(incident);
      // Bytes of its own: handed to another thread, a slice of a shared buffer would take all of that along.
      const plain = Uint8Array.from(Buffer.concat([random(SALT), Buffer.from(canonical(content))]));
      return {
        incident,
        commitment: digestOf(plain),
        points: content.kind === 'positions' ? content.points.length : 0,
        plain: gone ? null : plain,
      };
    },
    put: (fresh) => {
      for (const { incident, commitment, points: count, plain } of fresh) {
        if (plain === null || isGone(incident)) continue;
        const key = keys.keyOf(incident);
        // What the record commits to is kept, or the record does not say so.
        if (key === null) throw new KeyMissing(incident);
        insert.run(incident, Buffer.from(commitment, 'hex'), count, seal(key, contextOf(incident), plain));
      }
    },
    open: (incident) => {
      const key = keys.keyOf(incident);
      if (key === null) return [];
      return select.all(incident).flatMap((row) => {
        const sealed = row['sealed'];
        const plain = sealed instanceof Uint8Array ? unseal(key, contextOf(incident), sealed) : null;
        return plain === null ? [] : [opened(plain)];
      });
    },
    points: (incident) => Number(points.get(incident)?.['points'] ?? 0),
    remove: (incident) => {
      remove.run(incident);
    },
    incidents: () => incidents.all().map((row) => IncidentId.parse(row['incident_id'])),
  };
};
