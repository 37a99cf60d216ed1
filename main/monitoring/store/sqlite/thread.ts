import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { err, ok } from '../../../../shared/domain/result.ts';
import { projectRoot } from '../../../files/root.ts';
import type { IncidentId } from '../../../../shared/domain/ids.ts';
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
/** How often a store that cannot be read is asked again for what became of a commit. */
const LOOK_AGAIN_AFTER_MS = 250;

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
const threadEnded = (): Error => errorOf('StoreThreadEnded', 'the thread that writes the store ended');

/** @throws where the order is no plain data. */
const post = (thread: Worker, order: Order): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  thread.postMessage(order);
};

type UnderWay = { readonly id: string; readonly commit: Partial<Commit>; readonly done: (outcome: Outcome) => void };

/**
 * Writes a store in a thread of its own: a slow, held or full disk delays commits and nothing else. The store that is handed in has been
 * opened and checked, and only reads from now on. A thread that dies is replaced; the commit it had is looked for on disk, never repeated.
 * `launch` starts the thread, so that a test can have one that dies.
 */
export const writeInThread = (
  store: Store,
  opening: Opening,
  elapsed_ms: () => number,
  launch: () => Worker = () => new Worker(workerFile(), { workerData: opening }),
): RecordPort => {
  store.onlyRead();
  let underWay: UnderWay | null = null;
  let worker: Worker | null = null;
  let diedAt_ms = Number.NEGATIVE_INFINITY;
  let closing: Promise<void> | null = null;
  /** Forgotten incidents whose keys may still be there, each with when it was forgotten: a thread that dies takes its own list with it. */
  const owed = new Map<IncidentId, number>();

  const answer = (outcome: Outcome): void => {
    const answered = underWay;
    underWay = null;
    if (answered === null) return;
    if (outcome.ok) {
      store.written(answered.commit);
      if (answered.commit.isDestructionDue === true) owed.clear();
      else for (const { incident, at_ms } of answered.commit.forgotten ?? []) owed.set(incident, at_ms);
    }
    answered.done(outcome);
  };
  /** Not within the call: whoever waits is answered in the order in which they asked. */
  const refuseLater = (done: (outcome: Outcome) => void, thrown: unknown): void => {
    setImmediate(() => done(err(thrown)));
  };

  /**
   * The answer will never come: what stands on disk is the answer. While that cannot be read nobody is told anything, because the numbers of
   * a commit that is on disk after all would be given out again; a store that is being closed gives out no more.
   */
  const settle = (thrown: unknown): void => {
    if (underWay === null) return;
    let isStored = false;
    try {
      isStored = store.lastId() === underWay.id;
    } catch {
      if (closing === null) {
        setTimeout(() => settle(thrown), LOOK_AGAIN_AFTER_MS);
        return;
      }
    }
    answer(isStored ? ok(null) : err(thrown));
  };

  const listen = (thread: Worker): void => {
    thread.on('message', (said: Answer) => {
      if (said.id !== underWay?.id) return;
      answer(said.kind === 'stored' ? ok(null) : err(errorOf(said.name, said.message)));
    });
    // Its exit follows, and says whether the commit is on disk.
    thread.on('error', () => undefined);
    thread.once('exit', () => {
      worker = null;
      diedAt_ms = elapsed_ms();
      settle(threadEnded());
    });
  };
  /** The thread that writes; null while none can be had. */
  const running = (): Worker | null => {
    if (worker !== null || elapsed_ms() - diedAt_ms < RESTART_AFTER_MS) return worker;
    try {
      worker = launch();
      listen(worker);
    } catch {
      diedAt_ms = elapsed_ms();
    }
    return worker;
  };
  running();

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
    if (mark !== null && worker !== null) post(worker, { kind: 'mark', mark });
  };

  const shutDown = async (): Promise<void> => {
    const thread = worker;
    if (thread !== null) {
      const gone = new Promise((resolve) => thread.once('exit', resolve));
      postMark();
      post(thread, { kind: 'close' });
      await gone;
    }
    settle(threadEnded()); // one that died before, while the store could not be read
    store.close();
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
    commit: (asked, done) => {
      const thread = closing === null ? running() : null;
      if (thread === null) return refuseLater(done, threadEnded());
      const isDestruction = asked.isDestructionDue === true;
      const forgotten = [...owed].map(([incident, at_ms]) => ({ incident, at_ms }));
      const commit = isDestruction ? { isDestructionDue: true, forgotten } : asked;
      const id = randomUUID();
      try {
        post(thread, { kind: 'commit', id, commit, mark: takeMark() });
      } catch (thrown) {
        return refuseLater(done, thrown); // it is no plain data
      }
      underWay = { id, commit, done };
    },
    close: () => {
      closing ??= shutDown();
      return closing;
    },
  };
};
