import type { CommandId, EpochMs, IncidentId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Commit, CommitPart, RecordLine } from '../ports/commit.ts';
import type { AccessSpill } from '../ports/spill.ts';
import { LINES_AT_ONCE } from './gather.ts';
import type { Gathered } from './gather.ts';

/** One commit of lines and of everything that belongs to them, each list in the order in which it was added. */
export const commitOf = (lines: readonly RecordLine[], parts: readonly CommitPart[]): Partial<Commit> => ({
  lines,
  commands: parts.flatMap(({ commands }) => commands ?? []),
  access: parts.flatMap(({ access }) => access ?? []),
  seals: parts.flatMap(({ seals }) => seals ?? []),
  sealed: parts.flatMap(({ sealed }) => sealed ?? []),
  forgotten: parts.flatMap(({ forgotten }) => forgotten ?? []),
  isRestoreTold: parts.some(({ isRestoreTold }) => isRestoreTold),
});

/** What is kept of a batch. Its lines are made anew, since they say when they were written. */
export type Kept = Pick<Gathered, 'entries' | 'parts' | 'touched' | 'tellers'>;

/** What one commit of kept batches writes. */
export type KeptWrite = {
  readonly batches: readonly Kept[];
  readonly entries: readonly Entry[];
  readonly lines: readonly RecordLine[];
  readonly commit: Partial<Commit>;
};

/** Batches that stand in memory and are not on disk, in the order of their numbers. Nothing of them is ever decided anew. */
export type KeptBatches = {
  readonly isEmpty: () => boolean;
  /** How many entries wait. */
  readonly count: () => number;
  readonly entries: () => readonly Entry[];
  readonly add: (gathered: Gathered) => void;
  /**
   * The first of them, as many as one commit takes, or one alone to try it with: under the numbers that they were given, stamped with the
   * time of this writing.
   */
  readonly next: (isTrial: boolean) => KeptWrite;
  /** The first so many are on disk. What all of them touched, once none is left; nothing before. */
  readonly stored: (batches: number) => ReadonlySet<IncidentId>;
  readonly seqsOf: (command: CommandId) => readonly Seq[] | null;
};

/** It is recorded when it is written, never before it was found; when it was found, and heard at the desks, stays with it. */
const stampedAnew = (entry: Entry, now_ms: EpochMs): Entry =>
  entry.recordedAt_ms >= now_ms ? entry : { ...entry, recordedAt_ms: now_ms, foundAt_ms: entry.recordedAt_ms };

const commandsOf = ({ parts }: Kept) => parts.flatMap(({ commands = [] }) => commands);

export const createKeptBatches = (given: {
  readonly now: () => EpochMs;
  readonly lineOf: (entry: Entry) => RecordLine;
  /** Where lines of the access log for leases outlive a server that is killed. */
  readonly spill: Pick<AccessSpill, 'keep'>;
}): KeptBatches => {
  const kept: Kept[] = [];
  let count = 0;
  let touched = new Set<IncidentId>();
  const commands = new Map<CommandId, readonly Seq[]>();
  return {
    isEmpty: () => kept.length === 0,
    count: () => count,
    entries: () => kept.flatMap(({ entries }) => entries),
    add: (gathered) => {
      const { entries, parts, tellers } = gathered;
      kept.push({ entries, parts, tellers, touched: gathered.touched });
      count += entries.length;
      given.spill.keep(parts.flatMap(({ access = [] }) => access.filter(({ lease }) => lease !== undefined)));
      for (const id of gathered.touched) touched.add(id);
      for (const { command, seqs } of commandsOf(gathered)) commands.set(command, seqs);
    },
    next: (isTrial) => {
      const batches: Kept[] = [];
      let lines = 0;
      for (const one of kept) {
        if (batches.length > 0 && (isTrial || lines + one.entries.length > LINES_AT_ONCE)) break;
        batches.push(one);
        lines += one.entries.length;
      }
      const now_ms = given.now();
      const entries = batches.flatMap((one) => one.entries.map((entry) => stampedAnew(entry, now_ms)));
      const ready = entries.map(given.lineOf);
      const parts = batches.flatMap((one) => one.parts);
      return { batches, entries, lines: ready, commit: commitOf(ready, parts) };
    },
    stored: (batches) => {
      for (const one of kept.splice(0, batches)) {
        count -= one.entries.length;
        for (const { command } of commandsOf(one)) commands.delete(command);
      }
      if (kept.length > 0) return new Set();
      const all = touched;
      touched = new Set();
      return all;
    },
    seqsOf: (command) => commands.get(command) ?? null,
  };
};
