import { err, ok } from '../../../shared/domain/result.ts';
import type { Commit } from '../ports/commit.ts';
import type { Outcome, RecordPort, RecordReads } from '../ports/record.ts';

/** A store that writes before it returns, and throws where it cannot. */
type WritingStore = RecordReads & {
  readonly commit: (commit: Partial<Commit>) => void;
  readonly close: () => void;
};

const outcomeOf = (write: () => void): Outcome => {
  try {
    write();
    return ok(null);
  } catch (thrown) {
    return err(thrown);
  }
};

/** Writes within the call: for a store in memory, and a run under a virtual clock, where everything has its order. */
export const writeInline = (store: WritingStore): RecordPort => {
  let isClosed = false;
  return {
    ...store,
    commit: (commit, done) => done(outcomeOf(() => store.commit(commit))),
    close: () => {
      if (!isClosed) store.close();
      isClosed = true;
      return Promise.resolve();
    },
  };
};
