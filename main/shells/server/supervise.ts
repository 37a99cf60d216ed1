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

export type Supervised = { readonly first: Ready; readonly stop: () => Promise<void> };

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
export const superviseServer = async (
  spawnChild: SpawnChild,
  argsFor: (port: number | null) => readonly string[],
  watch: ServerWatch,
): Promise<Supervised | NotReady> => {
  let stopping = false;
  let failures = 0;
  let current: { readonly child: ServerChild; readonly ended: Promise<unknown> } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const launch = (
    port: number | null,
  ): { readonly ready: Promise<Ready | NotReady>; readonly ended: Promise<number | null> } => {
    const child = spawnChild(argsFor(port), {});
    child.onErrorLine(watch.onErrorLine);
    const ended = new Promise<number | null>((resolve) => child.onExit(resolve));
    current = { child, ended };
    return { ready: untilReady(child), ended };
  };

  const relaunch = (port: number, code: number | null, startedAt_ms: number): void => {
    if (stopping) return;
    failures = performance.now() - startedAt_ms > GOOD_RUN_MS ? 0 : failures + 1;
    const delay_ms = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 5000;
    watch.onDied(code, delay_ms);
    timer = setTimeout(() => {
      const next = launch(port);
      const now_ms = performance.now();
      void next.ready.then((ready) => {
        if (ready.ready) watch.onRestarted(ready);
      });
      void next.ended.then((end) => relaunch(port, end, now_ms));
    }, delay_ms);
  };

  const startedAt_ms = performance.now();
  const { ready, ended } = launch(null);
  const first = await ready;
  if (!first.ready) return first;
  failures = -1;
  void ended.then((code) => relaunch(first.port, code, startedAt_ms));
  return {
    first,
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      if (current !== null) await endChild(current.child, current.ended);
    },
  };
};
