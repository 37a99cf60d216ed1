import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBrowserShell } from '../../../main/shells/browser/shell.ts';
import type { BrowserShell } from '../../../main/shells/browser/shell.ts';
import type { AnyEventListener } from '../../../main/console/emitter.ts';
import { encodePresence } from '../../../shared/protocol/presence.ts';
import { aFrame } from '../../builders/presence.ts';
import { tempFolder, until } from '../console/harness.ts';

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

let shell: BrowserShell;
let folder: ReturnType<typeof tempFolder>;
let now_ms: number;
let listeners: Set<AnyEventListener>;

beforeEach(async () => {
  folder = tempFolder();
  now_ms = 1_000_000;
  listeners = new Set();
  const pages = join(folder.path, 'pages');
  mkdirSync(join(pages, 'assets'), { recursive: true });
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(pages, 'assets', 'a-1234.js'), 'export {};');
  writeFileSync(join(pages, 'assets', 'a-1234.js.map'), '{}');
  writeFileSync(join(folder.path, 'secret.json'), '"outside"');
  shell = await openBrowserShell({
    console: {
      answer: async (name) => ({ ok: true, value: `answer to ${String(name)}` }),
      onAny: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    pages,
    mapbox: false,
    port: 0,
    now: () => now_ms,
    log: pino({ level: 'silent' }),
  });
});

afterEach(async () => {
  await shell.close();
  folder.remove();
});

/** A raw request, so that path and headers go out exactly as written. */
const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: shell.port,
        path,
        method,
        headers: { Host: `127.0.0.1:${shell.port}`, ...headers },
        agent: false,
      },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    sent.on('error', reject);
    sent.end();
  });

const pathOf = (link: string): string => link.slice(`http://127.0.0.1:${shell.port}`.length);
const enter = async (): Promise<string> => {
  const { headers } = await ask(pathOf(shell.newLink()));
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
};

test('the link lets in once, with a cookie no script and no other site can use', async () => {
  const link = pathOf(shell.newLink());
  const first = await ask(link);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe('/');
  const cookie = first.headers['set-cookie']?.[0] ?? '';
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  const again = await ask(link);
  expect([again.status, again.headers['set-cookie'], again.body]).toEqual([403, undefined, 'Forbidden\n']);
  expect((await ask('/', { Cookie: cookie.split(';')[0] ?? '' })).body).toContain('<title>page</title>');
});

test('a link is worth nothing after ten minutes', async () => {
  const link = pathOf(shell.newLink());
  now_ms += 10 * 60_000 + 1;
  expect((await ask(link)).status).toBe(403);
});

test('two links open two windows', async () => {
  const [one, two] = [await enter(), await enter()];
  expect(one).not.toBe(two);
  expect((await ask('/', { Cookie: one })).status).toBe(200);
  expect((await ask('/', { Cookie: two })).status).toBe(200);
});

test('every answer carries the policy and its companions, refusals too', async () => {
  const cookie = await enter();
  for (const answer of [
    await ask('/', { Cookie: cookie }),
    await ask('/'),
    await ask('/nothing', { Cookie: cookie }),
  ]) {
    const policy = answer.headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
  }
});

test('hashed assets may be kept, the page may not', async () => {
  const cookie = await enter();
  expect((await ask('/assets/a-1234.js', { Cookie: cookie })).headers['cache-control']).toContain('immutable');
  expect((await ask('/', { Cookie: cookie })).headers['cache-control']).toBe('no-store');
});

const sources: readonly (readonly [string, () => Readonly<Record<string, string>>])[] = [
  ['a name of its own (DNS rebinding)', () => ({ Host: `evil.example:${shell.port}` })],
  ['no port in its Host', () => ({ Host: '127.0.0.1' })],
  ['another port in its Host', () => ({ Host: '127.0.0.1:1' })],
  ['all interfaces as its Host', () => ({ Host: `0.0.0.0:${shell.port}` })],
  ['a foreign Origin', () => ({ Origin: 'http://evil.example' })],
  ['the Origin of another local port', () => ({ Origin: 'http://127.0.0.1:1' })],
  ['the Origin null', () => ({ Origin: 'null' })],
  ['an https Origin', () => ({ Origin: `https://127.0.0.1:${shell.port}` })],
  ['another site', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
  ['another port of this host', () => ({ 'Sec-Fetch-Site': 'same-site' })],
];

test.each(sources)('refuses a request from %s without a word, cookie or not', async (_name, headers) => {
  const cookie = await enter();
  const answer = await ask('/', { Cookie: cookie, ...headers() });
  expect([answer.status, answer.body]).toEqual([403, 'Forbidden\n']);
});

test('a refused source does not use up the link', async () => {
  const link = pathOf(shell.newLink());
  expect((await ask(link, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await ask(link)).status).toBe(303);
});

test.each(['/', '/index.html', '/assets/a-1234.js', '/nothing', '/bridge/?EIO=4&transport=polling'])(
  'refuses %s without a cookie',
  async (path) => expect((await ask(path)).status).toBe(403),
);

test.each([
  '/../secret.json',
  '/..%2fsecret.json',
  '/%2e%2e/secret.json',
  '/assets/../../secret.json',
  '/assets/..%5c..%5csecret.json',
  '/assets//a-1234.js',
  '//evil.example/',
  '/\\evil.example',
  '/index.html%00.js',
  '/assets/',
  '/assets/a-1234.js.map',
  '/.stamp',
  '/enter/',
  '/INDEX.HTML',
  'http://evil.example/',
  '*',
  `/${'a'.repeat(3000)}`,
])('reaches no file by %s', async (path) => {
  const cookie = await enter();
  const answer = await ask(path, { Cookie: cookie });
  expect([403, 404]).toContain(answer.status);
  expect(answer.body).not.toContain('outside');
});

test.each(['', '?token=', '?token=abc', '?token=%00', '?other=1'])('no way in by /enter%s', async (query) => {
  shell.newLink();
  expect((await ask(`/enter${query}`)).status).toBe(403);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is no method of this shell', async (method) => {
  expect((await ask('/', { Cookie: await enter() }, method)).status).toBe(405);
});

const dial = (headers: Readonly<Record<string, string>>): ReturnType<typeof io> =>
  io(`http://127.0.0.1:${shell.port}`, {
    path: '/bridge',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers,
  });

const outcome = (socket: ReturnType<typeof io>): Promise<string> =>
  new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', (error) => resolve(String('description' in error ? error.description : error)));
  });

test('the socket answers calls and carries events, presence as binary', async () => {
  const socket = dial({ Origin: `http://127.0.0.1:${shell.port}`, Cookie: await enter() });
  expect(await outcome(socket)).toBe('connected');
  expect(await socket.emitWithAck('call', 'snapshot', null)).toEqual({ ok: true, value: 'answer to snapshot' });
  const heard: unknown[] = [];
  socket.on('event', (name: unknown, payload: unknown) => heard.push([name, payload]));
  await until('server side joined', () => listeners.size === 1);
  const bytes = encodePresence(aFrame());
  for (const listener of listeners) {
    listener('recordReset', null);
    listener('presence', bytes);
  }
  await until('two events', () => heard.length === 2);
  expect(heard[0]).toEqual(['recordReset', null]);
  expect(heard[1]).toEqual(['presence', Buffer.from(bytes)]);
  socket.disconnect();
});

test.each([
  ['no cookie', async () => ({ Origin: `http://127.0.0.1:${shell.port}` })],
  [
    'a made-up cookie',
    async () => ({ Origin: `http://127.0.0.1:${shell.port}`, Cookie: `jikim_${shell.port}=made-up` }),
  ],
  ['no Origin', async () => ({ Cookie: await enter() })],
  ['a foreign Origin', async () => ({ Origin: 'http://evil.example', Cookie: await enter() })],
  [
    'a foreign Host',
    async () => ({ Origin: `http://127.0.0.1:${shell.port}`, Host: 'evil.example', Cookie: await enter() }),
  ],
])('refuses a socket with %s', async (_name, headers) => {
  const socket = dial(await headers());
  expect(await outcome(socket)).not.toBe('connected');
  socket.disconnect();
});

test('listens on the loopback address only', async () => {
  const { networkInterfaces } = await import('node:os');
  const other = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find((address) => address.family === 'IPv4' && !address.internal)?.address;
  if (other === undefined) return console.info('browser shell: no other address on this machine to try');
  await expect(fetch(`http://${other}:${shell.port}/`)).rejects.toThrow();
});
