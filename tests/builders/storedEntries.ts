import { DatabaseSync } from 'node:sqlite';
import { Seq } from '../../shared/domain/ids.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { canonical } from '../../main/evidence/canonical.ts';
import { hashLeaf } from '../../main/evidence/log/hashes.ts';

/** An entry of the log that belongs to no incident. */
export const anEntry = (seq: number): Entry => ({
  seq: Seq.parse(seq),
  recordedAt_ms: seq,
  at_ms: seq,
  incidentId: null,
  commandId: null,
  actor: { type: 'system' },
  body: { kind: 'positions.deleted', count: 0 },
});

/** Puts entries into a server's store behind its back, as the server itself would have written them. */
export const addEntries = (file: string, entries: readonly Entry[]): void => {
  const db = new DatabaseSync(file);
  const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
  db.exec('BEGIN');
  for (const entry of entries) {
    const text = canonical(entry);
    insert.run(entry.seq, entry.incidentId, text, hashLeaf(text));
  }
  db.exec('COMMIT');
  db.close();
};
