import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serverEvents } from '../../../shared/protocol/messages.ts';
import { connectConsole } from '../server/console.ts';
import type { TestConsole } from '../server/console.ts';
import { until } from '../server/server.ts';
import { canMount, full, held } from './disk.ts';
import type { Disk } from './disk.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, storeOf, victimOf, writeScene } from './scene.ts';
import type { Devices } from './scene.ts';

/** What the file takes of the disk from the first start on, a megabyte, and the unit in which the system counts it. */
const [SPILL_BYTES, BLOCK_BYTES] = [1024 * 1024, 512];

let disk: Disk;
let server: Mortal;
let desk: TestConsole;
let devices: Devices;
let port = 0;
const spillFile = (): string => `${storeOf(disk.path)}.spill`;

const start = async (): Promise<void> => {
  server = spawnServer(disk.path, writeScene(disk.path));
  port = (await server.ready) ?? 0;
  if (port === 0) throw new Error(server.said());
  devices = createDevices(disk.path, port);
  desk = await connectConsole(port);
};
const kill = async (): Promise<void> => {
  desk.close();
  server.kill();
  await server.ended;
};
const isRefusing = (): boolean => {
  const beat = desk.raw.findLast(([name]) => name === 'heartbeat')?.[1];
  return beat !== undefined && serverEvents.heartbeat.parse(beat).store.state === 'refusing';
};
type Line = { readonly at: number; readonly line: string };
/** What the access log holds of leases on her, read beside the server. */
const linesOf = (person: string): readonly Line[] => {
  const db = new DatabaseSync(storeOf(disk.path), { readOnly: true });
  const sql = `SELECT at, action, operator_id, detail FROM access_log JOIN access_people ON id = access_id
    WHERE person_id = ? AND action LIKE 'lease-%' ORDER BY id`;
  const lines = db.prepare(sql).all(person);
  db.close();
  return lines.map((row) => ({
    at: Number(row['at']),
    line: `${String(row['action'])} ${String(row['operator_id'])}: ${String(row['detail'])}`,
  }));
};

const kinds = canMount() ? [full, held] : [held];

describe.each(kinds)('$name, and a server that is killed while its record takes nothing', ({ open }) => {
  beforeEach(async () => {
    disk = open();
    await start();
  });
  afterEach(async () => {
    await kill();
    disk.drop();
  });

  test('leaves what it opened to the access log, once, however often it is started, and nothing of it in clear meanwhile', async () => {
    const { size, blocks } = statSync(spillFile());
    expect([size, blocks * BLOCK_BYTES]).toEqual([SPILL_BYTES, SPILL_BYTES]);
    const session = await desk.signIn('dispatcher1', 'jikim-dispatch');
    disk.refuse(server.pid);
    await until('it is said', isRefusing, 10_000);
    const pressed_ms = Date.now();
    expect(await devices.press('b')).toBe(503);
    await until('her position is open', () => desk.leases.length > 0);
    const [lease] = desk.leases;
    if (lease === undefined) throw new Error('no lease');
    await until('it is in the file', () => readFileSync(spillFile()).some((byte) => byte !== 0));
    expect(linesOf(victimOf('b'))).toEqual([]);
    const bytes = readFileSync(spillFile());
    for (const word of [victimOf('b'), 'quiet', session.operator.id, lease.lease.id, 'sos'])
      expect(bytes.includes(word), word).toBe(false);
    await kill();

    disk.relent(server.pid);
    await start();
    await until('it has joined', () => linesOf(victimOf('b')).length > 0);
    const joined = linesOf(victimOf('b'));
    expect(joined.map(({ line }) => line)).toEqual([
      `lease-granted ${session.operator.id}: ${lease.lease.purpose} (not recorded)`,
      `lease-ended ${session.operator.id}: not recorded`,
    ]);
    const [granted_ms = 0, ended_ms = 0] = joined.map(({ at }) => at);
    expect(Math.abs(granted_ms - pressed_ms)).toBeLessThan(2000);
    expect(ended_ms).toBeGreaterThan(granted_ms);
    await until('nothing of it stays', () => readFileSync(spillFile()).every((byte) => byte === 0));

    // The console that held it tells of it too, as it does after every outage.
    await desk.signIn('dispatcher1', 'jikim-dispatch');
    const told = { leases: [{ lease: lease.lease, reason: null, endedAt_ms: null }] };
    expect(await desk.call('provisionalAccess', told)).toEqual({ ok: true, value: null });
    expect(linesOf(victimOf('b'))).toEqual(joined);
    // Killed between writing and wiping: the file is there once more.
    await kill();
    writeFileSync(spillFile(), bytes);
    await start();
    await until('it is wiped', () => readFileSync(spillFile()).every((byte) => byte === 0));
    expect(linesOf(victimOf('b'))).toEqual(joined);
  });
});

describe('a server whose spill file', () => {
  beforeEach(async () => {
    disk = held.open();
    await start();
    await kill();
    rmSync(spillFile());
  });
  afterEach(async () => {
    await kill();
    disk.drop();
  });
  const failing = (): readonly string[] => {
    const told = desk.raw.findLast(([name]) => name === 'impaired')?.[1];
    return told === undefined ? [] : serverEvents.impaired.parse(told).map(({ part }) => part);
  };

  test.each([
    ['does not open', () => writeFileSync(spillFile(), 'torn')],
    ['cannot be made', () => mkdirSync(spillFile())],
  ])('%s says so at every desk and on /health, and rings as ever', async (_what, damage) => {
    damage();
    await start();
    await desk.signIn('dispatcher1', 'jikim-dispatch');
    await until('the desk is told', () => failing().includes('spill'));
    const health = await fetch(`http://127.0.0.1:${port}/health`);
    expect(await health.json()).toMatchObject({ failing: { spill: 1 } });
    expect(await devices.press('a')).toBe(200);
    await until('the button rings', () => desk.entries.some(({ body }) => body.kind === 'alert.raised'));
  });
});
