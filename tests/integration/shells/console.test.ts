import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiCallArgs, ApiCallName, ApiCallResult } from '../../../shared/api/contract.ts';
import { BRIDGE_CALL, BRIDGE_PATH, CallAnswer } from '../../../shared/api/wire.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { startServer } from '../console/realServer.ts';
import type { RealServer } from '../console/realServer.ts';
import { tempFolder, until } from '../console/harness.ts';
import { DISPATCHER_1, DISPATCHER_2 } from '../lost/desks.ts';
import { createDevices, writeScene } from '../lost/scene.ts';
import { killAll, linkOf, oneLine, runCli } from './cli.ts';
import type { Started } from './cli.ts';

/** Two desks, each a `jikim console` of its own, on one server that neither of them has started. */

let folder: ReturnType<typeof tempFolder>;
let data: string;
let scene: string;
let server: RealServer;
let sockets: ReturnType<typeof io>[];

beforeEach(async () => {
  folder = tempFolder();
  data = join(folder.path, 'server');
  scene = writeScene(folder.path);
  sockets = [];
  server = await startServer(data, 0, ['--scenario', scene]);
});

afterEach(async () => {
  for (const socket of sockets) socket.disconnect();
  await killAll();
  server.signal('SIGKILL');
  await server.ended;
  folder.remove();
});

const joinServer = (name: string, ...more: readonly string[]): Started =>
  runCli([
    ...['console', '--server', server.url, '--shell=browser', '--no-open'],
    ...['--data', join(folder.path, name), ...more],
  ]);

type Call = <K extends ApiCallName>(name: K, args: ApiCallArgs<K>) => Promise<ApiCallResult<K>>;

/** Enters by the desk's own link, as a browser would. */
const enter = async (desk: Started): Promise<Call> => {
  await until('the link', () => linkOf(desk) !== null, 45_000);
  const link = new URL(linkOf(desk) ?? '');
  const { headers } = await fetch(link, { redirect: 'manual' });
  const socket = io(link.origin, {
    path: BRIDGE_PATH,
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { Origin: link.origin, Cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '' },
  });
  sockets.push(socket);
  return async <K extends ApiCallName>(name: K, args: ApiCallArgs<K>) => {
    const answer = CallAnswer.parse(await socket.emitWithAck(BRIDGE_CALL, name, args));
    if (!answer.ok) throw new Error(answer.message);
    return answer.value as ApiCallResult<K>; // checked against the contract by the console itself
  };
};

/** Asks again until the answer fits. @throws Error that names it when none does within 30 s. */
const untilAnswer = async <T>(what: string, ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> => {
  const end = performance.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (performance.now() > end) throw new Error(`did not happen within 30 s: ${what}`);
  }
};

const untilLink = (call: Call, status: string): Promise<unknown> =>
  untilAnswer(
    `link ${status}`,
    () => call('snapshot', null),
    ({ link }) => link.status === status,
  );

const open = async (name: string, who: ApiCallArgs<'signIn'>): Promise<{ desk: Started; call: Call }> => {
  const desk = joinServer(name);
  const call = await enter(desk);
  await untilLink(call, 'up');
  expect(await call('signIn', who)).toMatchObject({ ok: true });
  return { desk, call };
};

const untilEntries = (call: Call, what: string, fits: (entries: readonly Entry[]) => boolean) =>
  untilAnswer(what, () => call('entries', { since: 0 }), fits);

const hasNote =
  (text: string) =>
  (entries: readonly Entry[]): boolean =>
    entries.some(({ body }) => body.kind === 'note.added' && body.text === text);

const acknowledged = (entries: readonly Entry[]) => entries.filter(({ body }) => body.kind === 'incident.acknowledged');

const raisedIn = (entries: readonly Entry[]) =>
  entries.flatMap(({ body, incidentId }) =>
    body.kind === 'incident.raised' && incidentId !== null ? [incidentId] : [],
  );

/** Both desks signed in, with two incidents before them. */
const twoDesks = async () => {
  const one = await open('one', DISPATCHER_1);
  const two = await open('two', DISPATCHER_2);
  const devices = createDevices(data, server.port);
  expect([await devices.press('a'), await devices.press('b')]).toEqual([200, 200]);
  const [a, b] = raisedIn(await untilEntries(one.call, 'two incidents', (all) => raisedIn(all).length === 2));
  if (a === undefined || b === undefined) throw new Error('no two incidents');
  await untilEntries(two.call, 'two incidents', (all) => raisedIn(all).length === 2);
  return { one, two, a, b };
};

test('each sees what the other does; one that is killed harms nobody and goes on where it was', async () => {
  const { one, two, a, b } = await twoDesks();
  expect(new URL(linkOf(one.desk) ?? '').port).not.toBe(new URL(linkOf(two.desk) ?? '').port);
  await one.call('send', { kind: 'incident.acknowledge', incidentId: a });
  await two.call('send', { kind: 'incident.acknowledge', incidentId: b });
  const seen = await Promise.all(
    [one, two].map(({ call }) => untilEntries(call, 'both acknowledged', (all) => acknowledged(all).length === 2)),
  );
  expect(acknowledged(seen[0] ?? [])).toEqual(acknowledged(seen[1] ?? []));
  expect(new Set(acknowledged(seen[0] ?? []).map(({ incidentId }) => incidentId))).toEqual(new Set([a, b]));

  one.desk.child.kill('SIGKILL');
  await one.desk.ended;
  await two.call('send', { kind: 'note.add', incidentId: b, text: 'alone at the second desk' });
  await untilEntries(two.call, 'the note', hasNote('alone at the second desk'));
  expect((await two.call('snapshot', null)).link.status).toBe('up');

  const again = await open('one', DISPATCHER_1);
  await untilEntries(again.call, 'what happened meanwhile', hasNote('alone at the second desk'));
  again.desk.child.kill('SIGINT');
  expect(await again.desk.ended).toBe(0);
  expect((await fetch(`${server.url}/health`)).status, 'a desk that ends leaves the server running').toBe(200);
});

test('a server that dies and comes back finds both desks again, with what was ordered meanwhile', async () => {
  const { one, two, a } = await twoDesks();
  server.signal('SIGKILL');
  await server.ended;
  await Promise.all([untilLink(one.call, 'lost'), untilLink(two.call, 'lost')]);
  await two.call('send', { kind: 'note.add', incidentId: a, text: 'while the server was gone' });
  await expect(fetch(`${server.url}/health`), 'no desk starts the server of another').rejects.toThrow();
  server = await startServer(data, server.port, ['--scenario', scene]);
  await untilEntries(one.call, 'the note', hasNote('while the server was gone'));
  await untilLink(two.call, 'up');
});

test('a desk whose folder another desk uses: one line and exit code 2, and the first goes on', async () => {
  const { call } = await open('one', DISPATCHER_1);
  const second = joinServer('one');
  expect(await second.ended).toBe(2);
  expect(second.err()).toMatch(oneLine('in use by another console: .*each desk needs its own'));
  expect(linkOf(second)).toBeNull();
  expect((await call('snapshot', null)).link.status).toBe('up');
});

test('joins no server on another machine: one line and exit code 2', async () => {
  const desk = joinServer('one', '--server', 'http://192.0.2.7:8090');
  expect(await desk.ended).toBe(2);
  expect(desk.err()).toMatch(oneLine('only a server on this machine can be joined'));
});

test('a desk may be opened before its server: it says so, and finds it', async () => {
  server.signal('SIGTERM');
  await server.ended;
  const call = await enter(joinServer('one'));
  await untilLink(call, 'lost');
  server = await startServer(data, server.port, ['--scenario', scene]);
  await untilLink(call, 'up');
  expect(await call('signIn', DISPATCHER_1)).toMatchObject({ ok: true });
});

test('without the address of a server: exit code 2', async () => {
  const desk = runCli(['console', '--shell=browser']);
  expect(await desk.ended).toBe(2);
  expect(desk.err()).toContain('--server');
});

test('jikim start beside a running server says how to join it, and what it says works', async () => {
  const beside = runCli(['start', '--shell=browser', '--no-open', '--data', data, '--scenario', scene]);
  expect(await beside.ended).toBe(2);
  expect(beside.err()).toMatch(oneLine('in use by another server'));
  expect(linkOf(beside)).toBeNull();
  const command = /jikim (console --server [^ )]+)/.exec(beside.err())?.[1] ?? '';
  const desk = runCli([...command.split(' '), '--shell=browser', '--no-open'], { XDG_DATA_HOME: folder.path });
  await untilLink(await enter(desk), 'up');
});

const README = readFileSync('README.md', 'utf8');

test("the README's command opens the second desk, and it names every option there is", async () => {
  const command = /^npm run -s jikim -- (console .*?)(?: +#.*)?$/m.exec(README)?.[1] ?? '';
  const args = command.replace('http://127.0.0.1:8090', server.url).split(' ');
  const desk = runCli([...args, '--shell=browser', '--no-open'], { XDG_DATA_HOME: folder.path });
  const call = await enter(desk);
  await untilLink(call, 'up');
  expect(await call('signIn', DISPATCHER_2)).toMatchObject({ ok: true });

  const help = runCli(['console', '--help']);
  expect(await help.ended).toBe(0);
  const options = [...help.out().matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name ?? '');
  expect(options).toHaveLength(5);
  const section = /## A second desk\n([^]*?)\n## /.exec(README)?.[1] ?? '';
  for (const option of options) expect(section).toContain(option);
});
