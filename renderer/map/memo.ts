/**
 * Remembers the last result for as long as the arguments are identical. What has not changed keeps its identity, which is
 * how deck.gl knows that a layer's attributes need no rebuilding.
 */
export const memoLast = <A extends readonly unknown[], R>(compute: (...args: A) => R): ((...args: A) => R) => {
  let last: { readonly args: A; readonly result: R } | null = null;
  return (...args) => {
    const held = last;
    if (held !== null && held.args.length === args.length && held.args.every((value, i) => Object.is(value, args[i]))) {
      return held.result;
    }
    const result = compute(...args);
    last = { args, result };
    return result;
  };
};
