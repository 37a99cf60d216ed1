import { err, ok } from '../../shared/domain/result.ts';
import { createCommitQueue } from '../../main/monitoring/store/commitQueue.ts';
import type { Commit } from '../../main/monitoring/ports/commit.ts';
import type { CommitQueue, Outcome } from '../../main/monitoring/ports/record.ts';
import type { Store } from '../../main/monitoring/store/sqlite/store.ts';

/** A store that answers only when the test says so. */
export type SlowStore = {
  readonly commits: CommitQueue;
  /** What has been begun and is not answered: at most one. */
  readonly underWay: () => readonly Partial<Commit>[];
  /** Everything that reached the disk, in order. */
  readonly written: () => readonly Partial<Commit>[];
  /** Carries out what is under way, or refuses it, and answers. */
  readonly answer: (how?: 'store' | 'refuse') => void;
  /** Answers everything, and what follows from it. */
  readonly answerAll: () => void;
  /** From now on answers within the call. */
  readonly quick: () => void;
};

export const slowStore = (store: Store): SlowStore => {
  const waiting: { readonly commit: Partial<Commit>; readonly done: (outcome: Outcome) => void }[] = [];
  const written: Partial<Commit>[] = [];
  let isQuick = false;
  const write = (commit: Partial<Commit>, done: (outcome: Outcome) => void): void => {
    try {
      store.commit(commit);
      written.push(commit);
    } catch (thrown) {
      return done(err(thrown));
    }
    return done(ok(null));
  };
  const answer: SlowStore['answer'] = (how = 'store') => {
    const next = waiting.shift();
    if (next === undefined) throw new Error('nothing is under way');
    if (how === 'refuse') next.done(err(new Error('disk full')));
    else write(next.commit, next.done);
  };
  const answerAll = (): void => {
    // Bounded: what follows from a commit is a handful of others.
    for (let left = 1000; waiting.length > 0 && left > 0; left -= 1) answer();
  };
  return {
    commits: createCommitQueue(
      {
        commit: (commit, done) => {
          if (isQuick) write(commit, done);
          else waiting.push({ commit, done });
        },
      },
      (thrown) => {
        throw thrown;
      },
    ),
    underWay: () => waiting.map(({ commit }) => commit),
    written: () => written,
    answer,
    answerAll,
    quick: () => {
      isQuick = true;
      answerAll();
    },
  };
};
