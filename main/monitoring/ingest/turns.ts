import { setImmediate } from 'node:timers/promises';

/** So many at once: a few milliseconds of work. */
const AT_ONCE = 100;

/**
 * Does something with each of `all`, in order, and goes on with `then`. Where they are many, others get their turn after every hundred, so
 * that no list of one sender holds up the alerts of the others; a promise only then, for what is little waits for nothing.
 */
export const inTurns = <T, A>(
  all: readonly T[],
  each: (one: T, index: number) => void,
  then: () => A | Promise<A>,
): A | Promise<A> => {
  let done = 0;
  const turn = (): void => {
    for (const one of all.slice(done, done + AT_ONCE)) {
      each(one, done);
      done += 1;
    }
  };
  const goOn = async (): Promise<A> => {
    while (done < all.length) {
      await setImmediate();
      turn();
    }
    return then();
  };
  turn();
  return done === all.length ? then() : goOn();
};
