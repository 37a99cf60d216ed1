import type { DatabaseSync } from 'node:sqlite';

const TABLE = `
  CREATE TABLE access_people (
    access_id INTEGER NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (access_id, person_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX access_by_person ON access_people (person_id, access_id);
  CREATE INDEX access_by_operator ON access_log (operator_id, id);
  CREATE INDEX access_by_action ON access_log (action, id);
  CREATE INDEX access_by_time ON access_log (at);
`;

/**
 * Whom a lease opened stands in the entry that granted it; lines of the log then told only who held it, and in which incident. The index and the
 * order of the joins make this one look-up for each lease: without them a store of a few days would take hours to open.
 */
const TAKE_OVER = `
  CREATE INDEX access_take_over ON access_log (incident_id, operator_id);
  INSERT OR IGNORE INTO access_people
  SELECT line.id, subject.value
  FROM entries granted
  CROSS JOIN json_each(granted.entry, '$.body.holders') holder
  CROSS JOIN access_log line INDEXED BY access_take_over
    ON line.incident_id = granted.incident_id AND line.operator_id = holder.value
  CROSS JOIN json_each(granted.entry, '$.body.subjects') subject
  WHERE json_extract(granted.entry, '$.body.kind') = 'lease.granted'
    AND line.action IN ('lease-granted', 'lease-renewed', 'lease-ended', 'read')
    AND line.at >= json_extract(granted.entry, '$.recordedAt_ms');
  DROP INDEX access_take_over;
`;

const TRIGGERS = `
  CREATE TRIGGER access_people_keep BEFORE DELETE ON access_people
  BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
  CREATE TRIGGER access_people_fixed BEFORE UPDATE ON access_people
  BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;
`;

/**
 * Version 6: the access log says whom each line is about, so that who saw a person is one query. Lines of before are about everybody whom
 * their operator had been opened in that incident by then: rather one too many than one who is missing.
 */
export const accessPeople = (db: DatabaseSync): void => {
  db.exec(TABLE);
  db.exec(TAKE_OVER);
  db.exec(TRIGGERS);
};
