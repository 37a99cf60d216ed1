import type { DatabaseSync } from 'node:sqlite';
import { accessPeople } from './accessPeople.ts';
import { intoLog } from './intoLog.ts';

/** One step of the schema: SQL, or what SQL alone cannot do. Runs in a transaction of its own. */
export type Migration = string | ((db: DatabaseSync) => void);

/**
 * Schema of the server's store, as ordered migrations: `user_version` counts those applied, and a migration is never edited
 * once released. The record is `entries`: one row per entry, numbered without gaps.
 */
export const migrations: readonly Migration[] = [
  `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    incident_id TEXT,
    command_id TEXT,
    actor TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER entries_keep BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
  CREATE TRIGGER entries_fixed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

  CREATE TABLE commands (id TEXT PRIMARY KEY, operator_id TEXT NOT NULL, seqs TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE access_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    operator_id TEXT,
    action TEXT NOT NULL,
    incident_id TEXT,
    detail TEXT
  ) STRICT;
  CREATE TRIGGER access_keep BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
  CREATE TRIGGER access_fixed BEFORE UPDATE ON access_log BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;

  CREATE TABLE accounts (
    operator_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    operator_id TEXT NOT NULL,
    console_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE last_fixes (person_id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE incident_keys (incident_id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE incident_positions (
    id INTEGER PRIMARY KEY,
    incident_id TEXT NOT NULL,
    points INTEGER NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT;
  CREATE INDEX incident_positions_by_incident ON incident_positions (incident_id);
  `,
  `
  CREATE TABLE real_devices (person_id TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // INSERT OR REPLACE deletes without asking the triggers on DELETE.
  `
  CREATE TRIGGER entries_once BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
  CREATE TRIGGER access_once BEFORE INSERT ON access_log WHEN EXISTS (SELECT 1 FROM access_log WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
  `,
  intoLog,
  // Keys of incidents have a file of their own by now (oldKeys.ts); what the record commits to gets a table.
  `
  DROP TABLE incident_keys;
  CREATE TABLE seals (
    id INTEGER PRIMARY KEY,
    incident_id TEXT NOT NULL,
    commitment BLOB NOT NULL,
    points INTEGER NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT;
  CREATE INDEX seals_by_incident ON seals (incident_id);
  CREATE TABLE restored (size INTEGER NOT NULL, backup_at INTEGER NOT NULL) STRICT;
  `,
  accessPeople,
  // Lines of the access log that more than one may tell of, after an outage of the store: the first counts.
  'CREATE TABLE access_once (once TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;',
  // Those of before lasted twelve hours.
  `
  ALTER TABLE sessions ADD COLUMN started_at INTEGER NOT NULL DEFAULT 0;
  UPDATE sessions SET started_at = max(0, expires_at - 43200000);
  `,
  // No table changes: entries have `foundAt_ms` and last fixes `topSpeed_mps`, which a server of before cannot read; so it says that it is older.
  '',
];
