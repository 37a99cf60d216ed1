import type { DatabaseSync } from 'node:sqlite';
import { AccessRecord } from '../../../../shared/protocol/messages.ts';
import type { AccessLine } from '../../ports/commit.ts';
import type { RecordReads } from '../../ports/record.ts';

/** The access log on disk. Triggers refuse every change to what stands in it. */
type AccessStore = RecordReads['access'] & { readonly append: (lines: readonly AccessLine[]) => void };

export const createAccessStore = (db: DatabaseSync): AccessStore => {
  const insert = db.prepare(
    'INSERT INTO access_log (at, operator_id, action, incident_id, detail) VALUES (?, ?, ?, ?, ?)',
  );
  const select = db.prepare('SELECT * FROM access_log WHERE id < ? ORDER BY id DESC LIMIT ?');
  return {
    append: (lines) => {
      for (const l of lines) insert.run(l.at_ms, l.operatorId, l.action, l.incidentId, l.detail);
    },
    page: (before, limit) =>
      select.all(before ?? Number.MAX_SAFE_INTEGER, limit).map((row) =>
        AccessRecord.parse({
          id: row['id'],
          at_ms: row['at'],
          operatorId: row['operator_id'],
          action: row['action'],
          incidentId: row['incident_id'],
          detail: row['detail'],
        }),
      ),
  };
};
