import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { dispatcher, supervisor } from '../../builders/directory.ts';
import { entriesOf } from '../../builders/entries.ts';
import { incidentId } from '../../builders/ids.ts';
import { filesUnder, find, formsOfText } from '../server/forgotten/search.ts';
import { openDouble } from './double.ts';
import type { Double } from './double.ts';
import { driveConsole, tempFolder, until } from './harness.ts';
import type { Driven } from './harness.ts';

let folder: ReturnType<typeof tempFolder>;
let double: Double;
let driven: Driven;
beforeEach(async () => {
  folder = tempFolder();
  double = await openDouble(dispatcher);
  driven = driveConsole(double.url, folder.path);
});
afterEach(async () => {
  await driven.close();
  await double.kill();
  folder.remove();
});

const RECORDED = '기록된 가상의 메모 seven';
const WAITING = '대기 중인 가상의 메모 eight';
const REFUSED = '거절된 가상의 메모 nine';
const DRAFT = '쓰다 만 가상의 메모 ten';
const TEXTS = [RECORDED, WAITING, REFUSED, DRAFT];

const note = (text: string): CommandBody => ({ kind: 'note.add', incidentId: incidentId('I1'), text });
const signIn = async (): Promise<void> => {
  await until('link up', () => driven.process.snapshot().link.status === 'up');
  expect((await driven.call('signIn', { username: 'u', password: 'right' })).ok).toBe(true);
};
const found = (): readonly string[] => find(filesUnder(folder.path), TEXTS.flatMap(formsOfText));

test('nothing of record, outbox and drafts can be read in the bytes of this console’s files, open, closed or opened again', async () => {
  await signIn();
  double.append(entriesOf([{ body: { kind: 'note.added', text: RECORDED } }]), true);
  await until('the entry', () => driven.process.entriesSince(0).length === 1);
  double.answer('command', () => ({ ok: false, error: { reason: 'wrong-state', state: 'closed' } }));
  await driven.call('send', note(REFUSED));
  await until('refused', () => driven.process.snapshot().outbox[0]?.state === 'refused');
  const port = await double.kill();
  await driven.call('send', note(WAITING));
  const { id: operatorId } = dispatcher;
  const draft = { incidentId: incidentId('I1'), part: 'note', text: DRAFT } as const;
  await driven.call('keepDraft', { operatorId, mode: 'live', ...draft });
  expect(found(), 'while it runs').toEqual([]);
  await driven.close();
  expect(found(), 'after it').toEqual([]);

  driven = driveConsole(`http://127.0.0.1:${port}`, folder.path);
  double = await openDouble(dispatcher, port, [...double.record]);
  double.answer('command', () => new Promise(() => undefined));
  await signIn();
  const states = driven.process.snapshot().outbox.map(({ state }) => state);
  expect(states, 'and all of it is there').toEqual(['refused', 'waiting']);
  expect(JSON.stringify(driven.process.entriesSince(0))).toContain(RECORDED);
  expect(await driven.call('keptDrafts', null), 'the draft with it').toEqual([draft]);
  expect(found(), 'at the next start').toEqual([]);

  // The search can find: the same texts, kept as an unsealed console would.
  const plain = new DatabaseSync(join(folder.path, 'planted.db'));
  plain.exec('PRAGMA journal_mode = WAL; CREATE TABLE outbox (command TEXT)');
  for (const text of TEXTS) plain.prepare('INSERT INTO outbox VALUES (?)').run(JSON.stringify(note(text)));
  for (const text of TEXTS) expect(found().some((line) => line.includes(text))).toBe(true);
  plain.close();
});

test('a console whose key is gone says what was put aside until somebody who is signed in has seen it', async () => {
  await signIn();
  expect(driven.process.snapshot().store).toEqual({ keyKeptBy: 'file', setAside: null });
  const port = await double.kill();
  await driven.call('send', note(WAITING));
  await driven.close();
  rmSync(join(folder.path, 'key.json'));

  driven = driveConsole(`http://127.0.0.1:${port}`, folder.path);
  double = await openDouble(dispatcher, port);
  expect(driven.process.snapshot().store.setAside).toMatchObject({ waitingCommands: 1 });
  expect(await driven.process.answer('dismissSetAside', null)).toMatchObject({ ok: false });
  await signIn();
  await driven.call('dismissSetAside', null);
  expect(driven.process.snapshot().store.setAside).toBeNull();
  expect(driven.heard('store').at(-1)).toEqual({ keyKeptBy: 'file', setAside: null });
});

test('L7: what one operator has begun to write is given to no other, and taken from nobody in another’s name', async () => {
  await signIn();
  const change = { incidentId: incidentId('I1'), part: 'note', text: DRAFT } as const;
  await driven.call('keepDraft', { operatorId: dispatcher.id, mode: 'live', ...change });
  const inAnothersName = { operatorId: supervisor.id, mode: 'live', ...change };
  expect(await driven.process.answer('keepDraft', inAnothersName)).toMatchObject({ ok: false });
  const inAnExercise = { operatorId: dispatcher.id, mode: 'training', ...change };
  expect(await driven.process.answer('keepDraft', inAnExercise)).toMatchObject({ ok: false });
  await driven.call('signOut', null);
  expect(await driven.process.answer('keptDrafts', null)).toMatchObject({ ok: false });
  await signIn();
  expect(await driven.call('keptDrafts', null)).toEqual([change]);
  await driven.call('keepDraft', { operatorId: dispatcher.id, mode: 'live', ...change, text: '' });
  expect(await driven.call('keptDrafts', null)).toEqual([]);
  expect(driven.heard('draftDiscarded')).toEqual([{ incidentId: change.incidentId, part: 'note' }]);
});
