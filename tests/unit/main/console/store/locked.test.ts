import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogMemory } from '../../../../../main/console/witness/memory.ts';
import { createJournal } from '../../../../../main/console/store/journal.ts';
import { metaValue, noteSetAside, notedSetAside } from '../../../../../main/console/store/meta.ts';
import { createOutboxStore } from '../../../../../main/console/store/outbox.ts';
import { removeDatabase } from '../../../../../main/console/store/salvage.ts';
import { createRowSeal } from '../../../../../main/console/store/seal.ts';
import { sealingKey } from '../../../../../main/files/seal.ts';
import { aRowSeal, openedStore } from '../../../../builders/consoleStore.ts';
import { dispatcher } from '../../../../builders/directory.ts';
import { commandId, incidentId } from '../../../../builders/ids.ts';
import { aLogOf } from '../../../../builders/log.ts';
import { T0 } from '../../../../builders/times.ts';
import { notes } from '../witness/bench.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-locked-'));
  file = join(folder, 'console.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { signedHead } = aLogOf(notes(5)).news(0, T0);

/** A console database with five entries, two commands that wait and one that was refused, and a head of the server's log. */
const fill = (seal = aRowSeal()): void => {
  const store = openedStore(file, [], seal);
  createJournal(store, () => T0).append(notes(5));
  const outbox = createOutboxStore(store);
  for (const id of ['C1', 'C2', 'C3'])
    outbox.add(
      { id: commandId(id), issuedAt_ms: T0, body: { kind: 'note.add', incidentId: incidentId('I1'), text: id } },
      dispatcher.id,
    );
  outbox.refuse(commandId('C3'), { reason: 'wrong-state', state: 'closed' });
  metaValue(store.db, 'consoleId', () => 'console-1');
  if (signedHead === null) throw new Error('no head');
  createLogMemory(store.db).see(signedHead, T0);
  store.db.close();
};

const SAID = 'the key is another than before: what was kept is put aside, 2 waiting commands with it';

test('sealed with another key: it starts anew, says so until somebody has seen it, and keeps the old file', () => {
  fill();
  const said: string[] = [];
  const store = openedStore(file, said, aRowSeal(2));
  expect(said).toEqual([SAID]);
  expect(createOutboxStore(store).of(dispatcher.id)).toEqual([]);
  expect(createJournal(store, () => T0).head()).toBe(0);
  expect(notedSetAside(store.db)).toEqual({ at_ms: T0, waitingCommands: 2 });
  store.db.close();
  // The next start has the new key, and still says it.
  const later: string[] = [];
  const again = openedStore(file, later, aRowSeal(2));
  expect(later).toEqual([]);
  expect(notedSetAside(again.db)).toEqual({ at_ms: T0, waitingCommands: 2 });
  noteSetAside(again.db, null);
  expect(notedSetAside(again.db)).toBeNull();
  again.db.close();
  expect(readdirSync(folder).toSorted()).toEqual(['console.db', 'console.db.locked-1']);
});

test('what was never sealed is kept: the console’s name, and what it has seen of the server’s log', () => {
  fill();
  const store = openedStore(file, [], aRowSeal(2));
  expect(metaValue(store.db, 'consoleId', () => 'another')).toBe('console-1');
  expect(signedHead !== null && createLogMemory(store.db).heads().get(signedHead.head.logId)).toEqual(signedHead);
  store.db.close();
});

test('the day the old key is back, the file put aside holds everything', () => {
  fill();
  openedStore(file, [], aRowSeal(2)).db.close();
  removeDatabase(file);
  renameSync(join(folder, 'console.db.locked-1'), file);
  const said: string[] = [];
  const store = openedStore(file, said);
  expect(
    createOutboxStore(store)
      .of(dispatcher.id)
      .map(({ command }) => command.id),
  ).toEqual(['C1', 'C2', 'C3']);
  expect(createJournal(store, () => T0).page(0)).toEqual(notes(5));
  expect(said).toEqual([]);
  store.db.close();
});

test('what was put aside twice counts together until it has been seen', () => {
  fill();
  openedStore(file, [], aRowSeal(2)).db.close();
  fill(aRowSeal(2));
  const store = openedStore(file, [], aRowSeal(3));
  expect(notedSetAside(store.db)).toEqual({ at_ms: T0, waitingCommands: 4 });
  store.db.close();
  expect(readdirSync(folder).toSorted()).toEqual(['console.db', 'console.db.locked-1', 'console.db.locked-2']);
});

test('the store of an exercise does not open in the place of the live one', () => {
  fill(createRowSeal(sealingKey(Buffer.alloc(32, 1)), 'training'));
  const said: string[] = [];
  openedStore(file, said).db.close();
  expect(said).toEqual([SAID]);
});

test('where nothing is sealed yet any key will do, and nothing is put aside', () => {
  openedStore(file).db.close();
  const said: string[] = [];
  const store = openedStore(file, said, aRowSeal(2));
  expect(notedSetAside(store.db)).toBeNull();
  expect(said).toEqual([]);
  store.db.close();
  expect(readdirSync(folder)).toEqual(['console.db']);
});
