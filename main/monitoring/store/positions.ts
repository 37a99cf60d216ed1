import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { Track } from '../../../shared/protocol/track.ts';
import { KEY_BYTES, seal, sealingKey, unseal } from './seal.ts';
import type { SealingKey } from './seal.ts';

/** Precise positions of incidents, each incident's sealed under a key of its own. */
export type PositionStore = {
  /** Adds a batch of track pieces; makes the incident's key on first use. */
  readonly add: (incident: IncidentId, pieces: readonly Track[]) => void;
  /** All pieces of an incident in the order they were stored; empty where they are gone. */
  readonly read: (incident: IncidentId) => readonly Track[];
  /** How many positions are stored. */
  readonly count: (incident: IncidentId) => number;
  /** Destroys key and rows for good. Inside a transaction of the caller. */
  readonly destroy: (incident: IncidentId) => void;
};

const Pieces = z.array(Track);
/** Positions in a batch. */
export const countPoints = (pieces: readonly Track[]): number =>
  pieces.reduce((n, piece) => n + piece.points.length, 0);

export const createPositionStore = (db: DatabaseSync, masterKey: Uint8Array): PositionStore => {
  const master = sealingKey(masterKey);
  const selectKey = db.prepare('SELECT sealed FROM incident_keys WHERE incident_id = ?');
  const insertKey = db.prepare('INSERT OR REPLACE INTO incident_keys VALUES (?, ?)');
  const deleteKey = db.prepare('DELETE FROM incident_keys WHERE incident_id = ?');
  const insert = db.prepare('INSERT INTO incident_positions (incident_id, points, sealed) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT sealed FROM incident_positions WHERE incident_id = ? ORDER BY id');
  const count = db.prepare('SELECT coalesce(sum(points), 0) AS points FROM incident_positions WHERE incident_id = ?');
  const remove = db.prepare('DELETE FROM incident_positions WHERE incident_id = ?');

  const keyOf = (incident: IncidentId): SealingKey | null => {
    const sealed = selectKey.get(incident)?.['sealed'];
    const key = sealed instanceof Uint8Array ? unseal(master, `incident-key:${incident}`, sealed) : null;
    return key === null ? null : sealingKey(key);
  };
  const makeKey = (incident: IncidentId): SealingKey => {
    const key = randomBytes(KEY_BYTES);
    insertKey.run(incident, seal(master, `incident-key:${incident}`, key));
    return sealingKey(key);
  };
  return {
    add: (incident, pieces) => {
      const key = keyOf(incident) ?? makeKey(incident);
      const sealed = seal(key, `positions:${incident}`, Buffer.from(JSON.stringify(pieces)));
      insert.run(incident, countPoints(pieces), sealed);
    },
    read: (incident) => {
      const key = keyOf(incident);
      if (key === null) return [];
      return select.all(incident).flatMap((row) => {
        const sealed = row['sealed'];
        const plain = sealed instanceof Uint8Array ? unseal(key, `positions:${incident}`, sealed) : null;
        return plain === null ? [] : Pieces.parse(JSON.parse(Buffer.from(plain).toString()));
      });
    },
    count: (incident) => Number(count.get(incident)?.['points'] ?? 0),
    destroy: (incident) => {
      remove.run(incident);
      deleteKey.run(incident);
    },
  };
};
