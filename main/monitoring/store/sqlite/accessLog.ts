import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { AccessRecord } from '../../../../shared/protocol/access.ts';
import type { AccessActionFilter, AccessFilter } from '../../../../shared/protocol/access.ts';
import type { AccessLine } from '../../ports/commit.ts';
import type { RecordReads } from '../../ports/record.ts';

/** The access log on disk. Triggers refuse every change to what stands in it. */
type AccessStore = RecordReads['access'] & { readonly append: (lines: readonly AccessLine[]) => void };

type Clause = { readonly sql: string; readonly value: SQLInputValue };

/** Beginning of the detail of a lease that was taken by break-glass (leases/access.ts). */
const BREAK_GLASS = `action = 'lease-granted' AND detail GLOB 'break-glass*'`;

const ofAction = (action: AccessActionFilter): string => {
  switch (action) {
    case 'seen':
      return `action IN ('lease-granted', 'read')`;
    case 'break-glass':
      return BREAK_GLASS;
    default:
      return `action = '${action}'`; // one of the names of the schema
  }
};

const clausesOf = ({ operator, from_ms, to_ms }: AccessFilter): readonly Clause[] => [
  ...(operator === undefined ? [] : [{ sql: 'operator_id = ?', value: operator }]),
  ...(from_ms === undefined ? [] : [{ sql: 'at >= ?', value: from_ms }]),
  ...(to_ms === undefined ? [] : [{ sql: 'at <= ?', value: to_ms }]),
];

/** Lines of a person are found by the person first, whatever else is asked: they are few beside all lines there are. */
const queryOf = (
  filter: AccessFilter,
  before: number,
  limit: number,
): { readonly sql: string; readonly values: readonly SQLInputValue[] } => {
  const { person, action } = filter;
  const from =
    person === undefined
      ? { sql: 'access_log WHERE id < ?', by: 'id', values: [before] }
      : {
          sql: `access_people CROSS JOIN access_log ON id = access_id WHERE person_id = ? AND access_id < ?`,
          by: 'access_id',
          values: [person, before],
        };
  const clauses = clausesOf(filter);
  const where = [...clauses.map(({ sql }) => sql), ...(action === undefined ? [] : [ofAction(action)])];
  const sql = [`SELECT access_log.* FROM ${from.sql}`, ...where].join(' AND ');
  return {
    sql: `${sql} ORDER BY ${from.by} DESC LIMIT ?`,
    values: [...from.values, ...clauses.map(({ value }) => value), limit],
  };
};

export const createAccessStore = (db: DatabaseSync): AccessStore => {
  const insert = db.prepare(
    'INSERT INTO access_log (at, operator_id, action, incident_id, detail) VALUES (?, ?, ?, ?, ?)',
  );
  const insertPerson = db.prepare('INSERT INTO access_people VALUES (?, ?)');
  const insertOnce = db.prepare('INSERT OR IGNORE INTO access_once VALUES (?)');
  const selectPeople = db.prepare('SELECT person_id FROM access_people WHERE access_id = ? ORDER BY person_id');
  return {
    append: (lines) => {
      for (const { at_ms, operatorId, action, incidentId, detail, people, once } of lines) {
        if (once !== undefined && insertOnce.run(once).changes === 0) continue;
        const { lastInsertRowid } = insert.run(at_ms, operatorId, action, incidentId, detail);
        for (const person of new Set(people)) insertPerson.run(lastInsertRowid, person);
      }
    },
    page: (before, limit, filter = {}) => {
      const { sql, values } = queryOf(filter, before ?? Number.MAX_SAFE_INTEGER, limit);
      return db
        .prepare(sql)
        .all(...values)
        .map((row) =>
          AccessRecord.parse({
            id: row['id'],
            at_ms: row['at'],
            operatorId: row['operator_id'],
            action: row['action'],
            incidentId: row['incident_id'],
            people: selectPeople.all(row['id'] ?? null).map((found) => found['person_id']),
            detail: row['detail'],
          }),
        );
    },
  };
};
