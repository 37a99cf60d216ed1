import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { IncidentId } from '../../../../shared/domain/ids.ts';
import { Track } from '../../../../shared/protocol/track.ts';
import type { GatheredPositions, SealedPositions } from '../../ports/commit.ts';
import type { SealedReads } from '../../ports/record.ts';
import type { KeyStore } from './keys.ts';
import { seal, unseal } from '../../../files/seal.ts';

/** Precise positions of incidents as they come in, sealed each second, until the record commits to them (seals.ts). */
type PositionStore = SealedReads['positions'] & {
  /** Adds track pieces under each incident's key. Once that is destroyed or lost, nothing is stored. */
  readonly add: (gathered: readonly GatheredPositions[]) => void;
  /** How many positions are stored. */
  readonly count: (incident: IncidentId) => number;
  readonly remove: (sealed: readonly SealedPositions[]) => void;
};

const Pieces = z.array(Track);

const countPoints = (pieces: readonly Track[]): number => pieces.reduce((n, piece) => n + piece.points.length, 0);

export const createPositionStore = (db: DatabaseSync, keys: Pick<KeyStore, 'keyOf'>): PositionStore => {
  const insert = db.prepare('INSERT INTO incident_positions (incident_id, points, sealed) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT id, sealed FROM incident_positions WHERE incident_id = ? ORDER BY id');
  const count = db.prepare('SELECT coalesce(sum(points), 0) AS points FROM incident_positions WHERE incident_id = ?');
  const remove = db.prepare('DELETE FROM incident_positions WHERE incident_id = ? AND id <= ?');
  const incidents = db.prepare('SELECT DISTINCT incident_id FROM incident_positions');

  return {
    add: (gathered) => {
      for (const { incident, pieces } of gathered) {
        const key = keys.keyOf(incident);
        if (key === null) continue;
        const text = Buffer.from(JSON.stringify(pieces));
        insert.run(incident, countPoints(pieces), seal(key, `positions:${incident}`, text));
      }
    },
    read: (incident) => {
      const key = keys.keyOf(incident);
      if (key === null) return { pieces: [], through: 0 };
      const rows = select.all(incident);
      const pieces = rows.flatMap((row) => {
        const sealed = row['sealed'];
        const plain = sealed instanceof Uint8Array ? unseal(key, `positions:${incident}`, sealed) : null;
        return plain === null ? [] : Pieces.parse(JSON.parse(Buffer.from(plain).toString()));
      });
      return { pieces, through: Number(rows.at(-1)?.['id'] ?? 0) };
    },
    count: (incident) => Number(count.get(incident)?.['points'] ?? 0),
    remove: (sealed) => {
      for (const { incident, through } of sealed) remove.run(incident, through);
    },
    incidents: () => incidents.all().map((row) => IncidentId.parse(row['incident_id'])),
  };
};
