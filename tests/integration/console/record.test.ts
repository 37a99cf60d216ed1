import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { dispatcher, trainer } from '../../builders/directory.ts';
import { acknowledged, entriesOf } from '../../builders/entries.ts';
import { openDouble } from './double.ts';
import type { Double } from './double.ts';
import { driveConsole, tempFolder, until } from './harness.ts';
import type { Driven } from './harness.ts';

const record = (length: number, of = 'note'): readonly Entry[] =>
  entriesOf(Array.from({ length }, (_, index) => ({ body: { kind: 'note.added', text: `${of} ${index + 1}` } })));

const numbers = (driven: Driven): readonly number[] =>
  driven.heard('entries').flatMap((entries) => entries.map((e) => e.seq));
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index + 1);
const caughtUp = (driven: Driven) => (): boolean => driven.process.snapshot().link.caughtUp;

let double: Double;
let driven: Driven;
let folder: ReturnType<typeof tempFolder>;

const signIn = async (): Promise<void> => {
  await until('link up', () => driven.process.snapshot().link.status === 'up');
  expect((await driven.call('signIn', { username: 'u', password: 'right' })).ok).toBe(true);
};

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

test('catches up over many pages, in order, without gaps or repeats', async () => {
  double.append(record(1201), false);
  await signIn();
  await until('caught up', caughtUp(driven));
  expect(numbers(driven)).toEqual(upTo(1201));
  expect(driven.process.entriesSince(1199).map((entry) => entry.seq)).toEqual([1200, 1201]);
});

test('fills the gap a lost broadcast leaves', async () => {
  const all = record(12);
  double.append(all.slice(0, 3), false);
  await signIn();
  await until('caught up', caughtUp(driven));
  double.append(all.slice(3, 6), false); // lost
  double.append(all.slice(6, 12), true);
  await until('12 entries', () => numbers(driven).length >= 12);
  expect(numbers(driven)).toEqual(upTo(12));
});

test('a heartbeat alone tells of entries whose broadcast got lost', async () => {
  await signIn();
  await until('caught up', caughtUp(driven));
  double.append(record(4), false);
  await until('4 entries', () => numbers(driven).length >= 4);
  expect(numbers(driven)).toEqual(upTo(4));
});

test('repeated entries are told once', async () => {
  await signIn();
  await until('caught up', caughtUp(driven));
  double.append(record(5), true);
  double.emit('entries', double.record.slice(1, 4));
  double.emit('entries', double.record.slice(0, 5));
  double.append(entriesOf([acknowledged()], 6), false);
  double.emit('entries', double.record.slice(3, 6)); // overlaps what is held
  await until('6 entries', () => numbers(driven).length >= 6);
  expect(numbers(driven)).toEqual(upTo(6));
});

test('nothing of the journal is told before anybody has signed in, and all of it afterwards', async () => {
  double.append(record(7), false);
  await signIn();
  await until('caught up', caughtUp(driven));
  await driven.close();
  driven = driveConsole(double.url, folder.path);
  expect(driven.process.snapshot().head).toBe(0);
  expect(await driven.call('entries', { since: 0 })).toEqual([]);
  await signIn();
  expect(driven.heard('recordReset').length).toBe(1); // windows page the journal anew
  expect((await driven.call('entries', { since: 0 })).length).toBe(7);
});

test.each([
  ['a shorter record', (): readonly Entry[] => record(2)],
  [
    'a record of the same length with other content',
    (): readonly Entry[] => [...record(4), ...entriesOf([acknowledged()], 5)],
  ],
  ['a longer record of another server', (): readonly Entry[] => record(9, 'another note')],
])('starts the journal anew for %s', async (_name, other) => {
  double.append(record(5), false);
  await signIn();
  await until('caught up', caughtUp(driven));
  const before = driven.heard('recordReset').length;
  const port = await double.kill();
  await until('link lost', () => driven.process.snapshot().link.status === 'lost');
  const theirs = other();
  double = await openDouble(dispatcher, port, [...theirs]);
  await until('their record', () => JSON.stringify(driven.process.entriesSince(0)) === JSON.stringify(theirs));
  expect(driven.heard('recordReset').length).toBe(before + 1);
});

test('a trainer on a live server is given no record', async () => {
  double.append(record(3), false);
  await signIn();
  await until('caught up', caughtUp(driven));
  await driven.close();
  const port = await double.kill();
  double = await openDouble(trainer, port, [...record(3)]);
  driven = driveConsole(double.url, folder.path);
  await signIn();
  double.append(entriesOf([acknowledged()], 4), true);
  expect(driven.process.snapshot().head).toBe(0);
  expect(await driven.call('entries', { since: 0 })).toEqual([]);
  expect(driven.heard('entries')).toEqual([]);
});
