import { unmeasured } from '../metrics/waits.ts';
import type { MeasureWait } from '../metrics/waits.ts';

/**
 * Group commit: what has arrived by the time the sockets have been read once (commands of consoles, presses of the button) is applied
 * together, in one transaction. What comes alone waits for nothing. Where applying throws, everybody who waits is told.
 */
export const createGroup = <Asked, Done>(
  apply: (asked: readonly Asked[]) => readonly Done[],
  measureWait: MeasureWait = unmeasured,
): ((asked: Asked) => Promise<Done>) => {
  let waiting: {
    readonly asked: Asked;
    readonly answer: (done: Done) => void;
    readonly fail: (thrown: unknown) => void;
    readonly endWait: () => void;
  }[] = [];
  const flush = (): void => {
    const group = waiting;
    waiting = [];
    try {
      const answers = apply(group.map(({ asked }) => asked));
      for (const [index, { answer }] of group.entries()) {
        const done = answers[index];
        if (done !== undefined) answer(done);
      }
    } catch (thrown) {
      for (const { fail } of group) fail(thrown);
    } finally {
      for (const { endWait } of group) endWait();
    }
  };
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, answer: resolve, fail: reject, endWait: measureWait() });
      if (waiting.length === 1) setImmediate(flush);
    });
};
