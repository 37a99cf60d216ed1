import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editMap, inOrder } from '../../../shared/domain/layeredMap.ts';

type Change = readonly ['set', number, string] | readonly ['delete', number];

const key = fc.integer({ min: 0, max: 60 });
const change = fc.oneof(
  fc.tuple(fc.constant('set' as const), key, fc.string({ maxLength: 2 })),
  fc.tuple(fc.constant('delete' as const), key),
);
const rounds = fc.array(fc.array(change, { maxLength: 50 }), { maxLength: 12 });

const changed = (map: ReadonlyMap<number, string>, changes: readonly Change[]): ReadonlyMap<number, string> => {
  const edit = editMap(map);
  for (const [what, of, value] of changes) {
    if (what === 'set') edit.set(of, value);
    else edit.delete(of);
  }
  return edit.done();
};

it('holds and orders what a Map would, whatever is changed, and leaves the maps it was made from as they were', () => {
  fc.assert(
    fc.property(rounds, fc.array(key), (all, asked) => {
      const oracle = new Map<number, string>();
      let map: ReadonlyMap<number, string> = new Map();
      const kept: { readonly map: ReadonlyMap<number, string>; readonly was: readonly [number, string][] }[] = [];
      for (const changes of all) {
        map = changed(map, changes);
        for (const [what, of, value] of changes) {
          if (what === 'set') oracle.set(of, value);
          else oracle.delete(of);
        }
        kept.push({ map, was: [...oracle] });
      }
      for (const { map: before, was } of kept) {
        expect([...before]).toEqual(was);
        expect([...before.keys()]).toEqual(was.map(([k]) => k));
        expect([...before.values()]).toEqual(was.map(([, value]) => value));
        expect(before.size).toBe(was.length);
      }
      const walked: [number, string][] = [];
      map.forEach((value, k, of) => {
        expect(of).toBe(map);
        walked.push([k, value]);
      });
      expect(walked).toEqual([...oracle]);
      for (const k of asked) expect([map.get(k), map.has(k)]).toEqual([oracle.get(k), oracle.has(k)]);
      expect(inOrder(map, asked)).toEqual([...oracle.keys()].filter((k) => asked.includes(k)));
    }),
  );
});

it('is the same map where nothing changes', () => {
  const map = changed(new Map(), [['set', 1, 'a']]);
  expect(changed(map, [])).toBe(map);
  expect(changed(map, [['delete', 2]])).toBe(map);
});
