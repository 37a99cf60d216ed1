import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { err, ok } from '../../../../shared/domain/result.ts';
import { projectRoot } from '../../../files/root.ts';
import type { Commit } from '../../ports/commit.ts';
import type { Mark, Outcome, RecordPort } from '../../ports/record.ts';
import type { Store } from './store.ts';

/** What the thread opens: the store's file and the key that seals what is in it. */
export type Opening = { readonly path: string; readonly master: Uint8Array };

/** What the thread is to do, in this order. */
export type Order =
  /** `mark`: how far the record had come before it. */
  | { readonly kind: 'commit'; readonly id: string; readonly commit: Partial<Commit>; readonly mark: Mark | null }
  | { readonly kind: 'mark'; readonly mark: Mark }
  | { readonly kind: 'close' };

export type Answer =
  | { readonly kind: 'stored'; readonly id: string }
  | { readonly kind: 'refused'; readonly id: string; readonly name: string; readonly message: string };

/** A thread that has died is not started again at once: what killed it may still be there. */
const RESTART_AFTER_MS = 1000;

/** So long a mark waits for a commit to go along with: by itself it would wake the thread a second time for every command. */
const MARK_WAITS_MS = 20;

/** From source the thread runs the file beside this one; a build has it as an entry of its own. */
const workerFile = (): string => {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith('.ts') ? join(dirname(here), 'worker.ts') : join(projectRoot(), 'dist', 'main', 'store.js');
};

/** An error of the thread: its name tells what failed, as the log has it. */
const errorOf = (name: string, message: string): Error => {
  const error = new Error(message);
  error.name = name;
  return error;
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const send = (thread: Worker, order: Order): void => thread.postMessage(order);

type UnderWay = { readonly id: string; readonly commit: Partial<Commit>; readonly done: (outcome: Outcome) => void };

/**
 * Writes a store in a thread of its own: a slow, held or full disk delays commits and nothing else. The store that is handed in has been
 * opened and checked, and only reads from now on. A thread that dies is replaced; the commit it had is looked for on disk, never repeated.
 * `launch` starts the thread, so that a test can have one that dies.
 */
export const writeInThread = (
  store: Store,
  opening: Opening,
  launch: () => Worker = () => new Worker(workerFile(), { workerData: opening }),
): RecordPort => {
  store.onlyRead();
  let underWay: UnderWay | null = null;
  let diedAt_ms = Number.NEGATIVE_INFINITY;
  let isClosing = false;

  const answer = (outcome: Outcome): void => {
    const answered = underWay;
    underWay = null;
    if (answered === null) return;
    if (outcome.ok) store.written(answered.commit);
    answered.done(outcome);
  };

  /** The answer will never come: what stands on disk is the answer. */
  const settle = (thrown: unknown): void => {
    if (underWay === null) return;
    let isStored = false;
    try {
      isStored = store.lastId() === underWay.id;
    } catch {
      // A store that cannot be read either is told as the one that could not be written.
    }
    answer(isStored ? ok(null) : err(thrown));
  };

  const start = (): Worker => {
    const thread = launch();
    thread.on('message', (said: Answer) => {
      if (said.id !== underWay?.id) return;
      answer(said.kind === 'stored' ? ok(null) : err(errorOf(said.name, said.message)));
    });
    // Its exit follows, and says whether the commit is on disk.
    thread.on('error', () => undefined);
    thread.once('exit', () => {
      if (worker === thread) worker = null;
      diedAt_ms = performance.now();
      if (!isClosing) settle(errorOf('StoreThreadEnded', 'the thread that writes the store ended'));
    });
    return thread;
  };
  let worker: Worker | null = start();
  const running = (): Worker | null => {
    if (worker === null && performance.now() - diedAt_ms >= RESTART_AFTER_MS) worker = start();
    return worker;
  };

  let waitingMark: Mark | null = null;
  let markTimer: NodeJS.Timeout | undefined;
  const takeMark = (): Mark | null => {
    const mark = waitingMark;
    waitingMark = null;
    clearTimeout(markTimer);
    markTimer = undefined;
    return mark;
  };
  const postMark = (): void => {
    const mark = takeMark();
    if (mark !== null && worker !== null) send(worker, { kind: 'mark', mark });
  };

  return {
    ...store,
    mark: {
      found: store.mark.found,
      write: (mark) => {
        waitingMark = mark;
        markTimer ??= setTimeout(postMark, MARK_WAITS_MS);
      },
    },
    commit: (commit, done) => {
      const thread = running();
      if (thread === null) {
        // Not within the call: whoever waits is answered in the order in which they asked.
        setImmediate(() => done(err(errorOf('StoreThreadEnded', 'the thread that writes the store ended'))));
        return;
      }
      underWay = { id: randomUUID(), commit, done };
      send(thread, { kind: 'commit', id: underWay.id, commit, mark: takeMark() });
    },
    close: async () => {
      isClosing = true;
      if (worker !== null) {
        const gone = once(worker, 'exit');
        postMark();
        send(worker, { kind: 'close' });
        await gone;
      }
      store.close();
    },
  };
};
