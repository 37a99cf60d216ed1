import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createLogKeeper } from '../../../../../main/console/log/keeper.ts';
import type { LogKeeper, NewsFailure } from '../../../../../main/console/log/keeper.ts';
import { HEAD_LATE_MS } from '../../../../../main/console/log/owed.ts';
import { createLogMemory } from '../../../../../main/console/log/memory.ts';
import type { Timers } from '../../../../../main/console/clock.ts';
import { createJournal } from '../../../../../main/console/store/journal.ts';
import { openConsoleStore } from '../../../../../main/console/store/open.ts';
import { operatorId } from '../../../../builders/ids.ts';
import { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import type { LogNews } from '../../../../../shared/protocol/messages.ts';
import { entriesOf } from '../../../../builders/entries.ts';
import { aLogOf, aSigner } from '../../../../builders/log.ts';
import type { AnyLog } from '../../../../builders/log.ts';
import { T0 } from '../../../../builders/times.ts';

const notes = (n: number, of = 'note'): readonly Entry[] =>
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

const database = (): DatabaseSync => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-test-'));
  const opened = openConsoleStore(join(folder, 'console.db'));
  if (!opened.ok) throw new Error(opened.error);
  onTestFinished(() => {
    opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return opened.value;
};

/** A console's log keeper over a server whose log a test may exchange. */
type AnyServer = {
  log: AnyLog;
  /** What it answers instead of news of its log. */
  instead?: LogNews | NewsFailure;
};
const answerOf = (server: AnyServer, since: number) => {
  const { instead } = server;
  if (instead === undefined) return ok(server.log.news(since, T0));
  return typeof instead === 'string' ? err(instead) : ok(instead);
};

const bench = (db: DatabaseSync, server: AnyServer) => {
  const timers = byHand();
  const journal = createJournal(db, () => T0);
  const refused: string[] = [];
  let accepted = 0;
  const keeper: LogKeeper = createLogKeeper({
    memory: createLogMemory(db),
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

test('verified once its own entries hash to the head, and again as the log grows by heads told', async () => {
  const all = notes(700);
  const server = { log: aLogOf(all.slice(0, 650)) };
  const { keeper, receive, settled } = bench(database(), server);
  keeper.start();
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'checking', size: 650 });
  receive(all.slice(0, 650));
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'verified', size: 650, checkedAt_ms: T0, fault: null });
  expect(keeper.view().fingerprint).toMatch(/^[0-9a-f]{64}$/);
  server.log.append(all.slice(650));
  receive(all.slice(650));
  keeper.heard(server.log.news(650, T0));
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'verified', size: 700 });
});

test('a head whose proof begins elsewhere is asked for anew, from what was seen', async () => {
  const server = { log: aLogOf(notes(5)) };
  const { keeper, receive, settled } = bench(database(), server);
  receive(notes(9));
  keeper.start();
  await settled();
  server.log.append(notes(9).slice(5));
  keeper.heard(server.log.news(7, T0));
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'verified', size: 9 });
});

test('an older head that arrives late is no fault', async () => {
  const server = { log: aLogOf(notes(5)) };
  const { keeper, settled } = bench(database(), server);
  keeper.start();
  await settled();
  keeper.heard(aLogOf(notes(3)).news(2, T0));
  await settled();
  expect(keeper.view().fault).toBeNull();
});

const faults = [
  ['rewritten', aLogOf([...notes(2), ...notes(8, 'other').slice(2)])],
  ['rewritten', aLogOf(notes(3))],
  ['key-changed', aLogOf(notes(8), aSigner(2))],
  ['renamed', aLogOf(notes(8, 'other'), aSigner(), 'log-2')],
] as const;
test.each(faults)(
  '%s is found at the next session, outlives a restart and stays until accepted',
  async (kind, other) => {
    const db = database();
    const server: { log: AnyLog } = { log: aLogOf(notes(5)) };
    const first = bench(db, server);
    first.receive(notes(5));
    first.keeper.start();
    await first.settled();
    expect(first.keeper.view().status).toBe('verified');
    first.keeper.stop();
    server.log = other;
    first.keeper.start();
    await first.settled();
    expect(first.keeper.view()).toMatchObject({ status: 'fault', fault: { kind, verified: 5 } });
    expect(first.refused).toEqual([`log:${kind}`]);

    const second = bench(db, server);
    second.keeper.start();
    await second.settled();
    expect(second.keeper.view()).toMatchObject({ status: 'fault', fault: { kind, since_ms: T0 } });
    expect(second.keeper.accept(operatorId('supervisor-1'))).toBe(true);
    await second.settled();
    expect(second.accepted()).toBe(1);
    expect(second.keeper.view().fault).toBeNull();
    expect(second.keeper.accept(operatorId('supervisor-1'))).toBe(false);
    expect(createLogMemory(db).acceptances()).toMatchObject([
      { operatorId: 'supervisor-1', at_ms: T0, fault: { kind } },
    ]);
  },
);

test('entries that do not hash to the root are found although every head holds', async () => {
  const server = { log: aLogOf(notes(5)) };
  const { keeper, receive, settled } = bench(database(), server);
  receive([...notes(4), ...notes(5, 'other').slice(4)]);
  keeper.start();
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'fault', fault: { kind: 'entries-differ', told: 5 } });
});

test('another log is said in calm words, and is checked from its own beginning', async () => {
  const db = database();
  const server: { log: AnyLog } = { log: aLogOf(notes(5)) };
  const { keeper, journal, receive, settled } = bench(db, server);
  receive(notes(5));
  keeper.start();
  await settled();
  server.log = aLogOf(notes(3, 'other'), aSigner(2), 'log-2');
  journal.reset(); // the record keeper found the entries to be others
  keeper.journalReset();
  receive(notes(3, 'other'));
  keeper.heard(server.log.news(0, T0));
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'verified', size: 3, fault: null, otherLogSince_ms: T0 });
  expect(keeper.dismissOtherLog(operatorId('supervisor-1'))).toBe(true);
  expect(keeper.view().otherLogSince_ms).toBeNull();
  expect(keeper.dismissOtherLog(operatorId('supervisor-1'))).toBe(false);
  expect(createLogMemory(db).acceptances()).toEqual([
    { operatorId: 'supervisor-1', at_ms: T0, fault: { kind: 'other-log', since_ms: T0 } },
  ]);
});

test('back at a log it knew, the console still holds it to what it saw', async () => {
  const server: { log: AnyLog } = { log: aLogOf(notes(5)) };
  const { keeper, settled } = bench(database(), server);
  keeper.start();
  await settled();
  server.log = aLogOf(notes(3, 'other'), aSigner(2), 'log-2');
  keeper.heard(server.log.news(0, T0));
  await settled();
  server.log = aLogOf([...notes(2), ...notes(9, 'late').slice(2)]);
  keeper.heard(server.log.news(0, T0));
  await settled();
  expect(keeper.view().fault).toMatchObject({ kind: 'rewritten', verified: 5, told: 9 });
});

test('a restart goes on hashing where it stopped', async () => {
  const db = database();
  const all = notes(9);
  const server = { log: aLogOf(all) };
  const first = bench(db, server);
  first.receive(all);
  first.keeper.start();
  await first.settled();
  // Were the entries hashed again, the damage would show: what was verified is not read a second time.
  db.exec("UPDATE entry SET json = 'damaged' WHERE seq = 3");
  const second = bench(db, server);
  second.keeper.start();
  await second.settled();
  expect(second.keeper.view()).toMatchObject({ status: 'verified', size: 9 });
});

test('a journal that begins anew keeps what it held', () => {
  const db = database();
  const journal = createJournal(db, () => T0);
  journal.append(notes(3));
  journal.reset();
  expect(journal.head()).toBe(0);
  const kept = db.prepare('SELECT seq, json FROM disputed_entry ORDER BY position').all();
  expect(kept.map((row) => Entry.parse(JSON.parse(String(row['json']))))).toEqual(notes(3));
});

test('another log under a key that signed one before is a fault, and is taken once that was accepted', async () => {
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const { keeper, receive, settled } = bench(database(), server);
  keeper.start();
  await settled();
  // By way of a log of another key too, which by itself is none.
  server.log = aLogOf(notes(3, 'other'), aSigner(2), 'log-2');
  keeper.heard(server.log.news(0, T0));
  await settled();
  expect(keeper.view().fault).toBeNull();
  server.log = aLogOf(notes(4, 'third'), aSigner(), 'log-3');
  keeper.heard(server.log.news(0, T0));
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'fault', logId: 'log-2', fault: { kind: 'renamed', told: 4 } });
  receive(notes(4, 'third'));
  keeper.accept(operatorId('supervisor-1'));
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'verified', logId: 'log-3', size: 4, fault: null });
});

test('another log whose head nobody signed is a fault, and is not followed', async () => {
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const { keeper, settled } = bench(database(), server);
  keeper.start();
  await settled();
  const news = aLogOf(notes(3), aSigner(2), 'log-2').news(0, T0);
  if (news.signedHead === null) throw new Error('a log without a head');
  server.instead = { ...news, signedHead: { ...news.signedHead, head: { ...news.signedHead.head, size: 9 } } };
  keeper.heard(server.instead);
  await settled();
  expect(keeper.view()).toMatchObject({ logId: 'log-1', fault: { kind: 'signature', verified: 5 } });
});

test('a head that does not follow what the record says is withheld, however often the old one is repeated', async () => {
  const all = notes(12);
  const server: AnyServer = { log: aLogOf(all.slice(0, 5)) };
  const { keeper, receive, settled, lapse } = bench(database(), server);
  receive(all.slice(0, 5));
  keeper.start();
  await settled();
  await lapse();
  expect(keeper.view().status).toBe('verified'); // nothing is owed
  receive(all.slice(5, 7));
  await settled();
  expect(keeper.view().fault).toBeNull();
  receive(all.slice(7, 8)); // does not put it off
  await lapse();
  expect(keeper.view()).toMatchObject({ status: 'fault', fault: { kind: 'withheld', verified: 5, told: 8 } });
});

test('a head whose broadcast got lost is asked for, and nobody is accused', async () => {
  const all = notes(7);
  const server: AnyServer = { log: aLogOf(all.slice(0, 5)) };
  const { keeper, receive, settled, lapse } = bench(database(), server);
  receive(all.slice(0, 5));
  keeper.start();
  await settled();
  receive(all.slice(5));
  server.log.append(all.slice(5));
  await lapse();
  expect(keeper.view()).toMatchObject({ status: 'verified', size: 7, fault: null });
});

test('a server that says it cannot store a head is not accused, and not called verified', async () => {
  const all = notes(7);
  const server: AnyServer = { log: aLogOf(all.slice(0, 5)) };
  const { keeper, receive, settled, lapse } = bench(database(), server);
  receive(all.slice(0, 5));
  keeper.start();
  await settled();
  receive(all.slice(5));
  server.instead = 'cannot-store';
  let asked = 0;
  const said = lapse();
  // It goes on asking, so settling ends only when it is answered.
  await new Promise<void>((resolve) => {
    const look = (): void => {
      asked += 1;
      if (asked < 3) setImmediate(look);
      else resolve();
    };
    look();
  });
  expect(keeper.view()).toMatchObject({ status: 'checking', fault: null });
  server.log.append(all.slice(5));
  delete server.instead;
  await said;
  expect(keeper.view()).toMatchObject({ status: 'verified', size: 7, fault: null });
});

test.each([
  ['an answer that never comes', 'unheard', 7],
  ['the answer that there is no head', { signedHead: null, since: 5, proof: [] }, 7],
] as const)('%s is a head withheld', async (_name, instead, told) => {
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const { keeper, receive, settled, lapse } = bench(database(), server);
  receive(notes(5));
  keeper.start();
  await settled();
  receive(notes(7).slice(5));
  server.instead = instead;
  await lapse();
  expect(keeper.view().fault).toMatchObject({ kind: 'withheld', verified: 5, told });
});

test('entries that are others than before are a fault of the same log, over a restart before its head came too', async () => {
  const db = database();
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const first = bench(db, server);
  first.receive(notes(5));
  first.keeper.start();
  await first.settled();
  first.receive(notes(7).slice(5)); // no head covers these
  first.keeper.stop();
  first.keeper.entriesDiffer();
  first.journal.reset();
  first.keeper.journalReset();
  expect(first.keeper.view().fault).toBeNull(); // which log it is, is not known

  const changed = [...notes(6), ...notes(8, 'other').slice(6)];
  server.log = aLogOf(changed);
  const second = bench(db, server);
  second.receive(changed);
  second.keeper.start();
  await second.settled();
  expect(second.keeper.view().fault).toMatchObject({ kind: 'entries-differ', verified: 5, told: 8 });
});

test('entries that are others are said at once where the head came first, and are none of another log', async () => {
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const { keeper, settled } = bench(database(), server);
  keeper.start();
  await settled();
  server.log = aLogOf(notes(5, 'other'), aSigner(2), 'log-2');
  keeper.entriesDiffer();
  await settled();
  expect(keeper.view()).toMatchObject({ fault: null, logId: 'log-2', otherLogSince_ms: T0 });
  keeper.entriesDiffer();
  await settled();
  expect(keeper.view().fault).toMatchObject({ kind: 'entries-differ' });
});

test('what was hashed of a journal does not outlive it: a restored server is not accused after a restart', async () => {
  const db = database();
  const server: AnyServer = { log: aLogOf(notes(7)) };
  const first = bench(db, server);
  first.receive(notes(7));
  first.keeper.start();
  await first.settled();
  const restored = [...notes(5), ...notes(12, 'since').slice(5)];
  server.log = aLogOf(restored);
  first.keeper.stop();
  first.keeper.start();
  await first.settled();
  expect(first.keeper.view().fault?.kind).toBe('rewritten');
  first.keeper.accept(operatorId('supervisor-1'));
  first.journal.reset();
  first.keeper.journalReset();
  first.journal.append(restored); // killed before it is hashed
  const second = bench(db, server);
  second.keeper.start();
  await second.settled();
  expect(second.keeper.view()).toMatchObject({ status: 'verified', size: 12, fault: null });
});

test('what was hashed for one log is not held against another', async () => {
  const db = database();
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const first = bench(db, server);
  first.receive(notes(5));
  first.keeper.start();
  await first.settled();
  const kept = createLogMemory(db).frontier();
  if (kept?.logId !== 'log-1') throw new Error('nothing was kept');
  const others = notes(9, 'other');
  server.log = aLogOf(others, aSigner(2), 'log-2');
  first.keeper.heard(server.log.news(0, T0));
  await first.settled();
  first.journal.reset();
  first.journal.append(others);
  createLogMemory(db).keepFrontier(kept.frontier, kept.logId); // as if the kill had come before it was dropped
  const second = bench(db, server);
  second.keeper.start();
  await second.settled();
  expect(second.keeper.view()).toMatchObject({ status: 'verified', size: 9, fault: null });
});
