import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createLogKeeper } from '../../../../../main/console/log/keeper.ts';
import type { LogKeeper } from '../../../../../main/console/log/keeper.ts';
import { createLogMemory } from '../../../../../main/console/log/memory.ts';
import type { Timers } from '../../../../../main/console/clock.ts';
import { createJournal } from '../../../../../main/console/store/journal.ts';
import { openConsoleStore } from '../../../../../main/console/store/open.ts';
import { operatorId } from '../../../../builders/ids.ts';
import { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { ok } from '../../../../../shared/domain/result.ts';
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

const byHand = () => {
  const waiting = new Set<() => void>();
  const after: Timers['after'] = (_delay, action) => {
    waiting.add(action);
    return () => waiting.delete(action);
  };
  const run = (): boolean => {
    const now = [...waiting];
    waiting.clear();
    now.forEach((action) => action());
    return now.length > 0;
  };
  return { after, every: after, run };
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
const bench = (db: DatabaseSync, server: { log: AnyLog }) => {
  const timers = byHand();
  const journal = createJournal(db, () => T0);
  const refused: string[] = [];
  let accepted = 0;
  const keeper: LogKeeper = createLogKeeper({
    memory: createLogMemory(db),
    journal,
    isCaughtUp: () => true,
    fetchNews: async (since) => ok(server.log.news(since, T0)),
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
  const server: { log: AnyLog } = { log: aLogOf(notes(5)) };
  const { keeper, journal, receive, settled } = bench(database(), server);
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
  keeper.dismissOtherLog();
  expect(keeper.view().otherLogSince_ms).toBeNull();
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
