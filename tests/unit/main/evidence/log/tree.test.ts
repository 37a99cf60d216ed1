import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, hashLeaf, toHex } from '../../../../../main/evidence/log/hashes.ts';
import { isConsistent, rootFromInclusion } from '../../../../../main/evidence/log/proofs.ts';
import { createTree } from '../../../../../main/evidence/log/tree.ts';

const sha = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** MTH(D[n]) word for word from RFC 6962, section 2.1: slow, and nothing shared with the code under test. */
const definition = (leaves: readonly string[]): Buffer => {
  if (leaves.length === 0) return sha();
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return sha(Buffer.of(0), Buffer.from(only));
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha(Buffer.of(1), definition(leaves.slice(0, k)), definition(leaves.slice(k)));
};

const treeOf = (leaves: readonly string[]) => {
  const tree = createTree();
  for (const leaf of leaves) tree.append(hashLeaf(leaf));
  return tree;
};

const leaves = fc.array(fc.string(), { minLength: 1, maxLength: 70 });

/** Another hash in place of one of them. */
const spoilt = (proof: readonly Uint8Array[], at: number): readonly Uint8Array[] =>
  proof.map((hash, index) => (index === at % proof.length ? hashLeaf(hash) : hash));

describe('the tree of RFC 6962', () => {
  it('has the empty root of the standard', () => {
    expect(createTree().root()).toEqual(sha());
    expect(toHex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('has the root of the definition, at its own size and at every smaller one', () => {
    fc.assert(
      fc.property(leaves, (all) => {
        const tree = treeOf(all);
        for (let size = 0; size <= all.length; size += 1) {
          expect(tree.root(size)).toEqual(definition(all.slice(0, size)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('proves every leaf at every size, and no other leaf, place, size or path', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (all, a, b) => {
        const tree = treeOf(all);
        const size = 1 + (a % all.length);
        const leaf = b % size;
        const proof = tree.inclusion(leaf, size);
        const own = hashLeaf(all[leaf] ?? '');
        const root = tree.root(size);
        expect(rootFromInclusion(leaf, size, own, proof)).toEqual(root);
        expect(rootFromInclusion(leaf, size, hashLeaf(own), proof)).not.toEqual(root);
        expect(rootFromInclusion(leaf, size, own, [...proof, own])).toBeNull();
        expect(rootFromInclusion(size, size, own, proof)).toBeNull();
        if (proof.length > 0) {
          expect(rootFromInclusion(leaf, size, own, proof.slice(1))).toBeNull();
          expect(rootFromInclusion(leaf, size, own, spoilt(proof, a))).not.toEqual(root);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('proves that it only grew, and nothing of a tree that did not', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.nat(), (all, a, b) => {
        const tree = treeOf(all);
        const to = 1 + (a % all.length);
        const from = 1 + (b % to);
        const proof = tree.consistency(from, to);
        const old = { size: from, root: tree.root(from) };
        const now = { size: to, root: tree.root(to) };
        expect(isConsistent(old, now, proof)).toBe(true);
        const rewritten = treeOf(all.map((leaf, index) => (index === b % from ? `${leaf}!` : leaf)));
        expect(isConsistent({ ...old, root: rewritten.root(from) }, now, proof)).toBe(false);
        expect(isConsistent(old, { ...now, root: rewritten.root(to) }, proof)).toBe(false);
        expect(isConsistent(old, { ...now, root: rewritten.root(to) }, rewritten.consistency(from, to))).toBe(false);
        expect(isConsistent(old, now, [...proof, old.root])).toBe(false);
        if (proof.length > 0) {
          expect(isConsistent(old, now, proof.slice(0, -1))).toBe(false);
          expect(isConsistent(old, now, spoilt(proof, a))).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('proves nothing from an empty tree', () => {
    const tree = treeOf(['a', 'b']);
    expect(tree.consistency(0, 2)).toEqual([]);
    expect(isConsistent({ size: 0, root: EMPTY_ROOT }, { size: 2, root: tree.root() }, [])).toBe(false);
  });
});
