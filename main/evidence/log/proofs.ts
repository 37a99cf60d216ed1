import { HASH_BYTES, hashNode, isSame } from './hashes.ts';
import type { Hash } from './hashes.ts';

/** A whole number that binary operations here can halve without loss. */
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/**
 * Root that an audit path leads to from a leaf (RFC 9162, section 2.1.3.2), or null where the path has the wrong length for leaf and
 * size. Compare it with the root of the signed head.
 */
export const rootFromInclusion = (leaf: number, size: number, leafHash: Hash, path: readonly Hash[]): Hash | null => {
  if (!isCount(leaf) || !isCount(size) || leaf >= size || leafHash.length !== HASH_BYTES) return null;
  let node = leaf;
  let last = size - 1;
  let root = leafHash;
  for (const sibling of path) {
    if (last === 0) return null;
    if (isOdd(node) || node === last) {
      root = hashNode(sibling, root);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else root = hashNode(root, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 ? root : null;
};

/**
 * Whether the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162, section 2.1.4.2). An empty tree proves nothing and
 * is refused; equal sizes need equal roots and no proof.
 */
export const isConsistent = (
  from: { readonly size: number; readonly root: Hash },
  to: { readonly size: number; readonly root: Hash },
  proof: readonly Hash[],
): boolean => {
  if (!isCount(from.size) || !isCount(to.size) || from.size === 0 || from.size > to.size) return false;
  if (from.size === to.size) return proof.length === 0 && isSame(from.root, to.root);
  // A complete old tree is a node of the new one: its root is where the path starts.
  const isComplete = Number.isInteger(Math.log2(from.size));
  const [first, ...rest] = isComplete ? [from.root, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let node = from.size - 1;
  let last = to.size - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  let old = first;
  let now = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      old = hashNode(sibling, old);
      now = hashNode(sibling, now);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else now = hashNode(now, sibling);
    node = half(node);
    last = half(last);
  }
  return last === 0 && isSame(old, from.root) && isSame(now, to.root);
};
