import type { Restart } from '../../shared/api/screen.ts';

export type Restarts = {
  readonly list: () => readonly Restart[];
  /** A part broke down by itself and runs again. */
  readonly add: (part: Restart['part']) => void;
  /** Somebody at this console has seen them. */
  readonly dismiss: () => void;
};

/** What broke down and was started again, one line for each part, until somebody has seen it. */
export const createRestarts = (now: () => number, onChange: (restarts: readonly Restart[]) => void): Restarts => {
  let restarts: readonly Restart[] = [];
  const set = (next: readonly Restart[]): void => {
    restarts = next;
    onChange(next);
  };
  return {
    list: () => restarts,
    add: (part) => {
      const times = (restarts.find((restart) => restart.part === part)?.times ?? 0) + 1;
      set([...restarts.filter((restart) => restart.part !== part), { part, at_ms: now(), times }]);
    },
    dismiss: () => {
      if (restarts.length > 0) set([]);
    },
  };
};
