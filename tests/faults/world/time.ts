import FlatQueue from 'flatqueue';

/** The one true time of a run, milliseconds since it began, and everything that is to happen in it. */
export type Time = {
  readonly now_ms: () => number;
  /** Does something at a time; the returned function calls it off. What is due at the same time happens in the order in which it was asked for. */
  readonly at: (at_ms: number, work: () => void) => () => void;
  /** Lets everything happen that is due up to a time. After each event whatever it has set going in this process comes to rest first. */
  readonly runUntil: (until_ms: number) => Promise<void>;
};

/** Promises and `setImmediate` of the product run on the real loop: they cost no time of the run. */
const rest = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** More events than any run has: so that the order of those due together fits behind the point of a number. */
const EVENTS_AT_MOST = 2 ** 24;

export const createTime = (): Time => {
  const queue = new FlatQueue<() => void>();
  let now_ms = 0;
  let asked = 0;
  const at: Time['at'] = (at_ms, work) => {
    let isCalledOff = false;
    asked += 1;
    queue.push(
      () => {
        if (!isCalledOff) work();
      },
      Math.max(now_ms, Math.ceil(at_ms)) + asked / EVENTS_AT_MOST,
    );
    return () => {
      isCalledOff = true;
    };
  };
  return {
    now_ms: () => now_ms,
    at,
    runUntil: async (until_ms) => {
      await rest();
      for (let due_ms = queue.peekValue(); due_ms !== undefined && due_ms < until_ms + 1; due_ms = queue.peekValue()) {
        now_ms = Math.max(now_ms, Math.floor(due_ms));
        queue.pop()?.();
        await rest();
      }
      now_ms = until_ms;
    },
  };
};
