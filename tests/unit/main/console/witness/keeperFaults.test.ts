import { expect, test } from 'vitest';
import { createLogMemory } from '../../../../../main/console/witness/memory.ts';
import { operatorId } from '../../../../builders/ids.ts';
import { aLogOf, aSigner, logId } from '../../../../builders/log.ts';
import { T0 } from '../../../../builders/times.ts';
import { bench, database, notes } from './bench.ts';
import type { AnyServer } from './bench.ts';

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

test('another log that is empty yet is followed calmly, and held to a key of its own', async () => {
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const { keeper, receive, settled } = bench(database(), server);
  receive(notes(5));
  keeper.start();
  await settled();
  server.instead = { logId: logId('log-2'), signedHead: null, since: 5, proof: [] };
  keeper.stop();
  keeper.start();
  await settled();
  expect(keeper.view()).toMatchObject({ status: 'unknown', logId: 'log-2', fault: null });
  expect(keeper.view().otherLogSince_ms).not.toBeNull();
  delete server.instead;
  server.log = aLogOf(notes(3, 'other'), aSigner(), 'log-2');
  keeper.heard(server.log.news(0, T0));
  await settled();
  expect(keeper.view()).toMatchObject({ fault: { kind: 'renamed' } });
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
  ['the answer that there is no head', { logId: logId('log-1'), signedHead: null, since: 5, proof: [] }, 7],
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
  const store = database();
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const first = bench(store, server);
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
  const second = bench(store, server);
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
  const store = database();
  const server: AnyServer = { log: aLogOf(notes(7)) };
  const first = bench(store, server);
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
  const second = bench(store, server);
  second.keeper.start();
  await second.settled();
  expect(second.keeper.view()).toMatchObject({ status: 'verified', size: 12, fault: null });
});

test('what was hashed for one log is not held against another', async () => {
  const store = database();
  const server: AnyServer = { log: aLogOf(notes(5)) };
  const first = bench(store, server);
  first.receive(notes(5));
  first.keeper.start();
  await first.settled();
  const kept = createLogMemory(store.db).frontier();
  if (kept?.logId !== 'log-1') throw new Error('nothing was kept');
  const others = notes(9, 'other');
  server.log = aLogOf(others, aSigner(2), 'log-2');
  first.keeper.heard(server.log.news(0, T0));
  await first.settled();
  first.journal.reset();
  first.journal.append(others);
  createLogMemory(store.db).keepFrontier(kept.frontier, kept.logId); // as if the kill had come before it was dropped
  const second = bench(store, server);
  second.keeper.start();
  await second.settled();
  expect(second.keeper.view()).toMatchObject({ status: 'verified', size: 9, fault: null });
});
