import { setTimeout as delay } from 'node:timers/promises';

/** Things that go on by themselves and are waited for at the end. */
export type Chores = {
  readonly add: (work: () => Promise<void>, after_ms: number) => void;
  readonly done: () => Promise<void>;
};

export const createChores = (): Chores => {
  const all: Promise<void>[] = [];
  return {
    add: (work, after_ms) => {
      const chore = delay(after_ms).then(work);
      chore.catch(() => undefined); // told by `done`
      all.push(chore);
    },
    done: () => Promise.all(all).then(() => undefined),
  };
};
