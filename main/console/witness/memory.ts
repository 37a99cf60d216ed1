import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { LogFault } from '../../../shared/api/log.ts';
import type { LogId, OperatorId } from '../../../shared/domain/ids.ts';
import { Digest, EpochMs, LogId as LogIdSchema } from '../../../shared/domain/ids.ts';
import { SignedHead } from '../../../shared/domain/log.ts';
import { fromHex, toHex } from '../../evidence/log/hashes.ts';
import { durably } from '../store/store.ts';
import type { Frontier } from './frontier.ts';

/** What outlives a restart beside the heads: which log this console follows, and what is to be said of it. */
export const Standing = z
  .strictObject({
    logId: LogIdSchema.nullable(),
    fault: LogFault.nullable(),
    otherLogSince_ms: EpochMs.nullable(),
    /** The server's entry was another than the one held; whether it is the same log's is to be found out. Absent in older rows. */
    isDisputed: z.boolean().default(false),
  })
  .readonly();
export type Standing = z.infer<typeof Standing>;

const Edge = z
  .strictObject({
    size: z.int().min(0),
    peaks: z.array(Digest).readonly(),
    /** Absent in older rows, which are of no use then. */
    logId: LogIdSchema.nullable().default(null),
  })
  .readonly();

/** That somebody has seen that the server keeps another log. */
const OtherLog = z.strictObject({ kind: z.literal('other-log'), since_ms: EpochMs }).readonly();
type OtherLog = z.infer<typeof OtherLog>;
const PutAway = z.union([LogFault, OtherLog]);

/** The console's own memory of the server's log. A corrupt row throws: a bug, or a damaged disk, and never taken for nothing. */
export type LogMemory = {
  readonly standing: () => Standing;
  readonly stand: (standing: Standing) => void;
  /** Last head that held of every log that was ever seen. */
  readonly heads: () => ReadonlyMap<LogId, SignedHead>;
  readonly see: (signed: SignedHead, at_ms: number) => void;
  /** Where the hashing of the console's own entries has come to. */
  readonly frontier: () => { readonly logId: LogId | null; readonly frontier: Frontier } | null;
  readonly keepFrontier: (frontier: Frontier, logId: LogId) => void;
  readonly dropFrontier: () => void;
  /** A supervisor has put a fault away: remembered for good, and the head it was held against with it. */
  readonly accept: (fault: LogFault, logId: LogId, by: OperatorId, at_ms: number) => void;
  /** A supervisor has put the notice away that this is another log than before: remembered for good. */
  readonly dismiss: (since_ms: number, logId: LogId, by: OperatorId, at_ms: number) => void;
  readonly acceptances: () => readonly {
    readonly operatorId: string;
    readonly at_ms: number;
    readonly fault: LogFault | OtherLog;
  }[];
};

const NOTHING: Standing = { logId: null, fault: null, otherLogSince_ms: null, isDisputed: false };

export const createLogMemory = (db: DatabaseSync): LogMemory => {
  const read = db.prepare('SELECT value FROM log_state WHERE name = ?');
  const write = db.prepare('INSERT OR REPLACE INTO log_state (name, value) VALUES (?, ?)');
  const valueOf = (name: string): unknown => {
    const row = read.get(name);
    return row === undefined ? null : JSON.parse(String(row['value']));
  };
  const remember = (what: LogFault | OtherLog, logId: LogId, by: OperatorId, at_ms: number): void =>
    durably(db, () =>
      db
        .prepare(
          `INSERT INTO log_acceptance (operator, at_ms, fault, log_id, head)
           VALUES (?, ?, ?, ?, (SELECT head FROM log_seen WHERE log_id = ?))`,
        )
        .run(by, at_ms, JSON.stringify(what), logId, logId),
    );
  return {
    standing: () => Standing.nullable().parse(valueOf('standing')) ?? NOTHING,
    // A fault must outlive a power cut: it may be the only witness.
    stand: (standing) => durably(db, () => write.run('standing', JSON.stringify(standing))),
    heads: () =>
      new Map(
        db
          .prepare('SELECT head FROM log_seen')
          .all()
          .map((row) => SignedHead.parse(JSON.parse(String(row['head']))))
          .map((signed) => [signed.head.logId, signed]),
      ),
    see: (signed, at_ms) =>
      void db
        .prepare('INSERT OR REPLACE INTO log_seen (log_id, head, seen_at_ms) VALUES (?, ?, ?)')
        .run(signed.head.logId, JSON.stringify(signed), at_ms),
    frontier: () => {
      const edge = Edge.nullable().parse(valueOf('frontier'));
      return edge === null
        ? null
        : { logId: edge.logId, frontier: { size: edge.size, peaks: edge.peaks.map(fromHex) } };
    },
    keepFrontier: ({ size, peaks }, logId) =>
      void write.run('frontier', JSON.stringify({ size, peaks: peaks.map(toHex), logId })),
    dropFrontier: () => void db.prepare("DELETE FROM log_state WHERE name = 'frontier'").run(),
    accept: (fault, logId, by, at_ms) => {
      remember(fault, logId, by, at_ms);
      db.prepare('DELETE FROM log_seen WHERE log_id = ?').run(logId);
    },
    dismiss: (since_ms, logId, by, at_ms) => remember({ kind: 'other-log', since_ms }, logId, by, at_ms),
    acceptances: () =>
      db
        .prepare('SELECT operator, at_ms, fault FROM log_acceptance ORDER BY position')
        .all()
        .map((row) => ({
          operatorId: String(row['operator']),
          at_ms: Number(row['at_ms']),
          fault: PutAway.parse(JSON.parse(String(row['fault']))),
        })),
  };
};
