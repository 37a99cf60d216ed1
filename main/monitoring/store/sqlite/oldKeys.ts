import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fail, reasonOf } from '../../../files/fail.ts';
import { IncidentId } from '../../../../shared/domain/ids.ts';
import type { KeyStore } from './keys.ts';

/**
 * Earlier versions kept the incidents' keys in the store itself, in a table that a migration drops. They are durable in the keys file
 * before that: a server killed in between takes them over once more, which changes nothing. Ends the process where a key cannot be
 * moved, since the migration would lose it.
 */
export const moveOldKeys = (path: string, keys: KeyStore): void => {
  if (path === ':memory:' || !existsSync(path)) return;
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path);
    const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'incident_keys'").get();
    if (table === undefined) return;
    for (const { incident_id, sealed } of db.prepare('SELECT incident_id, sealed FROM incident_keys').all()) {
      if (sealed instanceof Uint8Array) keys.adopt(IncidentId.parse(incident_id), sealed);
    }
  } catch (thrown) {
    fail(`the database cannot be used: ${path}: ${reasonOf(thrown)}`, 'store-damaged');
  } finally {
    db?.close();
  }
};
