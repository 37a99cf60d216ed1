import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import { digestOfHead, fingerprintOf, isHeadSigned } from '../../evidence/log/heads.ts';
import { fromHex, isSame, toHex } from '../../evidence/log/hashes.ts';
import { createTree } from '../../evidence/log/tree.ts';
import type { Tree } from '../../evidence/log/tree.ts';
import type { RecordReads } from '../ports/record.ts';

/** Where a record is read from: a store, or a copy of one. */
type Source = Pick<RecordReads, 'record' | 'heads' | 'log' | 'mark'>;

/** Entries read from disk at a time. */
const PAGE = 1000;

/** Reads every entry, in order, checks it against its leaf and grows the tree; `take` gets them page by page. */
const readEntries = (store: Source, take: (entries: readonly Entry[]) => void): Tree => {
  const tree = createTree();
  for (;;) {
    const lines = store.record.checked(tree.size(), PAGE);
    if (lines.length === 0) return tree;
    for (const { leaf } of lines) tree.append(leaf);
    take(lines.map(({ entry }) => entry));
  }
};

/** What the mark beside the store tells of entries that are not there, or are others. */
const checkMark = ({ mark: { found } }: Source, tree: Tree): void => {
  if (found === null) return;
  if (found === 'damaged') throw new Error('the mark beside the store is damaged');
  const size = tree.size();
  if (found.size > size) {
    const lost = found.size === size + 1 ? `entry ${found.size}` : `entries ${size + 1} to ${found.size}`;
    throw new Error(`${lost} had been stored and cannot be found any more`);
  }
  if (!isSame(tree.root(found.size), fromHex(found.root))) {
    throw new Error(`the first ${found.size} entries are not those that had been stored`);
  }
};

/** What is wrong with one head of the chain, or null. */
const faultOf = ({ head }: SignedHead, before: SignedHead | null, store: Source, tree: Tree): string | null => {
  if (head.logId !== store.log.id) return 'is of another log';
  if (head.previous !== (before === null ? null : digestOfHead(before))) return 'does not follow the one before it';
  if (head.size > tree.size()) return `vouches for entries that are missing from ${tree.size() + 1} on`;
  return toHex(tree.root(head.size)) === head.root ? null : 'does not fit the entries';
};

/** Checks the chain of signed heads against the entries. The last signature covers, through the chain, all before it. */
const checkHeads = (store: Source, tree: Tree): SignedHead | null => {
  let last: SignedHead | null = null;
  for (const signed of store.heads.all()) {
    const fault = faultOf(signed, last, store, tree);
    if (fault !== null) throw new Error(`the log's head at entry ${signed.head.size} ${fault}`);
    last = signed;
  }
  if (last === null) return null;
  if (!isHeadSigned(last)) throw new Error(`the log's head at entry ${last.head.size} has no valid signature`);
  const { publicKey } = store.log.signer;
  if (last.head.publicKey !== publicKey) {
    throw new Error(
      `it was signed with another secret (fingerprint ${fingerprintOf(last.head.publicKey)}): put that server's secret back into its folder`,
    );
  }
  return last;
};

/**
 * Reads the whole record and proves it whole: every entry against its leaf, the leaves against mark and signed heads.
 * @throws Error, one clear line, where anything does not hold: nothing is repaired in silence.
 */
export const readHistory = (
  store: Source,
  take: (entries: readonly Entry[]) => void,
): { readonly tree: Tree; readonly head: SignedHead | null } => {
  const tree = readEntries(store, take);
  checkMark(store, tree);
  return { tree, head: checkHeads(store, tree) };
};
