import { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import { canonical } from '../../evidence/canonical.ts';
import { digestOfHead, signHead } from '../../evidence/log/heads.ts';
import { hashLeaf, toHex } from '../../evidence/log/hashes.ts';
import type { Tree } from '../../evidence/log/tree.ts';
import type { RecordLine } from '../ports/commit.ts';
import type { SignedLog } from '../ports/incidentRecord.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';
import { ok } from '../../../shared/domain/result.ts';

/** The Merkle log over the record: grows with it, and is signed at the pace of the heartbeat. */
export type Log = SignedLog & {
  /** An entry ready for the disk. @throws where it is none that the schema or the canonical form allows, such as a number that is not finite. */
  readonly lineOf: (entry: Entry) => RecordLine;
  /** Takes in what is on disk now. */
  readonly grow: (lines: readonly RecordLine[]) => void;
};

/** An entry that may not be recorded. Names the field, never what is in it. */
class EntryFault extends Error {
  constructor(path: readonly PropertyKey[]) {
    super(`an entry does not fit its schema at ${path.map(String).join('.')}`);
    this.name = 'EntryFault';
  }
}

export const createLog = (given: {
  readonly store: RecordReads;
  readonly commits: CommitQueue;
  readonly tree: Tree;
  readonly head: SignedHead | null;
  readonly now: () => number;
}): Log => {
  const { store, commits, tree, now } = given;
  let last = given.head;
  const note = (): void => store.mark.write({ size: tree.size(), root: toHex(tree.root()) });
  // One that was lost, or fell behind while its disk was full, is made up for: what it notes has just been proven.
  if (tree.size() > 0) note();
  const news = (since: number): LogNews => ({
    logId: store.log.id,
    signedHead: last,
    since,
    proof: last === null ? [] : tree.consistency(since, last.head.size).map(toHex),
  });
  return {
    news,
    lineOf: (entry) => {
      const checked = Entry.safeParse(entry);
      if (!checked.success) throw new EntryFault(checked.error.issues[0]?.path ?? []);
      const text = canonical(entry);
      return { seq: entry.seq, incidentId: entry.incidentId, text, leaf: hashLeaf(text) };
    },
    grow: (lines) => {
      for (const { leaf } of lines) tree.append(leaf);
      note();
    },
    sign: (done) => {
      let signed: SignedHead | null = null;
      commits.add({
        prepare: () => {
          const size = tree.size();
          if (size === (last?.head.size ?? 0)) return null;
          const head = {
            logId: store.log.id,
            size,
            root: toHex(tree.root()),
            at_ms: Math.round(now()),
            previous: last === null ? null : digestOfHead(last),
          };
          signed = signHead(head, store.log.signer);
          return { heads: [signed] };
        },
        done: (outcome) => {
          if (!outcome.ok || signed === null) return done(outcome);
          const since = last?.head.size ?? 0;
          last = signed;
          return done(ok(news(since)));
        },
      });
    },
    proofOf: (seq, size) => tree.inclusion(seq - 1, size).map(toHex),
  };
};
