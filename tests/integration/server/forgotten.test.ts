import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { GuidanceId, IncidentId, PersonId, PlaceId } from '../../../shared/domain/ids.ts';
import { inspect } from '../../../main/monitoring/store/sqlite/backup/inspect.ts';
import { seal, sealingKey, unseal } from '../../../main/files/seal.ts';
import { readSecret } from '../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../main/monitoring/store/sqlite/store.ts';
import { driveConsole } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';
import { connectConsole, readRecord } from './console.ts';
import type { TestConsole } from './console.ts';
import { carveKeys, filesUnder, find, formsOfBytes, formsOfDegrees } from './forgotten/search.ts';
import type { Needle, RawFile } from './forgotten/search.ts';
import { dataFolder, deviceTokens, policyWithoutStories, startServer, until } from './server.ts';
import type { Running } from './server.ts';

/** Where nobody else is: digits that nothing but these positions would bring to the disk. */
const VICTIM = { lat: 37.5576839, lon: 126.9251747 };
const OFFENDER = { lat: 37.5633917, lon: 126.9248361 };
const ROUTE = [
  [126.9253613, 37.5581297],
  [126.9262849, 37.5593871],
] as const;
const PLACES = [...[VICTIM, OFFENDER].flatMap(({ lat, lon }) => [lat, lon]), ...ROUTE.flat()];

const data = dataFolder();
const serverFolder = join(data.path, 'server');
const file = join(serverFolder, 'quiet.db');
const places: readonly Needle[] = PLACES.flatMap((degrees) => formsOfDegrees(String(degrees), degrees));
let server: Running;
let logs = '';
let tokens: ReturnType<typeof deviceTokens> = new Map();
const consoles: (TestConsole | Driven)[] = [];

const start = async (): Promise<void> => {
  server = await startServer(data.path, ['--policy', policyWithoutStories(data.path)]);
};
const stop = async (): Promise<void> => {
  await server.stop('SIGKILL'); // no tidying up on the way out
  logs += server.log();
};
beforeAll(async () => {
  tokens = deviceTokens(data.path);
  await start();
});
afterAll(async () => {
  for (const one of consoles) await one.close();
  await server.stop();
  data.drop();
});

const post = async (person: string, at: { readonly lat: number; readonly lon: number }): Promise<void> => {
  const { deviceId, token } = tokens.get(person) ?? { deviceId: '', token: '' };
  const fixes = [{ at_ms: Date.now(), ...at, accuracy_m: 5 }];
  const body = JSON.stringify({ deviceId, token, fixes });
  expect((await fetch(`http://127.0.0.1:${server.port}/positions`, { method: 'POST', body })).status).toBe(200);
};

/** The way that the victim's own device is given. */
const fetchWay = async (): Promise<readonly (readonly number[])[]> => {
  const { deviceId: id, token } = tokens.get('V-quiet') ?? { deviceId: '', token: '' };
  const answer = await fetch(`http://127.0.0.1:${server.port}/guidance?${new URLSearchParams({ id, token })}`);
  const given: unknown = await answer.json();
  return Ways.parse(given).guidance.flatMap(({ route }) => route);
};
const Ways = z.object({ guidance: z.array(z.object({ route: z.array(z.array(z.number())) })) });

/** All that lies on this disk: the server's folder, the console's, and what both processes have logged. */
const disk = (): readonly RawFile[] => [
  ...filesUnder(data.path),
  { name: 'log', bytes: Buffer.from(logs + server.log()) },
];
/** All but the last fixes, which are everybody's and kept for silent devices: sealed, so they show no place. */
const sealedOnDisk = (incident: string): readonly Buffer[] => {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = ['seals', 'incident_positions'].flatMap((table) =>
    db.prepare(`SELECT sealed FROM ${table} WHERE incident_id = ?`).all(incident),
  );
  db.close();
  return rows.flatMap(({ sealed }) => (sealed instanceof Uint8Array ? [Buffer.from(sealed)] : []));
};

it('finds what it looks for, in every form, wherever it lies', () => {
  const folder = join(data.path, 'planted', 'deep');
  mkdirSync(folder, { recursive: true });
  for (const [index, { bytes }] of places.entries()) {
    writeFileSync(join(folder, String(index)), Buffer.concat([Buffer.from('..'), bytes, Buffer.from('..')]));
  }
  const texts = JSON.stringify({ points: [VICTIM, OFFENDER], route: ROUTE });
  writeFileSync(join(folder, 'json'), texts);
  writeFileSync(join(folder, 'base64'), Buffer.from(texts).toString('base64'));
  const found = find(filesUnder(join(data.path, 'planted')), places);
  for (const index of places.keys()) expect(found.some((line) => line.startsWith(`deep/${index}:`))).toBe(true);
  expect(found.filter((line) => line.startsWith('deep/json:')).length).toBeGreaterThanOrEqual(PLACES.length);
  expect(found.filter((line) => line.startsWith('deep/base64:')).length).toBeGreaterThanOrEqual(PLACES.length);
  const master = Buffer.alloc(32, 7);
  const sealed = seal(sealingKey(master), 'incident-key:inc-x', Buffer.alloc(32, 9));
  const planted = { name: 'x', bytes: Buffer.concat([Buffer.alloc(777, 1), sealed, Buffer.alloc(99, 1)]) };
  expect(carveKeys([planted], master, 'inc-x')).toEqual([Buffer.alloc(32, 9)]);
  rmSync(join(data.path, 'planted'), { recursive: true });
});

it('leaves nothing of the positions of a closed incident anywhere on the disk, nor a key to what is left', async () => {
  const desk = driveConsole(`http://127.0.0.1:${server.port}`, join(data.path, 'console'));
  consoles.push(desk);
  await until('the link', () => desk.process.snapshot().link.status === 'up', 20_000);
  expect(await desk.call('signIn', { username: 'dispatcher1', password: 'jikim-dispatch' })).toMatchObject({
    ok: true,
  });
  for (let n = 0; n < 4; n += 1) {
    await post('V-quiet', { ...VICTIM });
    await post('O-quiet', { ...OFFENDER });
  }
  const entries = () => desk.process.entriesSince(0);
  await until('the incident', () => entries().some((entry) => entry.body.kind === 'incident.raised'));
  const incidentId = IncidentId.parse(entries().find((entry) => entry.incidentId !== null)?.incidentId);
  await desk.call('send', { kind: 'incident.acknowledge', incidentId });
  await desk.call('send', { kind: 'note.add', incidentId, text: '가상의 메모' });
  // A victim is led to a real place as a dispatcher would; their device fetches the way.
  const placeId = desk.process.snapshot().directory?.places[0]?.id;
  if (placeId === undefined) throw new Error('no safe place');
  const led = { type: 'place', placeId } as const;
  await desk.call('send', {
    ...({ kind: 'guidance.send', incidentId } as const),
    ...{ victim: PersonId.parse('V-quiet'), message: led },
  });
  await until('the commands to land', () => desk.process.snapshot().outbox.length === 0);
  const way = (await fetchWay()).flat();
  expect(way.length).toBeGreaterThan(2);
  const onTheWay: readonly Needle[] = way.flatMap((degrees) => formsOfDegrees(`way ${degrees}`, degrees));
  await until('positions on disk, beside the way', () => sealedOnDisk(incidentId).length > 1);

  // Killed in the middle; a route is sealed as guidance would be, and the server comes back.
  await stop();
  const secret = readSecret(serverFolder);
  const store = openStore(file, secret);
  const guidance = {
    ...({ kind: 'guidance', guidanceId: GuidanceId.parse('g-1'), placeId: PlaceId.parse('p-1') } as const),
    route: ROUTE.map(([lon, lat]): [number, number] => [lon, lat]),
  };
  const fresh = store.sealed.seals.close(incidentId, guidance);
  store.commit({ seals: [fresh] });
  store.close();
  await start();
  const chief = await connectConsole(server.port);
  consoles.push(chief);
  await chief.signIn('dispatcher1', 'jikim-dispatch');
  // Whatever sounded anew when the server came back.
  await chief.command('c-0', { kind: 'incident.acknowledge', incidentId });
  const resolved = await chief.command('c-1', {
    kind: 'incident.resolve',
    incidentId,
    outcome: 'other',
    cause: null,
    despiteClosing: true,
  });
  expect(resolved).toMatchObject({ ok: true });

  // Before closing: the key is there, and opens what is there.
  const [key, ...same] = carveKeys(disk(), secret.sealing, incidentId);
  if (key === undefined) throw new Error('the search finds no key while there is one');
  expect(same.every((other) => other.equals(key))).toBe(true);
  const sealed = sealedOnDisk(incidentId);
  expect(sealed.length).toBeGreaterThanOrEqual(3); // two people and a route
  const opens = (blobs: readonly Buffer[]): readonly string[] =>
    blobs.flatMap((blob) => {
      const plain = unseal(sealingKey(key), `seal:${incidentId}`, blob);
      return plain === null ? [] : [Buffer.from(plain).toString('latin1')];
    });
  expect(opens(sealed).join('\n')).toContain(String(OFFENDER.lat));
  expect(opens(sealed).join('\n')).toContain(String(ROUTE[1][0]));
  const blobs: readonly Needle[] = sealed.map((bytes, index) => ({ what: `sealed ${index}`, bytes }));
  expect(find(disk(), blobs).length).toBeGreaterThanOrEqual(sealed.length);
  expect(opens(sealed).join('\n')).toContain(String(way[0]));
  expect(find(disk(), [...places, ...onTheWay])).toEqual([]); // sealed, from the first second on

  const boss = await connectConsole(server.port);
  consoles.push(boss);
  await boss.signIn('supervisor1', 'jikim-review');
  expect(
    await boss.command('c-2', { kind: 'incident.close', incidentId, review: '가상의 검토', caseFollows: false }),
  ).toMatchObject({
    ok: true,
  });

  const check = (): void => {
    const files = disk();
    expect(find(files, [...places, ...onTheWay])).toEqual([]);
    expect(find(files, formsOfBytes('key', key))).toEqual([]);
    expect(find(files, blobs)).toEqual([]);
    expect(carveKeys(files, secret.sealing, incidentId)).toEqual([]);
  };
  check(); // while the server runs
  const record = await readRecord(boss);
  expect(record.slice(-3).map(({ body }) => body.kind)).toContain('positions.deleted');
  await stop();
  check(); // killed right after
  await start();
  await server.stop();
  check(); // and after a clean start and stop

  // Everything still verifies: every entry, every head, by the server's own proof of its record.
  const db = new DatabaseSync(file);
  const inspected = inspect(db, secret);
  db.close();
  expect(inspected).toMatchObject({ ok: true, value: { size: record.length } });
  expect(readFileSync(file).length).toBeGreaterThan(0);
  await start();
});
