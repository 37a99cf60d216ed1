import { EMPTY_ROOT, hashNode } from '../../evidence/log/hashes.ts';
import type { Hash } from '../../evidence/log/hashes.ts';

/**
 * The right edge of a Merkle tree (RFC 6962, section 2.1): roots of its complete subtrees, largest first, one for each bit set in its
 * size. Enough to append leaves and to tell the root; 32 bytes for each doubling of the log.
 */
export type Frontier = { readonly size: number; readonly peaks: readonly Hash[] };

export const emptyFrontier: Frontier = { size: 0, peaks: [] };

/** The tree with one leaf more. */
export const withLeaf = ({ size, peaks }: Frontier, leaf: Hash): Frontier => {
  const next = [...peaks];
  let node = leaf;
  // Each trailing one of the size is a subtree as large as the node that joins it.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = next.pop();
    if (left === undefined) throw new Error('frontier: fewer peaks than its size says');
    node = hashNode(left, node);
  }
  return { size: size + 1, peaks: [...next, node] };
};

/** Root of the tree. */
export const rootOf = ({ peaks }: Frontier): Hash =>
  peaks.reduceRight<Hash | null>((right, left) => (right === null ? left : hashNode(left, right)), null) ?? EMPTY_ROOT;
