import { EMPTY_ROOT, HASH_BYTES, hashNode } from './hashes.ts';
import type { Hash } from './hashes.ts';

/** An append-only Merkle tree (RFC 6962, section 2.1). Numbers are of leaves; leaf 0 is the first. */
export type Tree = {
  readonly size: () => number;
  readonly append: (leaf: Hash) => void;
  /** Root over the first `size` leaves. */
  readonly root: (size?: number) => Hash;
  /** Audit path of a leaf in the tree over the first `size` leaves. */
  readonly inclusion: (leaf: number, size?: number) => readonly Hash[];
  /** Proof that the tree of `to` leaves begins with the tree of `from` leaves; empty where there is nothing to prove. */
  readonly consistency: (from: number, to?: number) => readonly Hash[];
};

/** Hashes in one growing block: an object for each would cost three times the memory. */
type Row = { bytes: Buffer; length: number };

const push = (row: Row, hash: Hash): void => {
  const at = row.length * HASH_BYTES;
  if (at === row.bytes.length) {
    const larger = Buffer.alloc(Math.max(64 * HASH_BYTES, row.bytes.length * 2));
    row.bytes.copy(larger);
    row.bytes = larger;
  }
  row.bytes.set(hash, at);
  row.length += 1;
};

const hashAt = (row: Row, index: number): Hash => row.bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);

/** Largest power of two below `n`, for n > 1. */
const splitOf = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** Keeps the root of every complete subtree, so that a root or a proof costs the logarithm of the size. 64 bytes a leaf. */
export const createTree = (): Tree => {
  /** rows[k][i]: root of the leaves from i·2^k on, 2^k of them. */
  const rows: Row[] = [];
  const rowOf = (level: number): Row => (rows[level] ??= { bytes: Buffer.alloc(0), length: 0 });
  const size = (): number => rows[0]?.length ?? 0;

  const append = (leaf: Hash): void => {
    push(rowOf(0), leaf);
    for (let level = 0; rowOf(level).length % 2 === 0; level += 1) {
      const row = rowOf(level);
      push(rowOf(level + 1), hashNode(hashAt(row, row.length - 2), hashAt(row, row.length - 1)));
    }
  };

  /** Root of the leaves from `start` on, `n` of them; `start` is a multiple of the largest power of two in n. */
  const subRoot = (start: number, n: number): Hash => {
    const level = Math.log2(n);
    if (Number.isInteger(level)) return hashAt(rowOf(level), start / n);
    const left = splitOf(n);
    return hashNode(subRoot(start, left), subRoot(start + left, n - left));
  };

  /** PATH(m, D[n]) of RFC 6962, section 2.1.1. */
  const path = (leaf: number, start: number, n: number): readonly Hash[] => {
    if (n <= 1) return [];
    const left = splitOf(n);
    return leaf < left
      ? [...path(leaf, start, left), subRoot(start + left, n - left)]
      : [...path(leaf - left, start + left, n - left), subRoot(start, left)];
  };

  /** SUBPROOF(m, D[n], b) of RFC 6962, section 2.1.2. */
  const subProof = (m: number, start: number, n: number, whole: boolean): readonly Hash[] => {
    if (m === n) return whole ? [] : [subRoot(start, n)];
    const left = splitOf(n);
    return m <= left
      ? [...subProof(m, start, left, whole), subRoot(start + left, n - left)]
      : [...subProof(m - left, start + left, n - left, false), subRoot(start, left)];
  };

  return {
    size,
    append,
    root: (n = size()) => (n === 0 ? EMPTY_ROOT : subRoot(0, n)),
    inclusion: (leaf, n = size()) => path(leaf, 0, n),
    consistency: (from, to = size()) => (from === 0 || from >= to ? [] : subProof(from, 0, to, true)),
  };
};
