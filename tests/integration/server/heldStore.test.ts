import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serverDir, storeFile } from '../../../main/files/dataDir.ts';
import { connectConsole } from './console.ts';
import type { TestConsole } from './console.ts';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';
import type { Running } from './server.ts';

/** A server whose record's file another program holds for writing: it may be read, and nothing can be written. */
let data: ReturnType<typeof dataFolder>;
let server: Running | null = null;
let other: DatabaseSync | null = null;
let desks: TestConsole[] = [];
beforeEach(() => {
  data = dataFolder();
});
afterEach(async () => {
  other?.close();
  for (const desk of desks) desk.close();
  await server?.stop();
  data.drop();
  desks = [];
  [server, other] = [null, null];
});

const openFile = (): DatabaseSync => new DatabaseSync(storeFile(serverDir(data.path, 'live'), 'live', 'quiet'));
const hold = (): void => {
  other ??= openFile();
  other.exec('BEGIN IMMEDIATE');
};
const release = (): void => other?.exec('ROLLBACK');
const count = (sql: string): number => Number(other?.prepare(sql).get()?.['n']);
const start = async (): Promise<Running> => {
  server = await startServer(data.path);
  return server;
};
const connect = async (): Promise<TestConsole> => {
  const desk = await connectConsole(server?.port ?? 0);
  desks.push(desk);
  return desk;
};
const signedIn = async () => {
  const desk = await connect();
  return { desk, session: await desk.signIn('dispatcher1', 'jikim-dispatch') };
};

it('starts in an outage that it was killed in, says so, and sweeps when the outage is over', async () => {
  await start();
  const { session } = await signedIn();
  await server?.stop('SIGKILL');
  const file = openFile();
  file.exec(`UPDATE sessions SET expires_at = 1; INSERT INTO real_devices VALUES ('V-quiet', 1);`);
  file.close();
  hold();
  const { log } = await start();
  expect(log()).toContain('the store refused a write');
  const desk = await connect();
  expect(await desk.call('resume', { token: session.token })).toEqual({ ok: false, error: 'bad-credentials' });
  expect(count('SELECT count(*) AS n FROM sessions')).toBe(1);
  release();
  const stale = (): number =>
    count('SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM real_devices) AS n');
  await until('both are swept', () => stale() === 0);
  expect(count("SELECT count(*) AS n FROM access_log WHERE action = 'signed-out' AND detail = 'expired'")).toBe(1);
});

it('ends a session at once that is signed out in an outage, and its leases when the outage is over', async () => {
  const { deviceId, token } = deviceTokens(data.path).get('V-quiet') ?? { deviceId: '', token: '' };
  const { port } = await start();
  const { desk, session } = await signedIn();
  const sos = await fetch(`http://127.0.0.1:${port}/sos`, {
    method: 'POST',
    body: JSON.stringify({ deviceId, token }),
  });
  expect(sos.status).toBe(200);
  await until('a lease', () => desk.leases.length > 0);
  hold();
  expect(await desk.call('signOut', null)).toBeNull();
  const next = await connect();
  expect(await next.call('resume', { token: session.token })).toEqual({ ok: false, error: 'bad-credentials' });
  expect(count('SELECT count(*) AS n FROM sessions')).toBe(1);
  release();
  await until('its row is gone', () => count('SELECT count(*) AS n FROM sessions') === 0);
  const lines = (action: string, detail: string): number =>
    count(`SELECT count(*) AS n FROM access_log WHERE action = '${action}' AND detail = '${detail}'`);
  expect(lines('signed-out', 'signed-out')).toBe(1);
  await until('its leases have ended', () => lines('lease-ended', 'session-ended') === desk.leases.length);
});
