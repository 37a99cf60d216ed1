import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Heartbeat } from '../../../shared/protocol/messages.ts';
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

/** Waits for the server's own write to end, which may be under way. */
const openFile = (): DatabaseSync =>
  new DatabaseSync(storeFile(serverDir(data.path, 'live'), 'live', 'quiet'), { timeout: 2000 });
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
  await until('it is said', () => log().includes('the store refused a write'));
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

const HOME = { lat: 37.5563, lon: 126.9236 };
/** What the lock is held for, and how often in it a heartbeat and a frame come at the least: nobody's turn is lost to a write that waits. */
const [HELD_MS, HEARTBEATS, FRAMES] = [5000, 12, 4];

it('hears, beats and shows while the lock is held, and has on record afterwards what was heard meanwhile', async () => {
  const tokens = deviceTokens(data.path);
  await start();
  const { desk } = await signedIn();
  /** The offender so many metres beyond her, at a car's pace. */
  const report = async (person: string, metres: number, at_ms: number): Promise<number> => {
    const { deviceId, token } = tokens.get(person) ?? { deviceId: '', token: '' };
    const at = { lat: HOME.lat + metres / 111_000, lon: HOME.lon };
    const fixes = [{ at_ms, ...at, accuracy_m: 5, speed_mps: 30 }];
    const body = JSON.stringify({ deviceId, token, fixes });
    return (await fetch(`http://127.0.0.1:${server?.port}/positions`, { method: 'POST', body })).status;
  };
  const began_ms = Date.now() - 40_000;
  await report('V-quiet', 0, began_ms);
  await report('O-quiet', 1200, began_ms);
  await until('the warning', () => desk.leases.length > 0 || desk.entries.length > 0);
  const before = desk.entries.length;
  hold();
  const [beats, frames] = [desk.heard.filter((name) => name === 'heartbeat').length, desk.frames.length];
  const until_ms = performance.now() + HELD_MS;
  // He drives past her and is gone before the disk is back.
  for (let second = 1; second <= 40; second += 1)
    expect(await report('O-quiet', 1200 - 30 * second - 15, began_ms + second * 1000)).toBe(200);
  const pressed = fetch(`http://127.0.0.1:${server?.port}/sos`, {
    method: 'POST',
    body: JSON.stringify(tokens.get('V-quiet')),
  });
  await until('the time is over', () => performance.now() >= until_ms, HELD_MS + 2000);
  expect(desk.heard.filter((name) => name === 'heartbeat').length - beats).toBeGreaterThanOrEqual(HEARTBEATS);
  expect(desk.frames.length - frames).toBeGreaterThanOrEqual(FRAMES);
  expect((await pressed).status).toBe(503); // to be sent again; it is owed all the same
  expect(desk.entries.length).toBe(before);
  release();
  const rises = () =>
    desk.entries
      .slice(before)
      .flatMap(({ body }) => ('alert' in body ? [`${body.alert.rule.type} ${body.alert.level}`] : []));
  await until(
    'the pass and the button',
    () => rises().includes('proximity contact') && rises().some((r) => r.startsWith('sos')),
  );
  expect(desk.entries.map(({ seq }) => seq)).toEqual(
    desk.entries.map((_, index) => (desk.entries[0]?.seq ?? 1) + index),
  );
});

it('says since when the record takes nothing, in each heartbeat and to whoever asks, though nobody does anything', async () => {
  const { port } = await start();
  const { desk } = await signedIn();
  const told = (): unknown => desk.raw.filter(([name]) => name === 'heartbeat').at(-1)?.[1];
  const asked = async (): Promise<unknown> => (await fetch(`http://127.0.0.1:${port}/health`)).json();
  await until('a heartbeat', () => told() !== undefined);
  expect(told()).toMatchObject({ store: { state: 'working' } });
  expect(await asked()).toMatchObject({ store: { state: 'working' } });
  hold();
  const held_ms = Date.now();
  const state = (): string | undefined => Heartbeat.parse(told()).store.state;
  await until('it is said', () => state() === 'refusing', 8000);
  const refusing = Heartbeat.parse(told()).store;
  expect(refusing).toMatchObject({ state: 'refusing', waiting: 0 });
  if (refusing.state === 'refusing') expect(Math.abs(refusing.since_ms - held_ms)).toBeLessThan(7000);
  expect(await asked()).toMatchObject({ store: refusing });
  release();
  await until('it works again', () => state() === 'working');
});
