import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { driveConsole, tempFolder, until } from './harness.ts';
import type { Driven } from './harness.ts';
import { scenarioFile } from '../../e2e/posting.ts';
import { startServer } from './realServer.ts';
import type { RealServer } from './realServer.ts';

/** A locked console against the real server, which judges the password. */

const data = tempFolder();
let server: RealServer;
let folder: ReturnType<typeof tempFolder>;
let jikim: Driven;

const isUp = (driven: Driven): boolean => driven.process.snapshot().link.status === 'up';
const drive = async (lockAfter_s?: number): Promise<void> => {
  folder = tempFolder();
  jikim = driveConsole(server.url, folder.path, undefined, 0, lockAfter_s);
  await until('the link is up', () => isUp(jikim));
};
const signIn = () => jikim.call('signIn', { username: 'dispatcher2', password: 'jikim-dispatch' });

beforeAll(async () => {
  // Nothing happens in it: an open incident would keep the console from locking by itself.
  server = await startServer(data.path, 0, ['--scenario', scenarioFile('posted')]);
});
afterAll(async () => {
  server.signal('SIGTERM');
  await server.ended;
  data.remove();
});
beforeEach(() => drive());
afterEach(async () => {
  await jikim.close();
  folder.remove();
});

test('locked, the session goes on and the record comes in, and nothing else is answered until the password is right', async () => {
  await signIn();
  await jikim.call('lock', null);
  expect(jikim.heard('lock').at(-1)?.reason).toBe('request');
  await expect(jikim.call('scenarios', null)).rejects.toThrow('locked');
  await expect(jikim.call('accessLog', { before: null, limit: 1 })).rejects.toThrow('locked');
  expect(await jikim.call('unlock', { password: 'wrong' })).toEqual({ ok: false, error: 'bad-credentials' });
  expect((await jikim.call('snapshot', null)).lock).not.toBeNull();
  expect(await jikim.call('unlock', { password: 'jikim-dispatch' })).toEqual({ ok: true, value: null });
  const after = await jikim.call('snapshot', null);
  expect([after.lock, after.session?.operator.id]).toEqual([null, 'dispatcher2']);
  expect((await jikim.call('scenarios', null)).length).toBeGreaterThan(0);
});

test('guessing is slow: after five wrong passwords the right one has to wait too', async () => {
  await signIn();
  await jikim.call('lock', null);
  for (let guess = 0; guess < 5; guess += 1) await jikim.call('unlock', { password: `guess ${guess}` });
  expect(await jikim.call('unlock', { password: 'jikim-dispatch' })).toEqual({
    ok: false,
    error: 'too-many-attempts',
  });
});

test('without a link nothing unlocks it, that is said, and it unlocks once the link is back', async () => {
  await signIn();
  await jikim.call('lock', null);
  server.signal('SIGSTOP');
  try {
    await until('the link is lost', () => !isUp(jikim));
    expect(await jikim.call('unlock', { password: 'jikim-dispatch' })).toEqual({ ok: false, error: 'offline' });
  } finally {
    server.signal('SIGCONT');
  }
  await until('the session is taken up again', () => isUp(jikim));
  let unlocked = false;
  await until('the right password unlocks', () => {
    void jikim.call('unlock', { password: 'jikim-dispatch' }).then(({ ok }) => (unlocked ||= ok));
    return unlocked;
  });
  expect((await jikim.call('snapshot', null)).lock).toBeNull();
});

test('signing out of a locked console leaves an open sign-in', async () => {
  await signIn();
  await jikim.call('lock', null);
  await jikim.call('signOut', null);
  const after = await jikim.call('snapshot', null);
  expect([after.lock, after.session]).toEqual([null, null]);
  await jikim.call('lock', null);
  expect((await jikim.call('snapshot', null)).lock).toBeNull();
});

test('nobody there for as long as the policy says: it locks by itself', async () => {
  await jikim.close();
  folder.remove();
  await drive(2);
  await signIn();
  await until('it locks', () => jikim.process.snapshot().lock !== null);
  expect(jikim.process.snapshot().lock?.reason).toBe('idle');
});
