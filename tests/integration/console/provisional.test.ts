import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { dispatcher } from '../../builders/directory.ts';
import { entriesOf, raised } from '../../builders/entries.ts';
import { openDouble } from './double.ts';
import type { Double } from './double.ts';
import { driveConsole, tempFolder, until, withinASecond } from './harness.ts';
import type { Driven } from './harness.ts';

let double: Double;
let driven: Driven;
let folder: ReturnType<typeof tempFolder>;

const signIn = async (): Promise<void> => {
  await until('link up', () => driven.process.snapshot().link.status === 'up');
  expect((await driven.call('signIn', { username: 'u', password: 'right' })).ok).toBe(true);
  await until('caught up', () => driven.process.snapshot().link.caughtUp);
};
const provisional = (): readonly number[] => driven.process.snapshot().provisional.map(({ seq }) => seq);
const sounding = (): number => driven.process.alarms.state().sounding;

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

const alarm = entriesOf(raised());

test('a server that can record nothing is said by its heartbeat, though nobody presses a key or signs in, until it can', async () => {
  await until('link up', () => driven.process.snapshot().link.status === 'up');
  expect(driven.process.snapshot().link.serverStore).toEqual({ state: 'working' });
  const since_ms = Date.now();
  double.store({ state: 'refusing', since_ms, waiting: 2 });
  const said = () => driven.heard('link').at(-1)?.serverStore;
  await withinASecond('it is said', () => said()?.state === 'refusing');
  expect(said()).toEqual({ state: 'refusing', since_ms, waiting: 2 });
  double.store({ state: 'refusing', since_ms, waiting: 3 });
  await withinASecond('how many wait is said', () => JSON.stringify(said()).includes('3'));
  double.store({ state: 'working' });
  await withinASecond('it works again', () => said()?.state === 'working');
});

test('an alarm that is not recorded rings, and goes on as the same one when it is recorded', async () => {
  await signIn();
  const begun: unknown[] = [];
  driven.process.alarms.onChange((state) => begun.push(state.begun));
  double.emit('provisional', { after: 0, entries: alarm });
  await until('it rings', () => sounding() === 1);
  expect(provisional()).toEqual([1, 2]);
  expect(driven.process.entriesSince(0)).toEqual([]);
  double.append(
    alarm.map((entry) => ({ ...entry, recordedAt_ms: entry.recordedAt_ms + 60_000 })),
    true,
  );
  await until('it is recorded', () => driven.process.entriesSince(0).length === 2);
  expect([provisional(), sounding()]).toEqual([[], 1]);
  expect(begun.filter((code) => code !== null)).toEqual([1]);
});

test('nothing that is not recorded is in the journal of a console that starts anew', async () => {
  await signIn();
  double.emit('provisional', { after: 0, entries: alarm });
  await until('it rings', () => sounding() === 1);
  await driven.close();
  driven = driveConsole(double.url, folder.path);
  await signIn();
  expect([provisional(), driven.process.entriesSince(0), sounding()]).toEqual([[], [], 0]);
});

test('an alarm that is not recorded rings on while the link is lost, and ends where the server tells of it no more', async () => {
  await signIn();
  double.emit('provisional', { after: 0, entries: alarm });
  await until('it rings', () => sounding() === 1);
  const port = await double.kill();
  await until('the link is lost', () => driven.process.snapshot().link.status === 'lost');
  expect([provisional(), sounding()]).toEqual([[1, 2], 1]);
  // The server was killed, and what it had not recorded with it.
  double = await openDouble(dispatcher, port);
  await until('it is gone', () => sounding() === 0);
  expect(driven.heard('provisional').at(-1)).toEqual({ after: 0, entries: [] });
});

test('what the server tells of again after a lost link is kept, each entry once', async () => {
  await signIn();
  double.emit('provisional', { after: 0, entries: alarm });
  await until('it rings', () => sounding() === 1);
  const port = await double.kill();
  double = await openDouble(dispatcher, port);
  const [first, second]: readonly (Entry | undefined)[] = alarm;
  const again = entriesOf([{ body: { kind: 'incident.acknowledged', sounding: 1 } }], 3);
  double.answer('directory', (_args, socket) => {
    socket.emit('provisional', { after: 0, entries: [first, second, ...again] });
    return { ok: false, error: { reason: 'not-allowed' } };
  });
  await until('it is told again', () => provisional().length === 3);
  const told_ms = performance.now();
  await until('the time to tell again is over', () => performance.now() > told_ms + 1700);
  expect([provisional(), sounding()]).toEqual([[1, 2, 3], 0]);
});

test('whoever signs out takes what is not recorded with them', async () => {
  await signIn();
  double.emit('provisional', { after: 0, entries: alarm });
  await until('it rings', () => sounding() === 1);
  await driven.call('signOut', null);
  expect([provisional(), sounding()]).toEqual([[], 0]);
});
