import { describe, expect, it } from 'vitest';
import { readRecord } from './console.ts';
import { withQuietPair } from './quietPair.ts';

/** What public reports say that phones really send, over a real socket: each line is a position, a button or a breach that could be lost. */
type Sent = { readonly path?: string; readonly form?: string; readonly json?: object };
type Case = readonly [
  name: string,
  who: 'V' | 'O',
  sent: (id: string, s: number) => Sent,
  status: number,
  said: RegExp,
];

const AT = 'lat=37.5563&lon=126.9236';
const WEEKS_1024_S = 1024 * 7 * 86_400;
const iso = (s: number): string => new Date(s * 1000).toISOString();
const get = (rest: string) => (id: string) => ({ path: `/osmand?id=${id}&${rest}` });
const at = (rest: string) => (id: string, s: number) => ({ path: `/osmand?id=${id}&${AT}&timestamp=${s}${rest}` });
const coords = { latitude: 37.5563, longitude: 126.9236, accuracy: 12.5, speed: 0.4, heading: 181.2, altitude: 38 };
const client =
  (more: object, over: object = {}) =>
  (id: string, s: number) => ({
    json: {
      location: {
        ...{ timestamp: iso(s), coords: { ...coords, ...over }, is_moving: true, odometer: 0 },
        ...{ battery: { level: 0.81, is_charging: false }, activity: { type: 'still' }, ...more },
      },
      device_id: id,
    },
  });

const TAKEN = /^\{"accepted":1,"refused":\{\}\}$/;
const NONE = /^\{"accepted":0,"refused":\{\}\}$/;
const refused = (reason: string): RegExp => new RegExp(`^\\{"accepted":0,"refused":\\{"${reason}":1\\}\\}$`);

const CASES: readonly Case[] = [
  [
    'form of the client',
    'V',
    (id, s) => ({ form: `id=${id}&${AT}&timestamp=${s}&accuracy=12.5&speed=0.19&batt=81&charge=false` }),
    200,
    TAKEN,
  ],
  ['heartbeat without a place', 'V', (id, s) => ({ form: `id=${id}&timestamp=${s}&batt=80&charge=true` }), 200, NONE],
  ['JSON of 9.x', 'V', client({}), 200, TAKEN],
  ['JSON heartbeat of 9.x', 'V', client({ heartbeat: true }, { speed: -1, heading: -1 }), 200, TAKEN],
  ['battery −100', 'V', at('&accuracy=8&batt=-100'), 200, TAKEN],
  ['battery 0 while it charges', 'V', at('&accuracy=8&batt=0&charge=true'), 200, TAKEN],
  ['accuracy −1', 'V', at('&accuracy=-1'), 200, refused('no-valid-place')],
  ['accuracy 0', 'V', at('&accuracy=0.0'), 200, TAKEN],
  ['NaN', 'V', at('&accuracy=8&speed=NaN&bearing=NaN'), 200, TAKEN],
  ['valid=false', 'O', at('&valid=false'), 200, refused('no-valid-place')],
  ['hdop in metres', 'O', at('&hdop=60&speed=5&altitude=40&bearing=10'), 200, TAKEN],
  ['deviceid', 'V', (id, s) => ({ path: `/osmand?deviceid=${id}&${AT}&timestamp=${s}` }), 200, TAKEN],
  ['no path', 'V', (id, s) => ({ path: '/', form: `id=${id}&${AT}&timestamp=${s}&accuracy=8` }), 200, TAKEN],
  ['a slash behind the path', 'V', (id, s) => ({ path: `/osmand/?id=${id}&${AT}&timestamp=${s}` }), 200, TAKEN],
  [
    'OwnTracks',
    'V',
    (id, s) => ({ path: `/?id=${id}`, json: { _type: 'location', tst: s, lat: 37.5563, lon: 126.9236 } }),
    200,
    /^\[\]$/,
  ],
  [
    'GPSLogger',
    'V',
    (id, s) => ({ path: `/osmand?id=${id}&${AT}&time=${iso(s)}&acc=9.1&spd=0.3&hdop=&dir=&prov=gps` }),
    200,
    TAKEN,
  ],
  [
    'a list',
    'V',
    (id, s) => ({ json: [{ id, lat: 37.5563, lon: 126.9236, timestamp: s }, client({})(id, s + 0.5).json] }),
    200,
    /"accepted":2/,
  ],
  ['time without a zone', 'V', get(`${AT}&timestamp=2026-05-08%2020:00:00.000`), 400, /"error":"timestamp: /],
  [
    '1,024 weeks back',
    'V',
    (id, s) => ({ path: `/osmand?id=${id}&${AT}&timestamp=${s - WEEKS_1024_S}` }),
    200,
    refused('too-old'),
  ],
  [
    '90 s ahead',
    'V',
    (id) => ({ path: `/osmand?id=${id}&${AT}&timestamp=${Math.floor(Date.now() / 1000) + 90}` }),
    200,
    refused('future'),
  ],
  ['decimal comma', 'V', get('lat=37,5563&lon=126,9236'), 400, /"error":"lat: /],
  ['mock', 'O', at('&accuracy=5&mock=true'), 200, refused('place-faked')],
  [
    'a batch with unknown values',
    'O',
    (id, s) => {
      const fix = (ms: number, over: object) => ({
        at_ms: s * 1000 + ms,
        lon: 126.9236,
        lat: 37.5563,
        accuracy_m: 8,
        ...over,
      });
      const odd = { speed_mps: -1, heading_deg: -1 };
      return {
        path: '/positions',
        json: { deviceId: id, fixes: [fix(0, {}), fix(100, { accuracy_m: 0 }), fix(200, odd), fix(300, { lat: 91 })] },
      };
    },
    200,
    /^\{"accepted":3,"refused":\{"no-valid-place":1\}\}$/,
  ],
];

const { ids, server, desk, rings } = withQuietPair();
let second = Math.floor(Date.now() / 1000) - 200;

const send = async ({ path = '/osmand', form, json }: Sent) => {
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8';
  const body = json === undefined ? form : JSON.stringify(json);
  const init = body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': type } };
  const answer = await fetch(`http://127.0.0.1:${server().port}${path}`, init);
  return { status: answer.status, said: (await answer.text()).trim() };
};

describe('what a phone sends', () => {
  it.each(CASES)('is answered right: %s', async (_name, who, sent, status, said) => {
    second += 2;
    const answer = await send(sent(ids[who], second));
    expect(answer.said).toMatch(said);
    expect(answer.status).toBe(status);
  });

  it('is counted by reason where it could not be used', async () => {
    const health = (await send({ path: '/health' })).said;
    expect(JSON.parse(health)).toMatchObject({
      refused: { 'no-valid-place': 3, 'place-faked': 1, future: 1, 'too-old': 1, unreadable: 2 },
    });
  });
});

describe('the button', () => {
  it.each<readonly [string, (id: string, s: number) => Sent]>([
    ['in the form', (id, s) => ({ form: `id=${id}&${AT}&timestamp=${s}&accuracy=12.5&batt=81&alarm=sos` })],
    ['in the form, without a place', (id) => ({ form: `id=${id}&alarm=sos` })],
    ['in the JSON of 9.x', client({ extras: { alarm: 'sos' } })],
    [
      'with a time 90 s ahead, sent twice',
      (id, s) => ({ path: `/osmand?id=${id}&${AT}&timestamp=${s + 5000}&alarm=sos` }),
    ],
  ])('sounds once, and is answered 200 however often it is sent: %s', async (_name, sent) => {
    second += 2;
    const before = await rings();
    const message = sent(ids.V, second);
    expect((await send(message)).status).toBe(200);
    expect(await rings()).toBe(before + 1);
    const hasStamp = JSON.stringify(message).includes('timestamp');
    expect((await send(message)).status).toBe(200);
    // Without a time of its own nobody can tell that it is the same: it sounds again.
    expect(await rings()).toBe(before + (hasStamp ? 1 : 2));
  });
});

describe('a list from a gateway', () => {
  it('is heard but for what is no message', async () => {
    second += 2;
    const before = await rings();
    const answer = await send({ json: [{ id: ids.V, alarm: 'sos', timestamp: second }, null, [[1]]] });
    expect(answer).toEqual({ status: 200, said: '{"accepted":0,"refused":{"odd-message":2},"pressed":true}' });
    expect(await rings()).toBe(before + 1);
  });

  it('that is empty is answered for whoever is known, and for nobody else', async () => {
    for (const name of ['id', 'deviceid', 'device_id', 'deviceId'])
      expect((await send({ path: `/osmand?${name}=${ids.V}`, json: [] })).status).toBe(200);
    expect((await send({ path: '/osmand?id=phone-9001~wrong', json: [] })).status).toBe(400);
    expect((await send({ json: [] })).status).toBe(400);
  });

  it('as large as a request may be holds up nobody: it is read in turns with others, as it is heard', async () => {
    const empty = `[${Array.from({ length: 340_000 }, () => '{}').join(',')}]`;
    const started = performance.now();
    let longest_ms = 0;
    let took_ms = 0;
    const list = send({ path: `/osmand?id=${ids.O}`, form: empty }).then((answer) => {
      took_ms = performance.now() - started;
      return answer;
    });
    while (took_ms === 0) {
      const asked = performance.now();
      await send({ path: '/health' });
      longest_ms = Math.max(longest_ms, performance.now() - asked);
    }
    expect(await list).toEqual({ status: 200, said: '{"accepted":0,"refused":{}}' });
    console.info(`heard in ${Math.round(took_ms)} ms; another request waited ${Math.round(longest_ms)} ms at most`);
    // Held up in one piece it would wait for most of the time.
    expect(longest_ms).toBeLessThan(took_ms / 4);
  });

  it('of thousands of events and presses is little work, and others are heard meanwhile', async () => {
    const MANY = 8000;
    second += 2;
    const before = (await readRecord(desk())).length;
    const events = Array.from({ length: MANY }, () => ({ id: ids.O, alarm: 'tampering', timestamp: second }));
    const presses = Array.from({ length: MANY }, (_, n) => ({ id: ids.V, alarm: 'sos', timestamp: second + n }));
    const order: string[] = [];
    const lists = [events, presses].map(async (json) => {
      const { status } = await send({ json });
      order.push('list');
      return status;
    });
    const health = Promise.all(lists.map(() => send({ path: '/health' }))).then(() => order.push('health'));
    expect(await Promise.all(lists)).toEqual([200, 200]);
    await health;
    expect(order[0]).toBe('health');
    // One event, and no more presses of one person than anybody can mean.
    const entries = (await readRecord(desk())).slice(before);
    expect(entries.filter(({ body }) => body.kind === 'alert.repeated').length).toBeLessThanOrEqual(100);
    const tampers = entries.filter(
      ({ body }) =>
        body.kind === 'alert.raised' && body.alert.rule.type === 'device' && body.alert.rule.kind === 'strap-tamper',
    );
    expect(tampers).toHaveLength(1);
  });
});

describe('the doors of the product’s own', () => {
  it.each<readonly [string, (id: string) => Sent]>([
    ['as a form', (id) => ({ form: `deviceId=${id}` })],
    ['with the token behind the device', (id) => ({ json: { deviceId: id } })],
    ['as a query', (id) => ({ path: `/sos?id=${id}`, form: '' })],
  ])('take a press %s', async (_name, sent) => {
    const before = await rings();
    expect((await send({ path: '/sos', ...sent(ids.V) })).status).toBe(200);
    expect(await rings()).toBe(before + 1);
  });

  it.each<readonly [string, (id: string) => Sent]>([
    ['as a form', (id) => ({ form: `deviceid=${id}&kind=tampering` })],
    ['with the token behind the device', (id) => ({ json: { id, kind: 'strap-tamper' } })],
    ['as a query', (id) => ({ path: `/events?device_id=${id}&kind=removing`, form: '' })],
    ['behind a byte order mark', (id) => ({ form: `\uFEFF${JSON.stringify({ deviceId: id, kind: 'tampering' })}` })],
    ['with more in it than is asked', (id) => ({ json: { deviceId: id, kind: 'tampering', firmware: '2.1' } })],
  ])('take an event %s', async (_name, sent) => {
    const tampers = async () =>
      (await readRecord(desk())).filter(
        ({ body }) =>
          body.kind === 'alert.repeated' ||
          (body.kind === 'alert.raised' && body.alert.rule.type === 'device' && body.alert.rule.person === 'O-quiet'),
      ).length;
    const before = await tampers();
    expect(await send({ path: '/events', ...sent(ids.O) })).toEqual({ status: 200, said: '{"accepted":1}' });
    expect(await tampers()).toBe(before + 1);
  });

  it('give a victim’s device its guidance however it names itself', async () => {
    const [deviceId = '', token = ''] = ids.V.split('~', 2);
    const asked = [`id=${ids.V}`, `deviceid=${ids.V}`, `device_id=${deviceId}&token=${token}`];
    for (const query of asked)
      expect(await send({ path: `/guidance?${query}` })).toEqual({
        status: 200,
        said: '{"guidance":[],"withdrawn":[]}',
      });
  });

  it('take an event by the name that Traccar has for it', async () => {
    const [deviceId, token] = ids.O.split('~', 2);
    for (const kind of ['tampering', 'powerOff', 'jamming'])
      expect((await send({ path: '/events', json: { deviceId, token, kind } })).status).toBe(200);
    expect((await send({ path: '/events', json: { deviceId, token, kind: 'sneezing' } })).said).toBe(
      '{"accepted":0,"refused":{"unknown-alarm":1}}',
    );
  });
});
