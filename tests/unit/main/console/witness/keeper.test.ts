import { expect, test } from 'vitest';
import { createLogMemory } from '../../../../../main/console/witness/memory.ts';
import { createJournal } from '../../../../../main/console/store/journal.ts';
import { operatorId } from '../../../../builders/ids.ts';
import { Entry } from '../../../../../shared/domain/incidents/entries.ts';
import { aLogOf, aSigner } from '../../../../builders/log.ts';
import type { AnyLog } from '../../../../builders/log.ts';
import { T0 } from '../../../../builders/times.ts';
import { bench, database, notes } from './bench.ts';

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
    const store = database();
    const server: { log: AnyLog } = { log: aLogOf(notes(5)) };
    const first = bench(store, server);
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

    const second = bench(store, server);
    second.keeper.start();
    await second.settled();
    expect(second.keeper.view()).toMatchObject({ status: 'fault', fault: { kind, since_ms: T0 } });
    expect(second.keeper.accept(operatorId('supervisor-1'))).toBe(true);
    await second.settled();
    expect(second.accepted()).toBe(1);
    expect(second.keeper.view().fault).toBeNull();
    expect(second.keeper.accept(operatorId('supervisor-1'))).toBe(false);
    expect(createLogMemory(store.db).acceptances()).toMatchObject([
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
  const store = database();
  const server: { log: AnyLog } = { log: aLogOf(notes(5)) };
  const { keeper, journal, receive, settled } = bench(store, server);
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
  expect(createLogMemory(store.db).acceptances()).toEqual([
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
  const store = database();
  const all = notes(9);
  const server = { log: aLogOf(all) };
  const first = bench(store, server);
  first.receive(all);
  first.keeper.start();
  await first.settled();
  // Were the entries hashed again, the damage would show: what was verified is not read a second time.
  store.db.exec("UPDATE entry SET sealed = x'00' WHERE seq = 3");
  const second = bench(store, server);
  second.keeper.start();
  await second.settled();
  expect(second.keeper.view()).toMatchObject({ status: 'verified', size: 9 });
});

test('a journal that begins anew keeps what it held', () => {
  const store = database();
  const journal = createJournal(store, () => T0);
  journal.append(notes(3));
  journal.reset();
  expect(journal.head()).toBe(0);
  const kept = store.db.prepare('SELECT seq, sealed FROM disputed_entry ORDER BY position').all();
  const texts = kept.map(({ seq, sealed }) => store.seal.open(['entry', Number(seq)], sealed));
  expect(texts.map((text) => Entry.parse(JSON.parse(text ?? '')))).toEqual(notes(3));
});
