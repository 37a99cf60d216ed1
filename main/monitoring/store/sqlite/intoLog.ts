import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Entry } from '../../../../shared/domain/incidents/entries.ts';
import { canonical } from '../../../evidence/canonical.ts';
import { hashLeaf } from '../../../evidence/log/hashes.ts';

const TABLES = `
  ALTER TABLE entries RENAME TO entries_before;
  DROP TRIGGER entries_keep; DROP TRIGGER entries_fixed; DROP TRIGGER entries_once;
  CREATE TABLE entries (seq INTEGER PRIMARY KEY, incident_id TEXT, entry TEXT NOT NULL, leaf BLOB NOT NULL) STRICT;
  CREATE INDEX entries_by_incident ON entries (incident_id) WHERE incident_id IS NOT NULL;
  CREATE TABLE heads (size INTEGER PRIMARY KEY, signed TEXT NOT NULL) STRICT;
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

const TRIGGERS = (['entries', 'heads'] as const)
  .map((table) => {
    const key = table === 'entries' ? 'seq' : 'size';
    const refuse = `BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;`;
    return `
      CREATE TRIGGER ${table}_keep BEFORE DELETE ON ${table} ${refuse}
      CREATE TRIGGER ${table}_fixed BEFORE UPDATE ON ${table} ${refuse}
      CREATE TRIGGER ${table}_once BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${key} = NEW.${key})
      ${refuse}`;
  })
  .join('');

/** Column names of version 3. */
const COLUMNS =
  "SELECT seq, recorded_at AS recordedAt_ms, at AS at_ms, incident_id AS incidentId, command_id AS commandId, json_object('actor', json(actor), 'body', json(body)) AS rest FROM entries_before ORDER BY seq";

/**
 * Version 4: every entry in its canonical form beside the leaf it hashes to, signed heads, and a name for the log. Entries of earlier
 * versions are taken over word for word; the log vouches for them from now on.
 */
export const intoLog = (db: DatabaseSync): void => {
  db.exec(TABLES);
  const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
  for (const { rest, ...row } of db.prepare(COLUMNS).iterate()) {
    const entry = Entry.parse({ ...row, ...JSON.parse(String(rest)) });
    const text = canonical(entry);
    insert.run(entry.seq, entry.incidentId, text, hashLeaf(text));
  }
  db.exec(`DROP TABLE entries_before; ${TRIGGERS}`);
  db.prepare("INSERT INTO meta VALUES ('log', ?)").run(`log-${randomUUID()}`);
};
