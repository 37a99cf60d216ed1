import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { connectConsole, readRecord } from './console.ts';
import type { TestConsole } from './console.ts';
import { dataFolder, deviceTokens, startServer } from './server.ts';
import type { Running } from './server.ts';

const data = dataFolder();
let server: Running;
let victim = { deviceId: '', token: '' };
let offender = { deviceId: '', token: '' };
let console: TestConsole;

beforeAll(async () => {
  const tokens = deviceTokens(data.path);
  const of = (person: string) => {
    const { deviceId, token } = tokens.get(person) ?? { deviceId: '', token: '' };
    return { deviceId, token };
  };
  victim = of('V-quiet');
  offender = of('O-quiet');
  server = await startServer(data.path);
  console = await connectConsole(server.port);
});
afterAll(async () => {
  console.close();
  await server.stop();
  data.drop();
});

const url = (path: string): string => `http://127.0.0.1:${server.port}${path}`;
const send = async (path: string, body: string | null, init: RequestInit = {}) => {
  const response = await fetch(url(path), { method: body === null ? 'GET' : 'POST', body, ...init });
  return { status: response.status, said: await response.text() };
};
const refused = async (): Promise<Readonly<Record<string, number>>> => {
  const health: unknown = JSON.parse((await send('/health', null)).said);
  return (health as { readonly refused: Record<string, number> }).refused; // the server's own answer
};
const fix = (over: object = {}) => ({ at_ms: Date.now(), lon: 126.9244, lat: 37.5572, ...over });

describe('doors for devices', () => {
  it.each<readonly [string, () => readonly [string, string | null, RequestInit?], number, RegExp]>([
    ['no such page', () => ['/nothing', null], 404, /nothing here/],
    ['wrong method', () => ['/positions', null], 405, /method: must be POST/],
    ['not JSON', () => ['/positions', '{'], 400, /body: is not JSON/],
    ['no device', () => ['/positions', '{}'], 400, /id: is missing/],
    ['a page', () => ['/', null], 400, /id: is missing \(a device reports to \/osmand/],
    [
      'fixes that can never be read',
      () => ['/positions', JSON.stringify({ ...victim, fixes: [fix({ lat: 'north' })] })],
      400,
      /fixes\.0\.lat: /,
    ],
    [
      'wrong token',
      () => ['/positions', JSON.stringify({ ...victim, token: 'x', fixes: [fix()] })],
      401,
      /token is wrong/,
    ],
    [
      'token of another device',
      () => ['/sos', JSON.stringify({ ...victim, token: offender.token })],
      401,
      /token is wrong/,
    ],
    [
      'unknown device',
      () => ['/sos', JSON.stringify({ deviceId: 'nobody', token: victim.token })],
      401,
      /token is wrong/,
    ],
    ['no token', () => [`/osmand?id=${victim.deviceId}&lat=37&lon=127`, null], 401, /token is wrong/],
    [
      'bad number',
      () => [`/osmand?id=${victim.deviceId}&token=${victim.token}&lat=abc&lon=127`, null],
      400,
      /lat: must be a number/,
    ],
    [
      'a time without a zone',
      () => [`/osmand?id=${victim.deviceId}~${victim.token}&lat=37.5&lon=127&timestamp=2026-05-08T20:00:00`, null],
      400,
      /timestamp: must be seconds or milliseconds/,
    ],
    ['too large', () => ['/positions', 'x'.repeat(1_048_577)], 413, /larger than 1 MiB/],
  ])('refuse: %s', async (_name, request, status, said) => {
    const [path, body, init] = request();
    const answer = await send(path, body, init);
    expect(answer.status).toBe(status);
    expect(answer.said).toMatch(said);
    expect(answer.said.trimEnd()).not.toContain('\n');
  });

  it('have counted what they refused, by reason, and go on', async () => {
    expect(await refused()).toMatchObject({
      invalid: 3,
      unreadable: 3,
      unauthorised: 4,
      'not-found': 1,
      method: 1,
      'too-large': 1,
    });
  });

  it('take a token from the query, the header, the body or the identifier, and either body or query', async () => {
    const at = `lat=37.5572&lon=126.9244&accuracy=8`;
    const t = Date.now() - 10_000;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answers = [
      await send(`/osmand?id=${victim.deviceId}&token=${victim.token}&${at}&timestamp=${t}`, null),
      await send(`/osmand?id=${victim.deviceId}&${at}&timestamp=${t + 1}`, null, {
        headers: { authorization: `Bearer ${victim.token}` },
      }),
      await send(`/osmand?id=${victim.deviceId}~${victim.token}&${at}&timestamp=${t + 2}`, null),
      await send('/osmand', `id=${victim.deviceId}&token=${victim.token}&${at}&timestamp=${t + 3}`, { headers: form }),
      await send('/positions', JSON.stringify([{ ...victim, fixes: [fix({ at_ms: t + 4 }), fix({ at_ms: t + 4 })] }])),
      await send(`/osmand?id=${victim.deviceId}&token=${victim.token}&${at}&timestamp=${t}`, null),
    ];
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200, 200]);
    const basic = { authorization: `Basic ${btoa(`${victim.deviceId}:${victim.token}`)}` };
    const ownTracks = JSON.stringify({ _type: 'location', tst: Math.floor(t / 1000) - 1, lat: 37.5572, lon: 126.9244 });
    expect(await send('/', ownTracks, { headers: basic })).toEqual({ status: 200, said: '[]\n' });
    expect(answers.slice(-2).map((a) => JSON.parse(a.said) as unknown)).toEqual([
      { accepted: 1, refused: { duplicate: 1 } },
      { accepted: 0, refused: { duplicate: 1 } },
    ]);
  });
});

describe('the doors of the product’s own', () => {
  const post = async (path: string, message: unknown) => {
    const { status, said } = await send(path, JSON.stringify(message));
    return [status, said.trim()];
  };

  it.each<readonly [string, () => readonly [string, object], string, string]>([
    ['SOS from an ankle band', () => ['/sos', offender], '"not-a-victim":1', 'not-a-victim'],
    ['a fall', () => ['/events', { ...victim, kind: 'fall' }], '"unknown-alarm":1', 'unknown-alarm'],
    [
      'the server’s own kind',
      () => ['/events', { ...offender, kind: 'silence' }],
      '"unknown-alarm":1',
      'unknown-alarm',
    ],
    ['an event without a kind', () => ['/events', victim], '"unknown-alarm":1', 'unknown-alarm'],
  ])('take what they cannot use, so that no queue is held up, and count it: %s', async (_name, sent, said, reason) => {
    const before = (await refused())[reason] ?? 0;
    expect(await post(...sent())).toEqual([200, `{"accepted":0,"refused":{${said}}}`]);
    expect((await refused())[reason]).toBe(before + 1);
  });

  it('hear each element of a list, and the button at either', async () => {
    const dispatcher = await connectConsole(server.port);
    await dispatcher.signIn('dispatcher1', 'jikim-dispatch');
    const rings = async () =>
      (await readRecord(dispatcher)).filter(
        ({ body }) =>
          body.kind === 'alert.repeated' || (body.kind === 'alert.raised' && body.alert.rule.type === 'sos'),
      ).length;
    const before = await rings();
    const list = [{ ...victim, at: 1 }, offender, null, { ...victim, at: 2 }, { ...victim, at: 2 }];
    const counted = '{"accepted":3,"refused":{"odd-message":1,"not-a-victim":1},"pressed":true}';
    expect(await post('/sos', list)).toEqual([200, counted]);
    expect(await rings()).toBe(before + 2);
    expect(await post('/sos', [victim, { ...offender, token: 'x' }])).toEqual([401, expect.any(String)]);
    expect(await rings()).toBe(before + 3);
    const events = [
      { ...offender, kind: 'jamming' },
      { ...victim, kind: 'fall' },
    ];
    expect(await post('/events', events)).toEqual([200, '{"accepted":1,"refused":{"unknown-alarm":1}}']);
    expect(await post('/events', { ...victim, kind: 'sos' })).toEqual([200, '{"accepted":1,"pressed":true}']);
    expect(await post('/events', { ...victim, alarm: 'sos' })).toEqual([200, '{"accepted":1,"pressed":true}']);
    expect(await rings()).toBe(before + 5);
    dispatcher.close();
  });
});

describe('the button of a phone that knows nothing but the OsmAnd query', () => {
  const press = (more: string) => send(`/osmand?id=${victim.deviceId}~${victim.token}&alarm=sos&${more}`, null);

  it('is heard with its position, and without one that can be used', async () => {
    const dispatcher = await connectConsole(server.port);
    await dispatcher.signIn('dispatcher1', 'jikim-dispatch');
    const kinds = async () => (await readRecord(dispatcher)).map(({ body }) => body.kind);
    expect((await press('lat=37.5572&lon=126.9244')).status).toBe(200);
    expect(await kinds()).toEqual(expect.arrayContaining(['incident.raised', 'alert.raised']));
    expect((await press('lat=here&lon=126.9244')).status).toBe(400);
    expect(await kinds()).toContain('alert.repeated');
    const before = (await kinds()).length;
    const stolen = `/osmand?id=${victim.deviceId}&token=${offender.token}&alarm=sos&lat=37.5572&lon=126.9244`;
    expect((await send(stolen, null)).status).toBe(401);
    expect((await kinds()).slice(before)).not.toContain('alert.repeated');
    dispatcher.close();
  });
});

describe('the answer to a press', () => {
  it('says that the button was heard, also of one that came before, and says it of nothing else', async () => {
    const ask = async ({ deviceId, token }: typeof victim, rest: string) =>
      (await send(`/osmand?id=${deviceId}~${token}&${rest}`, null)).said.trim();
    expect(await ask(victim, 'alarm=sos')).toBe('{"accepted":0,"refused":{},"pressed":true}');
    const stamped = `alarm=sos&timestamp=${Date.now()}`;
    expect(await ask(victim, stamped)).toBe('{"accepted":0,"refused":{},"pressed":true}');
    expect(await ask(victim, stamped)).toBe('{"accepted":0,"refused":{},"pressed":true}');
    expect(await ask(offender, 'alarm=sos')).toBe('{"accepted":0,"refused":{"not-a-victim":1}}');
    expect(await ask(victim, 'batt=80')).toBe('{"accepted":0,"refused":{}}');
  });
});

describe('doors for consoles', () => {
  it('turn away another protocol, a hello that does not fit, and web pages', async () => {
    await expect(connectConsole(server.port, { protocol: 99, consoleId: 'x', more: true })).rejects.toThrow(
      'protocol-mismatch',
    );
    await expect(connectConsole(server.port, { consoleId: 'x' })).rejects.toThrow('invalid-hello');
    const page = io(url(''), {
      ...{ transports: ['websocket'], reconnection: false, forceNew: true },
      extraHeaders: { origin: 'http://127.0.0.1:1' },
    });
    const error = await new Promise<Error>((resolve) => page.once('connect_error', resolve));
    expect(error.message).toBe('websocket error');
    page.close();
    // Without a socket a page could ask under a name of its own that leads here, and its browser would name no origin.
    expect((await fetch(url('/socket.io/?EIO=4&transport=polling'))).status).toBe(400);
    expect(await refused()).toMatchObject({ 'protocol-mismatch': 1, 'invalid-hello': 1, origin: 1 });
  });

  it('name the field of a message that does not fit, and answer nothing without a session', async () => {
    const wrong: unknown = await console.socket
      .timeout(2000)
      .emitWithAck('command', { id: 'c', issuedAt_ms: 1, body: { kind: 'note.add' } });
    expect(wrong).toMatchObject({ ok: false, error: { reason: 'invalid' } });
    expect(JSON.stringify(wrong)).toContain('"field":"body.incidentId: ');
    expect(await console.socket.timeout(2000).emitWithAck('signIn', null)).toEqual({ ok: false, error: 'invalid' });
    for (const answer of [
      await console.call('directory', null),
      await console.call('catchUp', { since: 0 }),
      await console.call('accessLog', { before: null, limit: 1 }),
    ]) {
      expect(answer).toEqual({ ok: false, error: { reason: 'not-signed-in' } });
    }
  });

  it('are shut to a console that guesses passwords', async () => {
    const guess = () => console.call('signIn', { username: 'dispatcher2', password: 'guess' });
    for (let i = 0; i < 5; i += 1) expect(await guess()).toEqual({ ok: false, error: 'bad-credentials' });
    expect(await guess()).toEqual({ ok: false, error: 'too-many-attempts' });
    const right = await console.call('signIn', { username: 'dispatcher2', password: 'jikim-dispatch' });
    expect(right).toEqual({ ok: false, error: 'too-many-attempts' });
    const elsewhere = await connectConsole(server.port);
    expect((await elsewhere.call('signIn', { username: 'dispatcher2', password: 'jikim-dispatch' })).ok).toBe(true);
    elsewhere.close();
  });

  it('give a live trainer neither record nor names, and note that they asked', async () => {
    const trainer = await connectConsole(server.port);
    await trainer.signIn('trainer1', 'jikim-train');
    expect(await trainer.call('catchUp', { since: 0 })).toEqual({ ok: false, error: { reason: 'not-allowed' } });
    const directory = await trainer.call('directory', null);
    expect(directory.ok && [directory.value.people, directory.value.orders]).toEqual([[], []]);
    expect(await trainer.call('simulator', { action: 'pause' })).toEqual({
      ok: false,
      error: { reason: 'not-allowed' },
    });
    const boss = await connectConsole(server.port);
    await boss.signIn('supervisor1', 'jikim-review');
    const log = await boss.call('accessLog', { before: null, limit: 50 });
    expect(log.ok && log.value).toContainEqual(
      expect.objectContaining({ operatorId: 'trainer1', action: 'read-refused', detail: 'record: not-allowed' }),
    );
    trainer.close();
    boss.close();
  });
});
