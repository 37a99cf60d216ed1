import type { Batch } from '../ports/incidentRecord.ts';
import type { Attempt } from '../store/attempt.ts';
import type { Engine } from './engine.ts';

/** What happens once a second: every order is evaluated, and what others have to record goes into the same batch. */
export const createTick = (given: {
  readonly now: () => number;
  readonly engine: Pick<Engine, 'tick'>;
  /** Added to the batch one by one. None of them may take along what the rules have found. */
  readonly inBatch: readonly ((batch: Batch, now_ms: number) => void)[];
  /** Store work of its own, done after that; each is tried again with the next tick. */
  readonly afterwards: readonly (() => void)[];
  /** Forgets what is too old to be kept. */
  readonly expire: (now_ms: number) => void;
  readonly attempt: Attempt;
  readonly onStoreFailure: (thrown: unknown) => void;
}): (() => void) => {
  const addTo = (batch: Batch, now_ms: number): void => {
    for (const add of given.inBatch) {
      const thrown = batch.attempt(() => add(batch, now_ms));
      if (thrown !== null) given.onStoreFailure(thrown);
    }
  };
  return () => {
    const now_ms = given.now();
    given.engine.tick(now_ms, (batch) => addTo(batch, now_ms));
    for (const work of given.afterwards) given.attempt(work);
    given.expire(now_ms);
  };
};
