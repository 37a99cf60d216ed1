import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { driveConsole, until } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';
import { dataFolder } from '../server/server.ts';
import { DISPATCHER_1, DISPATCHER_2, incidentsOf, orderAndWait, signIn } from './desks.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, writeScene } from './scene.ts';

const POLICY = join(import.meta.dirname, '..', '..', '..', 'assets', 'policy.yaml');
/** Seconds: a shift, and what is added to it. */
const SHORT = { duration_s: 20, warnBefore_s: 20, extension_s: 10, longest_s: 35 };

let data: ReturnType<typeof dataFolder>;
let server: Mortal;
let desk: Driven;

beforeEach(() => {
  data = dataFolder();
});
afterEach(async () => {
  await desk.close();
  server.kill();
  await server.ended;
  data.drop();
});

/** A policy file with a shift of seconds. */
const shortShift = (): string => {
  const file = join(data.path, 'policy.yaml');
  const lines = Object.entries(SHORT).map(([key, value]) => `  ${key}: ${value}\n`);
  writeFileSync(file, readFileSync(POLICY, 'utf8').replace(/^session:\n(?: {2}.*\n)+/m, `session:\n${lines.join('')}`));
  return file;
};

test('a session is extended with the password, again while an incident is worked, and its end is said', async () => {
  server = spawnServer(data.path, writeScene(data.path), 0, ['--policy', shortShift()]);
  const port = await server.ready;
  if (port === null) throw new Error(server.said());
  desk = driveConsole(`http://127.0.0.1:${port}`, join(data.path, 'desk'));
  await signIn(desk, DISPATCHER_1);
  const expires_ms = (): number => desk.process.snapshot().session?.expiresAt_ms ?? 0;
  const first_ms = expires_ms();
  const { password } = DISPATCHER_1;
  expect(await desk.call('extendSession', { password: 'wrong' })).toEqual({ ok: false, error: 'bad-credentials' });
  expect((await desk.call('extendSession', { password })).ok).toBe(true);
  expect(expires_ms()).toBe(first_ms + SHORT.extension_s * 1000);
  expect(desk.heard('session').at(-1)?.session?.expiresAt_ms).toBe(expires_ms());
  // Not near its end any more; then near it, and with nothing to do.
  expect(await desk.call('extendSession', { password })).toEqual({ ok: false, error: 'not-yet' });
  const isNear = (): boolean => expires_ms() - Date.now() < (SHORT.warnBefore_s - 1) * 1000;
  await until('near the end', isNear, 20_000);
  expect(await desk.call('extendSession', { password })).toEqual({ ok: false, error: 'no-incident' });
  expect(await createDevices(data.path, port).press('a')).toBe(200);
  await until('the incident', () => incidentsOf(desk).length === 1);
  const [incidentId] = incidentsOf(desk);
  if (incidentId === undefined) throw new Error('no incident');
  expect(await orderAndWait(desk, { kind: 'incident.acknowledge', incidentId })).toBe('landed');
  expect((await desk.call('extendSession', { password })).ok).toBe(true);
  expect(expires_ms()).toBe(first_ms + (SHORT.longest_s - SHORT.duration_s) * 1000);
  await until('the end', () => desk.process.snapshot().session === null, 40_000);
  expect(desk.heard('session').at(-1)).toEqual({ session: null, ended: 'expired' });
}, 120_000);

test('a sign-out while the server was away is handed in when it is back: it does not take the session up again', async () => {
  const scene = writeScene(data.path);
  server = spawnServer(data.path, scene);
  const port = await server.ready;
  if (port === null) throw new Error(server.said());
  const url = `http://127.0.0.1:${port}`;
  desk = driveConsole(url, join(data.path, 'desk'));
  await signIn(desk, DISPATCHER_1);
  server.kill();
  await server.ended;
  await until('lost', () => desk.process.snapshot().link.status !== 'up');
  await desk.call('signOut', null);
  expect(desk.process.snapshot().session).toBeNull();
  server = spawnServer(data.path, scene, port);
  expect(await server.ready).toBe(port);
  const other = driveConsole(url, join(data.path, 'other'));
  try {
    await signIn(other, DISPATCHER_2);
    const first = () => other.process.snapshot().desks.find(({ operatorId }) => operatorId === DISPATCHER_1.username);
    await until('signed out', () => first()?.desk === 'signed-out');
  } finally {
    await other.close();
  }
}, 60_000);
