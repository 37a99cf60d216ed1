type Method = (this: unknown, ...given: readonly unknown[]) => unknown;

const METHODS = [
  [Map.prototype, 'set'],
  [Map.prototype, 'get'],
  [Map.prototype, 'has'],
  [Set.prototype, 'add'],
  [Set.prototype, 'has'],
] as const;

/**
 * Counts what is read from and written to maps and sets while `work` runs, copies of whole ones included: a measure of work that no busy
 * machine can blur.
 */
export const countedWork = (work: () => void): number => {
  let count = 0;
  const restore = METHODS.map(([prototype, name]) => {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    if (descriptor === undefined) throw new Error(`there is no ${name}`);
    const original = descriptor.value as Method; // a method of Map or Set
    const counting: Method = function counting(...given) {
      count += 1;
      return Reflect.apply(original, this, given);
    };
    Object.defineProperty(prototype, name, { ...descriptor, value: counting });
    return () => Object.defineProperty(prototype, name, descriptor);
  });
  try {
    work();
  } finally {
    for (const one of restore) one();
  }
  return count;
};
