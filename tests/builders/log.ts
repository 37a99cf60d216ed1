import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { LogId } from '../../shared/domain/ids.ts';
import type { SignedHead } from '../../shared/domain/log.ts';
import type { LogNews } from '../../shared/protocol/messages.ts';
import { hashEntry, toHex } from '../../main/evidence/log/hashes.ts';
import { createSigner, digestOfHead, signHead } from '../../main/evidence/log/heads.ts';
import type { Signer } from '../../main/evidence/log/heads.ts';
import { createTree } from '../../main/evidence/log/tree.ts';

export const logId = (text: string): LogId => LogId.parse(text);
export const aSigner = (seed = 1): Signer => createSigner(Buffer.alloc(32, seed));

export type AnyLog = {
  readonly append: (entries: readonly Entry[]) => void;
  readonly head: (at_ms: number) => SignedHead;
  /** The newest head, and the proof that it extends the tree of `since` leaves. */
  readonly news: (since: number, at_ms: number) => LogNews;
};

/** A server's log as a test needs it: a real tree with signed heads. */
export const aLogOf = (entries: readonly Entry[], signer = aSigner(), id = 'log-1'): AnyLog => {
  const tree = createTree();
  let previous: SignedHead | null = null;
  const append = (more: readonly Entry[]): void => more.forEach((entry) => tree.append(hashEntry(entry)));
  const head = (at_ms: number): SignedHead =>
    (previous = signHead(
      {
        logId: logId(id),
        size: tree.size(),
        root: toHex(tree.root()),
        at_ms,
        previous: previous === null ? null : digestOfHead(previous),
      },
      signer,
    ));
  append(entries);
  return {
    append,
    head,
    news: (since, at_ms) => ({
      logId: logId(id),
      signedHead: head(at_ms),
      since,
      proof: tree.consistency(since).map(toHex),
    }),
  };
};
