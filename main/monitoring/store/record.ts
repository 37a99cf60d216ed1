import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import { Seq } from '../../../shared/domain/ids.ts';
import type { CommandId, OperatorId } from '../../../shared/domain/ids.ts';
import { Entry } from '../../../shared/domain/incidents/entries.ts';

/** The unified record on disk. */
export type RecordStore = {
  /** Inserts entries; inside a transaction of the caller. */
  readonly insert: (entries: readonly Entry[]) => void;
  /** Entries after `since`, in order, at most `limit`. */
  readonly since: (since: number, limit: number) => readonly Entry[];
  /** Every entry, in order, checked; throws when a number is missing or an entry does not fit. */
  readonly all: () => readonly Entry[];
  /** Numbers of the entries a command led to, or null for a command never seen. */
  readonly seqsOf: (command: CommandId) => readonly Seq[] | null;
  readonly rememberCommand: (command: CommandId, operator: OperatorId, seqs: readonly Seq[]) => void;
};

const Seqs = z.array(Seq);

const json = (value: SQLOutputValue | undefined): unknown => JSON.parse(String(value));

const toEntry = (row: Readonly<Record<string, SQLOutputValue>>): Entry =>
  Entry.parse({
    seq: row['seq'],
    recordedAt_ms: row['recorded_at'],
    at_ms: row['at'],
    incidentId: row['incident_id'],
    commandId: row['command_id'],
    actor: json(row['actor']),
    body: json(row['body']),
  });

export const createRecordStore = (db: DatabaseSync): RecordStore => {
  const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)');
  const select = db.prepare('SELECT * FROM entries WHERE seq > ? ORDER BY seq LIMIT ?');
  const seqsOf = db.prepare('SELECT seqs FROM commands WHERE id = ?');
  const remember = db.prepare('INSERT INTO commands VALUES (?, ?, ?)');
  const since = (after: number, limit: number): readonly Entry[] => select.all(after, limit).map(toEntry);
  return {
    insert: (entries) => {
      for (const e of entries) {
        insert.run(
          e.seq,
          e.recordedAt_ms,
          e.at_ms,
          e.incidentId,
          e.commandId,
          JSON.stringify(e.actor),
          JSON.stringify(e.body),
        );
      }
    },
    since,
    all: () => {
      const entries = since(0, -1);
      const gap = entries.findIndex((entry, index) => entry.seq !== index + 1);
      if (gap !== -1) throw new Error(`entry ${gap + 1} is missing from the record`);
      return entries;
    },
    seqsOf: (command) => {
      const row = seqsOf.get(command);
      return row === undefined ? null : Seqs.parse(json(row['seqs']));
    },
    rememberCommand: (command, operator, seqs) => {
      remember.run(command, operator, JSON.stringify(seqs));
    },
  };
};
