import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import { IncidentId, Seq } from '../../../../shared/domain/ids.ts';
import { Entry } from '../../../../shared/domain/incidents/entries.ts';
import { hashLeaf, isSame } from '../../../evidence/log/hashes.ts';
import type { CommandRow, RecordLine } from '../../ports/commit.ts';
import type { CheckedLine, RecordReads } from '../../ports/record.ts';

/** The unified record on disk. */
type RecordStore = RecordReads['record'] & {
  /** Inserts entries; inside a transaction of the caller. */
  readonly insert: (lines: readonly RecordLine[]) => void;
  readonly remember: (rows: readonly CommandRow[]) => void;
};

type Row = Readonly<Record<string, SQLOutputValue>>;

const Seqs = z.array(Seq);

const toEntry = (row: Row): Entry => Entry.parse(JSON.parse(String(row['entry'])));

const toLine = (row: Row, seq: number): CheckedLine => {
  if (row['seq'] !== seq) throw new Error(`entry ${seq} is missing from the record`);
  const text = String(row['entry']);
  const leaf = row['leaf'];
  if (!(leaf instanceof Uint8Array) || !isSame(leaf, hashLeaf(text))) throw new Error(`entry ${seq} was altered`);
  const entry = readable(text);
  if (entry === null || entry.seq !== seq) throw new Error(`entry ${seq} cannot be read`);
  // Beside the entry, so that an incident's are found; the leaf does not cover it.
  if (row['incident_id'] !== entry.incidentId) throw new Error(`entry ${seq} was put under another incident`);
  return { seq: entry.seq, incidentId: entry.incidentId, text, leaf, entry };
};

const readable = (text: string): Entry | null => {
  try {
    return Entry.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

export const createRecordStore = (db: DatabaseSync): RecordStore => {
  const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
  const select = db.prepare('SELECT * FROM entries WHERE seq > ? ORDER BY seq LIMIT ?');
  const ofIncident = db.prepare('SELECT entry FROM entries WHERE incident_id = ? ORDER BY seq');
  const incidentOf = db.prepare('SELECT incident_id FROM entries WHERE seq = ?');
  const seqsOf = db.prepare('SELECT seqs FROM commands WHERE id = ?');
  const remember = db.prepare('INSERT INTO commands VALUES (?, ?, ?)');
  return {
    insert: (lines) => {
      for (const { seq, incidentId, text, leaf } of lines) insert.run(seq, incidentId, text, leaf);
    },
    since: (after, limit) => select.all(after, limit).map(toEntry),
    ofIncident: (incident) => ofIncident.all(incident).map(toEntry),
    incidentOf: (seq) => IncidentId.nullable().parse(incidentOf.get(seq)?.['incident_id'] ?? null),
    checked: (after, limit) => select.all(after, limit).map((row, index) => toLine(row, after + index + 1)),
    seqsOf: (command) => {
      const row = seqsOf.get(command);
      return row === undefined ? null : Seqs.parse(JSON.parse(String(row['seqs'])));
    },
    remember: (rows) => {
      for (const { command, operator, seqs } of rows) remember.run(command, operator, JSON.stringify(seqs));
    },
  };
};
