import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyFrontier, rootOf, withLeaf } from '../../../../../main/console/witness/frontier.ts';
import { hashLeaf } from '../../../../../main/evidence/log/hashes.ts';
import { createTree } from '../../../../../main/evidence/log/tree.ts';

test('the edge alone tells the root of the whole tree, at every size', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 70 }), (leaves) => {
      const tree = createTree();
      let frontier = emptyFrontier;
      expect(rootOf(frontier)).toEqual(tree.root());
      for (const leaf of leaves) {
        tree.append(hashLeaf(leaf));
        frontier = withLeaf(frontier, hashLeaf(leaf));
        expect(Buffer.from(rootOf(frontier))).toEqual(Buffer.from(tree.root()));
        expect(frontier.size).toBe(tree.size());
      }
    }),
  );
});
