import type { ServerChild, SpawnChild } from './child.ts';
import { untilReady } from './ready.ts';
import type { NotReady, Ready } from './ready.ts';

const BACKOFF_MS = [250, 500, 1000, 2000, 5000] as const;

/** A server that ran this long had a good start: the next restart is quick again. */
const GOOD_RUN_MS = 30_000;
const END_WITHIN_MS = 3000;

export type ServerWatch = {
  readonly onRestarted: (ready: Ready) => void;
  /** It ended without having been asked to; it will be started again in `delay_ms`. */
  readonly onDied: (code: number | null, delay_ms: number) => void;
  readonly onErrorLine: (line: string) => void;
};

export type Supervised = {
  /** The first start: ready, or the server's own reason why not. A first start that fails is not tried again. */
  readonly first: Promise<Ready | NotReady>;
  /** From here on an end is wanted: whatever ends the server, it is neither told of nor started again. */
  readonly expectEnd: () => void;
  /** Asks the server to end and waits until it has. May be called at any time, before the first start is done too. */
  readonly stop: () => Promise<void>;
};

/** Asks a child to end, and makes it end after three seconds. */
export const endChild = (child: ServerChild, hasEnded: Promise<unknown>): Promise<void> => {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
  return hasEnded.then(() => clearTimeout(timer));
};

/**
 * Keeps one server running: starts it, and starts it again on the same port with growing pauses whenever it dies, so that
 * the console's link finds it where it was.
 * @param argsFor arguments for a given port; called with null for the first start.
 */
export const superviseServer = (
  spawnChild: SpawnChild,
  argsFor: (port: number | null) => readonly string[],
  watch: ServerWatch,
): Supervised => {
  let isEndExpected = false;
  let failures = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const launch = (port: number | null) => {
    const child = spawnChild(argsFor(port), {});
    child.onErrorLine(watch.onErrorLine);
    const ended = new Promise<number | null>((resolve) => child.onExit(resolve));
    return { child, ended, ready: untilReady(child), startedAt_ms: performance.now() };
  };
  let current = launch(null);

  const keepRunning = (port: number, { ended, startedAt_ms }: typeof current): void =>
    void ended.then((code) => {
      if (isEndExpected) return;
      failures = performance.now() - startedAt_ms > GOOD_RUN_MS ? 0 : failures + 1;
      const delay_ms = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 5000;
      watch.onDied(code, delay_ms);
      timer = setTimeout(() => {
        current = launch(port);
        keepRunning(port, current);
        void current.ready.then((ready) => {
          if (ready.ready) watch.onRestarted(ready);
        });
      }, delay_ms);
    });

  const start = current;
  const first = start.ready.then((ready) => {
    if (ready.ready) keepRunning(ready.port, start);
    return ready;
  });
  const expectEnd = (): void => {
    isEndExpected = true;
    clearTimeout(timer);
  };
  return {
    first,
    expectEnd,
    stop: async () => {
      expectEnd();
      await endChild(current.child, current.ended);
    },
  };
};
