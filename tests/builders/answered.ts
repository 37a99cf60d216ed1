import { createCommitQueue } from '../../main/monitoring/store/commitQueue.ts';
import { writeInline } from '../../main/monitoring/store/inline.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { CommitQueue } from '../../main/monitoring/ports/record.ts';

/** What is answered within the call, as everything is over a store that writes within the call. @throws where it is not. */
export const answered = <A extends readonly unknown[], T>(
  ask: (...args: [...A, (value: T) => void]) => void,
  ...args: A
): T => {
  const answers: T[] = [];
  ask(...args, (value) => answers.push(value));
  const [answer] = answers;
  if (answer === undefined || answers.length > 1) throw new Error(`answered ${answers.length} times`);
  return answer;
};

/** The way to a store that writes within the call. What fails where somebody is answered is thrown. */
export const inlineCommits = (store: Parameters<typeof writeInline>[0]): CommitQueue =>
  createCommitQueue(writeInline(store), (thrown) => {
    throw thrown;
  });

/** For what has to be written: throws what was thrown where it was not. */
export const mustWrite = (written: Result<unknown, unknown>): void => {
  if (!written.ok) throw written.error;
};
