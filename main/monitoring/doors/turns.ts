import { setImmediate } from 'node:timers/promises';

/** So many places, alarms or empty messages at once: a few milliseconds of work. */
const AT_ONCE = 100;

/**
 * Does something with each of `all`, in order, and goes on with `then`; `each` says how many places and alarms it had to do with. Others get
 * their turn after every hundred, so that nothing that one sender sends holds up the alerts of the others. A promise only where it is so
 * much: what is little waits for nothing.
 */
export const inTurns = <T, A>(
  all: readonly T[],
  each: (one: T, index: number) => number,
  then: () => A | Promise<A>,
): A | Promise<A> => {
  let next = 0;
  /** False where there is no more to do than fits into this turn. */
  const turn = (): boolean => {
    let things = 0;
    for (; next < all.length && things < AT_ONCE; next += 1) {
      const one = all[next];
      if (one !== undefined) things += Math.max(1, each(one, next));
    }
    return things >= AT_ONCE;
  };
  const goOn = async (): Promise<A> => {
    do await setImmediate();
    while (turn());
    return then();
  };
  return turn() ? goOn() : then();
};
