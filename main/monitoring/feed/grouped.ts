import type { Asked, Commanded } from '../incidents/commands.ts';

/**
 * Group commit: commands that have arrived by the time the sockets have been read once are applied together, in one transaction. A
 * command that comes alone waits for nothing.
 */
export const createGroup = (
  apply: (asked: readonly Asked[]) => readonly Commanded[],
): ((asked: Asked) => Promise<Commanded>) => {
  let waiting: { readonly asked: Asked; readonly answer: (commanded: Commanded) => void }[] = [];
  const flush = (): void => {
    const group = waiting;
    waiting = [];
    const answers = apply(group.map(({ asked }) => asked));
    for (const [index, { answer }] of group.entries()) {
      const commanded = answers[index];
      if (commanded !== undefined) answer(commanded);
    }
  };
  return (asked) =>
    new Promise((resolve) => {
      waiting.push({ asked, answer: resolve });
      if (waiting.length === 1) setImmediate(flush);
    });
};
