import { err, ok } from '../../../shared/domain/result.ts';
import type { CommitJob, CommitQueue, Outcome, RecordPort } from '../ports/record.ts';

/** So many go first while others wait; then one of those has its turn, or a disk that is always busy would never come to them. */
const FIRST_IN_A_ROW = 4;

/** `onFailure` is told where somebody fails at being answered: nobody else's commit waits for that. */
export const createCommitQueue = (
  { commit }: Pick<RecordPort, 'commit'>,
  onFailure: (thrown: unknown) => void,
): CommitQueue => {
  const first: CommitJob[] = [];
  const rest: CommitJob[] = [];
  const waitForIdle: (() => void)[] = [];
  /** From before a commit is made ready until everybody has been answered for it. */
  let isUnderWay = false;
  let isStarting = false;
  let inARow = 0;
  const next = (): CommitJob | undefined => {
    const isTurnOfRest = first.length === 0 || (rest.length > 0 && inARow >= FIRST_IN_A_ROW);
    inARow = isTurnOfRest ? 0 : inARow + 1;
    return isTurnOfRest ? rest.shift() : first.shift();
  };

  const finish = (job: CommitJob, outcome: Outcome): void => {
    try {
      job.done(outcome);
    } catch (thrown) {
      onFailure(thrown);
    } finally {
      isUnderWay = false;
    }
    start();
  };

  const run = (job: CommitJob): void => {
    isUnderWay = true;
    let prepared;
    try {
      prepared = job.prepare();
    } catch (thrown) {
      return finish(job, err(thrown));
    }
    if (prepared === null) return finish(job, ok(null));
    let isAnswered = false;
    const answer = (outcome: Outcome): void => {
      if (isAnswered) return;
      isAnswered = true;
      finish(job, outcome);
    };
    // Whoever is handed it may fail before it takes it: then nobody else would ever have their turn.
    try {
      return commit(prepared, answer);
    } catch (thrown) {
      return isAnswered ? onFailure(thrown) : answer(err(thrown));
    }
  };

  /** A loop, since a store that answers at once would otherwise nest one commit in the other. */
  const start = (): void => {
    if (isStarting) return;
    isStarting = true;
    try {
      while (!isUnderWay) {
        const job = next();
        if (job === undefined) break;
        run(job);
      }
    } finally {
      isStarting = false;
    }
    if (!isUnderWay) for (const tell of waitForIdle.splice(0)) tell();
  };

  const addTo = (jobs: CommitJob[]) => (job: CommitJob) => {
    jobs.push(job);
    start();
  };

  return {
    add: addTo(rest),
    addFirst: addTo(first),
    idle: () =>
      new Promise((resolve) => {
        if (isUnderWay || isStarting) waitForIdle.push(resolve);
        else resolve();
      }),
  };
};
