import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createLogKeeper } from '../../../../../main/console/witness/keeper.ts';
import type { LogKeeper } from '../../../../../main/console/witness/keeper.ts';
import type { NewsFailure } from '../../../../../main/console/witness/state.ts';
import { HEAD_LATE_MS } from '../../../../../main/console/witness/step.ts';
import { createLogMemory } from '../../../../../main/console/witness/memory.ts';
import type { Timers } from '../../../../../main/console/clock.ts';
import { createJournal } from '../../../../../main/console/store/journal.ts';
import type { ConsoleStore } from '../../../../../main/console/store/store.ts';
import { type Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import type { LogNews } from '../../../../../shared/protocol/messages.ts';
import { entriesOf } from '../../../../builders/entries.ts';
import { openedStore } from '../../../../builders/consoleStore.ts';
import type { AnyLog } from '../../../../builders/log.ts';
import { T0 } from '../../../../builders/times.ts';

export const notes = (n: number, of = 'note'): readonly Entry[] =>
  entriesOf(Array.from({ length: n }, (_, i) => ({ body: { kind: 'note.added', text: `${of} ${i + 1}` } })));

/** Work that waits for a timer is done at once, in order. */
const settle = async (timers: { readonly run: () => boolean }): Promise<void> => {
  do await new Promise((resolve) => setImmediate(resolve));
  while (timers.run());
};

/** Timers that a test runs: all that are due soon, or those as well that only come when something is late. */
const byHand = () => {
  const waiting = new Map<() => void, number>();
  const after: Timers['after'] = (delay_ms, action) => {
    waiting.set(action, delay_ms);
    return () => waiting.delete(action);
  };
  const runWithin = (limit_ms: number): boolean => {
    const due = [...waiting].filter(([, delay_ms]) => delay_ms < limit_ms).map(([action]) => action);
    for (const action of due) {
      waiting.delete(action);
      action();
    }
    return due.length > 0;
  };
  return { after, every: after, run: () => runWithin(HEAD_LATE_MS), lapse: () => runWithin(HEAD_LATE_MS + 1) };
};

export const database = (): ConsoleStore => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-test-'));
  const store = openedStore(join(folder, 'console.db'));
  onTestFinished(() => {
    store.db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
};

/** A console's log keeper over a server whose log a test may exchange. */
export type AnyServer = {
  log: AnyLog;
  /** What it answers instead of news of its log. */
  instead?: LogNews | NewsFailure;
};
const answerOf = (server: AnyServer, since: number) => {
  const { instead } = server;
  if (instead === undefined) return ok(server.log.news(since, T0));
  return typeof instead === 'string' ? err(instead) : ok(instead);
};

export const bench = (store: ConsoleStore, server: AnyServer) => {
  const timers = byHand();
  const journal = createJournal(store, () => T0);
  const refused: string[] = [];
  let accepted = 0;
  const keeper: LogKeeper = createLogKeeper({
    memory: createLogMemory(store.db),
    journal,
    isCaughtUp: () => true,
    fetchNews: async (since) => answerOf(server, since),
    timers,
    now: () => T0,
    serverNow: () => T0,
    onRefused: (reason) => refused.push(reason),
    onAccepted: () => (accepted += 1),
    onChange: () => undefined,
  });
  return {
    keeper,
    journal,
    refused,
    accepted: () => accepted,
    settled: () => settle(timers),
    /** The time in which a head has to follow goes by. */
    lapse: async () => {
      timers.lapse();
      await settle(timers);
    },
    receive: (entries: readonly Entry[]) => {
      journal.append(entries);
      keeper.journalGrew();
    },
  };
};
