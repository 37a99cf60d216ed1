import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GuidanceId, IncidentId, PersonId } from '../../../shared/domain/ids.ts';
import { connectConsole, readRecord } from './console.ts';
import type { TestConsole } from './console.ts';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const HOME = { lat: 37.5572, lon: 126.9244 };
const METRE_LAT = 1 / 111_000;
const V = PersonId.parse('V-quiet');
const Given = z.object({
  guidance: z.array(
    z.object({
      guidanceId: GuidanceId,
      sentAt_ms: z.int(),
      text: z.string().nullable(),
      place: z.object({ name: z.string(), lon: z.number(), lat: z.number() }).nullable(),
      route: z.array(z.tuple([z.number(), z.number()])).nullable(),
    }),
  ),
});

const data = dataFolder();
let tokens: ReturnType<typeof deviceTokens> = new Map();
let server: Running;
let first: TestConsole;
let second: TestConsole;
let incidentId: IncidentId;

const device = (person: string) => {
  const { deviceId, token } = tokens.get(person) ?? { deviceId: '', token: '' };
  return { deviceId, token };
};
const url = (path: string): string => `http://127.0.0.1:${server.port}${path}`;
const post = async (person: string, metres: number): Promise<void> => {
  const at = { lat: HOME.lat + metres * METRE_LAT, lon: HOME.lon, at_ms: Date.now(), accuracy_m: 5 };
  const body = JSON.stringify({ ...device(person), fixes: [at] });
  expect((await fetch(url('/positions'), { method: 'POST', body })).status).toBe(200);
};
const get = async (query: Readonly<Record<string, string>>) => {
  const answer = await fetch(url(`/guidance?${new URLSearchParams(query)}`));
  return { status: answer.status, said: await answer.text() };
};
const fetched = async () => {
  const { deviceId: id, token } = device('V-quiet');
  return Given.parse(JSON.parse((await get({ id, token })).said)).guidance;
};
const report = async (body: object) => {
  const answer = await fetch(url('/guidance'), { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, said: await answer.text() };
};
const guided = (console: TestConsole): readonly string[] =>
  console.entries.flatMap(({ seq, body }) => (body.kind.startsWith('guidance.') ? [`${seq} ${body.kind}`] : []));
const refused = async (): Promise<unknown> => JSON.parse(await (await fetch(url('/health'))).text());

beforeAll(async () => {
  tokens = deviceTokens(data.path);
  server = await startServer(data.path);
  first = await connectConsole(server.port);
  second = await connectConsole(server.port);
  await first.signIn('dispatcher1', 'jikim-dispatch');
  await second.signIn('dispatcher2', 'jikim-dispatch');
  await post('V-quiet', 0);
  await post('O-quiet', 600);
  await until('the alarm', () => first.leases.length > 0);
  incidentId = IncidentId.parse(first.entries.find((entry) => entry.incidentId !== null)?.incidentId);
});
afterAll(async () => {
  first.close();
  second.close();
  await server.stop();
  data.drop();
});

describe('guidance over the air', () => {
  it('goes from a desk to the victim and back, and every desk sees it in one order', async () => {
    const directory = await first.call('directory', null);
    const placeId = directory.ok ? directory.value.places[0]?.id : undefined;
    if (placeId === undefined) throw new Error('no safe place');
    const led = { kind: 'guidance.send', incidentId, victim: V, message: { type: 'place', placeId } } as const;
    const sent = await first.command('g-1', led);
    expect(sent).toMatchObject({ ok: true });
    expect(await first.command('g-1', led)).toEqual(sent);
    const text = { type: 'text', text: '문을 잠그고 기다리세요' } as const;
    expect(await second.command('g-2', { kind: 'guidance.send', incidentId, victim: V, message: text })).toMatchObject({
      ok: true,
    });

    const messages = await fetched();
    expect(messages.map((message) => message.text)).toEqual([null, text.text]);
    const [way, words] = messages;
    expect(way?.place).not.toBeNull();
    expect(way?.route?.length).toBeGreaterThan(1);
    expect(await fetched()).toEqual(messages);

    for (const { guidanceId } of messages) {
      const read = { ...device('V-quiet'), guidanceId, state: 'read' };
      expect((await report(read)).status).toBe(200);
      expect((await report(read)).status).toBe(200);
    }
    const answer = { ...device('V-quiet'), guidanceId: way?.guidanceId, state: 'answered', answer: 'help' };
    expect((await report(answer)).status).toBe(200);
    expect((await report(answer)).status).toBe(200);
    expect((await fetched()).map(({ guidanceId }) => guidanceId)).toEqual([words?.guidanceId]);

    const kinds = ['sent', 'sent', 'delivered', 'delivered', 'read', 'read', 'answered'];
    await until('all steps at both desks', () => [first, second].every((desk) => guided(desk).length === kinds.length));
    expect(guided(first)).toEqual(guided(second));
    expect(guided(first).map((line) => line.split('guidance.')[1])).toEqual(kinds);

    // Neither the place nor the way has been anywhere but on the victim's device.
    const said = JSON.stringify([await readRecord(first), first.raw.filter(([name]) => name === 'entries')]);
    expect(said).not.toContain(placeId);
    for (const [lon] of way?.route ?? []) expect(said).not.toContain(String(lon));
    expect(server.log()).not.toContain(String(way?.place?.lon));
  });

  it('L6: is withdrawn at the desk and taken off the victim’s device; following is told under the lease alone', async () => {
    await until('how the victim follows', () =>
      first.raw.some(([name, payload]) => name === 'advice' && JSON.stringify(payload).includes('"following":')),
    );
    const [words] = await fetched();
    if (words === undefined) throw new Error('nothing holds');
    const { guidanceId } = words;
    const withdrawn = { kind: 'guidance.withdraw', incidentId, guidanceId } as const;
    expect(await first.command('g-3', withdrawn)).toMatchObject({ ok: true });
    expect(await second.command('g-4', withdrawn)).toMatchObject({ ok: false, error: { reason: 'unknown-guidance' } });
    const { deviceId: id, token } = device('V-quiet');
    expect(JSON.parse((await get({ id, token })).said)).toMatchObject({ guidance: [], withdrawn: [{ guidanceId }] });
    const entries = JSON.stringify(first.raw.filter(([name]) => name === 'entries'));
    expect(entries).not.toContain('following');
  });
});

describe('the door for guidance', () => {
  it.each<readonly [string, () => Promise<{ status: number; said: string }>, number, RegExp]>([
    ['no id', () => get({}), 400, /id: /],
    ['a wrong token', () => get({ id: device('V-quiet').deviceId, token: 'x' }), 401, /token is wrong/],
    [
      "an offender's device",
      () => get({ id: device('O-quiet').deviceId, token: device('O-quiet').token }),
      400,
      /id: is not a victim's device/,
    ],
    ['no device', async () => report({}), 400, /id: is missing/],
    ['no state', async () => report({ ...device('V-quiet'), guidanceId: 'guide-1' }), 400, /state: /],
    [
      'an answer nobody can give',
      () => report({ ...device('V-quiet'), guidanceId: 'guide-1', state: 'answered', answer: 'maybe' }),
      400,
      /answer: /,
    ],
    [
      'a report with the token of another',
      () => report({ ...device('V-quiet'), token: device('O-quiet').token, guidanceId: 'guide-1', state: 'read' }),
      401,
      /token is wrong/,
    ],
    [
      'guidance that was never sent',
      () => report({ ...device('V-quiet'), guidanceId: 'guide-none', state: 'read' }),
      404,
      /guidanceId: there is no such guidance/,
    ],
  ])('refuses %s', async (_what, ask, status, said) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.said).toMatch(said);
  });

  it('has counted what it refused, by reason', async () => {
    expect(await refused()).toMatchObject({ refused: { invalid: 5, unauthorised: 2, 'unknown-guidance': 1 } });
  });
});
