import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IncidentId } from '../../../shared/domain/ids.ts';
import { inspect } from '../../../main/monitoring/store/sqlite/backup/inspect.ts';
import { readManifest, storeIn } from '../../../main/monitoring/store/sqlite/backup/manifest.ts';
import { keysFileOf } from '../../../main/monitoring/store/sqlite/keys.ts';
import { readSecret } from '../../../main/monitoring/store/sqlite/secret.ts';
import { connectConsole, readRecord } from './console.ts';
import type { TestConsole } from './console.ts';
import { filesUnder } from './forgotten/search.ts';
import { dataFolder, deviceTokens, failToStart, policyWithoutStories, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SCENARIO = join(import.meta.dirname, 'fixtures', 'quiet.yaml');
/** Whatever is sealed of incidents, committed to or not. */
const SEALED = 'SELECT 1 FROM incident_positions UNION ALL SELECT 1 FROM seals';
const HOME = { lat: 37.5572, lon: 126.9244 };

const data = dataFolder();
const store = join(data.path, 'server', 'quiet.db');
const backupAt = (name: string): string => join(data.path, 'backups', name);
let server: Running | null = null;
let desk: TestConsole;
let tokens: ReturnType<typeof deviceTokens> = new Map();

type Done = { readonly code: number | null; readonly said: string };
/** Runs a command of `jikim` in a process of its own, as an operator would, while this one goes on. */
const jikim = (...args: readonly string[]): Promise<Done> =>
  new Promise((resolve) => {
    const own = args.includes('--scenario') ? [] : ['--scenario', SCENARIO];
    const child = spawn(process.execPath, [join(ROOT, 'main', 'cli.ts'), ...args, '--data', data.path, ...own]);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('exit', (code) => resolve({ code, said }));
  });

const secret = () => readSecret(join(data.path, 'server'));
const start = async (): Promise<void> => {
  server = await startServer(data.path, ['--policy', policyWithoutStories(data.path)]);
  desk = await connectConsole(server.port);
  await desk.signIn('supervisor1', 'jikim-review');
};
const stop = async (): Promise<void> => {
  desk.close();
  await server?.stop();
  server = null;
};
const post = async (person: string, metres: number): Promise<void> => {
  const { deviceId, token } = tokens.get(person) ?? { deviceId: '', token: '' };
  const fixes = [{ at_ms: Date.now(), lat: HOME.lat + metres / 111_000, lon: HOME.lon, accuracy_m: 5 }];
  const body = JSON.stringify({ deviceId, token, fixes });
  await fetch(`http://127.0.0.1:${server?.port}/positions`, { method: 'POST', body });
};
const incidents = async (): Promise<readonly IncidentId[]> =>
  (await readRecord(desk)).flatMap(({ body, incidentId }) =>
    body.kind === 'incident.raised' && incidentId !== null ? [incidentId] : [],
  );
const inStore = (file: string, sql: string): readonly unknown[] => {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare(sql).all();
  db.close();
  return rows.flatMap((row) => Object.values(row));
};

beforeAll(async () => {
  tokens = deviceTokens(data.path);
  await start();
  await post('V-quiet', 0);
  await post('O-quiet', 700);
  await until('the incident', () => desk.entries.some(({ body }) => body.kind === 'incident.raised'));
});
afterAll(async () => {
  await stop();
  data.drop();
});

describe('a backup', () => {
  it('made while commands and positions come in is whole, verifies, and holds every command answered before it', async () => {
    const [incidentId] = await incidents();
    if (incidentId === undefined) throw new Error('no incident');
    let answered = 0;
    let writing = true;
    const write = async (): Promise<void> => {
      for (let n = 1; writing; n += 1) {
        const note = await desk.command(`n-${n}`, { kind: 'note.add', incidentId, text: `가상의 메모 ${n}` });
        if (note.ok) answered = n;
        await post('O-quiet', 700 - (n % 50));
      }
    };
    const writer = write();
    for (const name of ['load-1', 'load-2']) {
      const before = answered;
      const done = await jikim('backup', backupAt(name));
      expect(done).toMatchObject({ code: 0 });
      const manifest = readManifest(backupAt(name));
      if (!manifest.ok) throw new Error(manifest.error);
      const file = storeIn(backupAt(name));
      const db = new DatabaseSync(file, { readOnly: true });
      const { logId, size } = manifest.value;
      expect(inspect(db, secret())).toMatchObject({ ok: true, value: { logId, size } });
      db.close();
      const commands = new Set(inStore(file, 'SELECT id FROM commands'));
      for (let n = 1; n <= before; n += 1) expect(commands.has(`n-${n}`)).toBe(true);
      // A command and its entries are one: the copy never has the one without the other.
      const entries = inStore(
        file,
        "SELECT entry ->> '$.commandId' FROM entries WHERE entry ->> '$.commandId' IS NOT NULL",
      );
      expect(new Set(entries)).toEqual(commands);
    }
    writing = false;
    await writer;
    expect(answered).toBeGreaterThan(20);
  });

  it('holds no key, no session, no last fix and nothing that was deleted', async () => {
    const files = filesUnder(backupAt('load-1'));
    expect(files.map(({ name }) => name).toSorted()).toEqual(['manifest.json', 'store.db']);
    for (const { name } of files) expect(statSync(join(backupAt('load-1'), name)).mode & 0o077).toBe(0);
    const raw = Buffer.concat(files.map(({ bytes }) => bytes));
    const keys = inStore(keysFileOf(store), 'SELECT sealed FROM live').map((sealed) =>
      Buffer.from(sealed as Uint8Array),
    ); // a blob
    expect(keys.length).toBeGreaterThan(0);
    const here = Buffer.concat(filesUnder(join(data.path, 'server')).map(({ bytes }) => bytes));
    expect(keys.every((key) => here.includes(key))).toBe(true);
    expect(keys.filter((key) => raw.includes(key))).toEqual([]);
    const file = storeIn(backupAt('load-1'));
    for (const table of ['sessions', 'last_fixes']) expect(inStore(file, `SELECT 1 FROM ${table}`)).toEqual([]);
    expect(inStore(store, 'SELECT 1 FROM sessions').length).toBeGreaterThan(0);
    expect(raw.includes(readFileSync(join(data.path, 'server', 'secret')).subarray(0, 64))).toBe(false);
    for (const token of inStore(store, 'SELECT token_hash FROM sessions'))
      expect(raw.includes(String(token))).toBe(false);
  });

  it.each([
    ['into a folder that holds something', () => ['backup', data.path], 'is not empty'],
    [
      'of a scenario that has no store',
      () => ['backup', backupAt('none'), '--scenario', 'evening'],
      'there is no store',
    ],
    ['while the server runs', () => ['restore', backupAt('load-1')], 'in use by another server'],
  ])('is refused %s, in one line', async (_what, args, said) => {
    const done = await jikim(...args());
    expect(done).toMatchObject({ code: 2, said: expect.stringContaining(said) });
    expect(done.said.trim().split('\n')).toHaveLength(1);
  });
});

describe('restoring', () => {
  it('puts back the record; what was destroyed stays destroyed, what was not is there again', async () => {
    const [incidentId] = await incidents();
    if (incidentId === undefined) throw new Error('no incident');
    // The first incident is closed after the backup; its key is gone from then on.
    const dispatcher = await connectConsole(server?.port ?? 0);
    await dispatcher.signIn('dispatcher1', 'jikim-dispatch');
    await dispatcher.command('a-1', { kind: 'incident.acknowledge', incidentId });
    await until('sealed positions', () => inStore(store, SEALED).length > 0);
    expect(await jikim('backup', backupAt('before'))).toMatchObject({ code: 0 });
    const resolve = {
      kind: 'incident.resolve',
      incidentId,
      outcome: 'other',
      cause: null,
      despiteClosing: true,
    } as const;
    expect(await dispatcher.command('a-2', resolve)).toMatchObject({ ok: true });
    const close = { kind: 'incident.close', incidentId, review: '가상의 검토', caseFollows: false } as const;
    expect(await desk.command('a-3', close)).toMatchObject({ ok: true });
    dispatcher.close();
    const latest = await readRecord(desk);
    expect(latest.slice(-3).map(({ body }) => body.kind)).toContain('positions.deleted');
    await stop();

    const file = storeIn(backupAt('before'));
    expect(inStore(file, SEALED).length).toBeGreaterThan(0);
    const done = await jikim('restore', backupAt('before'));
    expect(done).toMatchObject({ code: 0 });
    const aside = readdirSync(join(data.path, 'server')).filter((name) => name.includes('before-restore'));
    expect(aside).toEqual(expect.arrayContaining([expect.stringMatching(/^quiet\.before-restore-\d{8}T\d{6}Z\.db$/)]));
    expect(inStore(store, SEALED)).toEqual([]);
    expect(done.said).not.toContain('last known places');
    const [kept] = aside.filter((name) => name.endsWith('.db'));
    expect(inStore(join(data.path, 'server', kept ?? ''), 'SELECT 1 FROM last_fixes')).toEqual([]);

    await start();
    const record = await readRecord(desk);
    const manifest = readManifest(backupAt('before'));
    if (!manifest.ok) throw new Error(manifest.error);
    const { size, at_ms: backupAt_ms } = manifest.value;
    expect(record.slice(0, size)).toEqual(latest.slice(0, size));
    expect(record.slice(size, size + 2).map(({ body }) => body)).toEqual([
      { kind: 'record.restored', size, backupAt_ms },
      { kind: 'positions.deleted', count: 0 },
    ]);
    expect(await desk.command('r-1', { kind: 'lease.review', incidentId, reason: '가상' })).toEqual({
      ok: false,
      error: { reason: 'positions-gone' },
    });
    // Said once: the next start has nothing to add to it.
    await stop();
    await start();
    const again = await readRecord(desk);
    expect(again.filter(({ body }) => body.kind === 'record.restored')).toHaveLength(1);
    expect(again.filter(({ body }) => body.kind === 'positions.deleted')).toHaveLength(1);
    await stop();
  });

  it('refuses what is no whole backup of this server, and leaves the record as it is', async () => {
    const before = readFileSync(store);
    const damaged = (name: string, how: (folder: string) => void): string => {
      cpSync(backupAt('before'), backupAt(name), { recursive: true });
      how(backupAt(name));
      return backupAt(name);
    };
    const cases: readonly (readonly [string, string, readonly string[]])[] = [
      [
        damaged('flipped', (folder) => {
          const bytes = readFileSync(storeIn(folder));
          bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
          writeFileSync(storeIn(folder), bytes);
        }),
        'is not the file that its manifest names',
        [],
      ],
      [damaged('half', (folder) => rmSync(join(folder, 'manifest.json'))), 'there is no whole backup', []],
      [damaged('garbage', (folder) => writeFileSync(join(folder, 'manifest.json'), '{}')), 'does not fit', []],
      [backupAt('before'), 'is of the scenario quiet, not evening', ['--scenario', 'evening']],
    ];
    for (const [folder, said, more] of cases) {
      const done = await jikim('restore', folder, ...more);
      expect(done).toMatchObject({ code: 2, said: expect.stringContaining(said) });
      expect(done.said.trim().split('\n')).toHaveLength(1);
    }
    const file = join(data.path, 'server', 'secret');
    copyFileSync(file, `${file}.right`);
    writeFileSync(file, `${'ab'.repeat(32)}\n`);
    const foreign = await jikim('restore', backupAt('before'));
    expect(foreign).toMatchObject({ code: 2, said: expect.stringContaining('signed with another secret') });
    copyFileSync(`${file}.right`, file);
    expect(readFileSync(store).equals(before)).toBe(true);
    expect(existsSync(`${store}.restore`)).toBe(false);
  });

  it('that was cut off half-way keeps the server from starting on nothing, until it is run again', async () => {
    const size = inStore(store, 'SELECT count(*) FROM entries');
    writeFileSync(`${store}.restoring`, '');
    rmSync(store);
    const done = failToStart(data.path);
    expect(done).toMatchObject({ code: 2, said: expect.stringContaining('run jikim restore again') });
    expect(await jikim('restore', backupAt('before'))).toMatchObject({ code: 0 });
    expect(existsSync(`${store}.restoring`)).toBe(false);
    expect(inStore(store, 'SELECT count(*) FROM entries')).not.toEqual(size); // of the backup, without what came after
  });

  it('onto a lost store brings back what its keys still open', async () => {
    await start();
    const [first] = await incidents();
    if (first === undefined) throw new Error('no incident');
    const dispatcher = await connectConsole(server?.port ?? 0);
    await dispatcher.signIn('dispatcher1', 'jikim-dispatch');
    const resolve = {
      kind: 'incident.resolve',
      incidentId: first,
      outcome: 'other',
      cause: null,
      despiteClosing: true,
    } as const;
    await dispatcher.command('l-1', { kind: 'incident.acknowledge', incidentId: first });
    expect(await dispatcher.command('l-2', resolve)).toMatchObject({ ok: true });
    dispatcher.close();
    // Another response to the same order: positions of its own, under a key of its own.
    const { deviceId, token } = tokens.get('V-quiet') ?? { deviceId: '', token: '' };
    await post('V-quiet', 0);
    await post('O-quiet', 5000);
    await fetch(`http://127.0.0.1:${server?.port}/sos`, { method: 'POST', body: JSON.stringify({ deviceId, token }) });
    await until('another incident', () => desk.entries.some(({ body }) => body.kind === 'incident.raised'));
    const second = IncidentId.parse(desk.entries.find(({ body }) => body.kind === 'incident.raised')?.incidentId);
    await until('sealed positions', () => inStore(store, SEALED).length > 0);
    expect(await jikim('backup', backupAt('live'))).toMatchObject({ code: 0 });
    await stop();

    for (const end of ['', '-wal', '-shm', '.mark']) rmSync(`${store}${end}`, { force: true });
    expect(await jikim('restore', backupAt('live'))).toMatchObject({
      code: 0,
      said: expect.stringContaining('no store'),
    });
    await start();
    const review = { kind: 'lease.review', incidentId: second, reason: '가상' } as const;
    expect(await desk.command('l-3', review)).toMatchObject({ ok: true });
    const read = await desk.call('positions', { incidentId: second });
    expect(read.ok && read.value.tracks.map(({ personId }) => personId)).toEqual(
      expect.arrayContaining(['V-quiet', 'O-quiet']),
    );
    await stop();
  });
});
