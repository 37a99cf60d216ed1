import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { withQuietPair } from './quietPair.ts';

/** What a device that is set up nearly right sends, over a real socket: nothing that can be understood of it is lost. */
const AT = 'lat=37.5563&lon=126.9236';
const TAKEN = /^\{"accepted":1,"refused":\{\}\}$/;

const { ids, server, rings } = withQuietPair();
let second = Math.floor(Date.now() / 1000) - 200;

const send = async ({ path = '/osmand', form }: { readonly path?: string; readonly form: string }) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(`http://127.0.0.1:${server().port}${path}`, { method: 'POST', body: form, headers });
  return { status: answer.status, said: (await answer.text()).trim() };
};

describe('what stands in the query', () => {
  const BAD: readonly (readonly [string, string])[] = [
    ['cut short', '{"lat":37.5,'],
    ['an empty list', '[]'],
    ['a list of nothing', '[null]'],
    ['a message of another device', 'ANOTHER'],
  ];
  const bodyOf = (body: string): string =>
    body === 'ANOTHER' ? JSON.stringify([{ id: ids.O, timestamp: second }]) : body;

  it.each(BAD)('is heard whatever the body beside it is: a press, with %s', async (_name, body) => {
    second += 2;
    const before = await rings();
    const path = `/osmand?id=${ids.V}&alarm=sos&timestamp=${second}`;
    expect((await send({ path, form: bodyOf(body) })).status).toBe(200);
    expect(await rings()).toBe(before + 1);
  });

  it.each(BAD)('is heard whatever the body beside it is: a place, with %s', async (_name, body) => {
    second += 2;
    const path = `/osmand?id=${ids.V}&${AT}&timestamp=${second}`;
    const { status, said } = await send({ path, form: bodyOf(body) });
    expect(status).toBe(200);
    expect(JSON.parse(said)).toMatchObject({ accepted: 1 });
  });

  it('counts a body that nobody can read', async () => {
    second += 2;
    const { said } = await send({ path: `/osmand?id=${ids.V}&${AT}&timestamp=${second}`, form: '{' });
    expect(said).toBe('{"accepted":1,"refused":{"odd-message":1}}');
  });

  it.each(['{', '[]', '[{"at":1}]', 'null', '{"id":null}'])('is a press at its own door beside %s', async (form) => {
    const before = await rings();
    expect((await send({ path: `/sos?id=${ids.V}`, form })).status).toBe(200);
    expect(await rings()).toBe(before + 1);
  });

  it('is a press, though the body is larger than any may be', async () => {
    const form = 'x'.repeat(1_100_000);
    for (const path of [`/osmand?id=${ids.V}&alarm=sos`, `/sos?id=${ids.V}`]) {
      const before = await rings();
      expect((await send({ path, form })).status).toBe(200);
      expect(await rings()).toBe(before + 1);
    }
    expect((await send({ path: `/osmand?id=${ids.V}`, form })).status).toBe(413);
  });

  it('is a press, though the phone falls silent before its body ends', async () => {
    for (const path of [`/osmand?id=${ids.V}&alarm=sos`, `/sos?id=${ids.V}`]) {
      const before = await rings();
      const headers = { 'content-length': 100 };
      const call = request({ host: '127.0.0.1', port: server().port, path, method: 'POST', headers });
      call.on('error', () => undefined); // it is the test that hangs up
      call.write('{"lat":', () => call.destroy());
      await expect.poll(rings).toBe(before + 1);
    }
  });

  it('is nobody’s where its token is wrong', async () => {
    const before = await rings();
    for (const door of ['osmand', 'sos'])
      expect((await send({ path: `/${door}?id=${ids.V}x&alarm=sos`, form: '{' })).status).toBeGreaterThanOrEqual(400);
    expect(await rings()).toBe(before);
  });
});

describe('OwnTracks', () => {
  const sentBy = async (user: string, password: string, topic: string) => {
    second += 2;
    const body = JSON.stringify({ _type: 'location', topic, tst: second, lat: 37.5563, lon: 126.9236 });
    const headers = { authorization: `Basic ${btoa(`${user}:${password}`)}` };
    return (await fetch(`http://127.0.0.1:${server().port}/`, { method: 'POST', body, headers })).status;
  };

  it('is whose user and password it has, whatever its topic says', async () => {
    const [device = '', token = ''] = ids.V.split('~', 2);
    expect(await sentBy(device, token, `owntracks/${device}/pixel7`)).toBe(200);
    expect(await sentBy(device, token, 'owntracks/user/phone-9002')).toBe(200);
    expect(await sentBy(device, 'wrong', `owntracks/${device}/pixel7`)).toBe(401);
    expect(await sentBy('somebody', token, `owntracks/user/${device}`)).toBe(200);
  });
});

describe('what is nearly right', () => {
  it('is a press at the door for events', async () => {
    for (const sent of ['kind=sos', 'alarm=sos', 'kind=sos,lowBattery']) {
      const before = await rings();
      expect((await send({ path: `/events?id=${ids.V}&${sent}`, form: '' })).status).toBe(200);
      expect(await rings()).toBeGreaterThan(before);
    }
    expect((await send({ path: `/events?id=${ids.O}&kind=sos`, form: '' })).said).toBe(
      '{"accepted":0,"refused":{"not-a-victim":1}}',
    );
  });

  it('is several events at once, under either name', async () => {
    for (const sent of ['kind=tampering,lowBattery', 'alarm=tampering,lowBattery'])
      expect(await send({ path: `/events?id=${ids.O}&${sent}`, form: '' })).toEqual({
        status: 200,
        said: '{"accepted":2}',
      });
    expect((await send({ path: `/events?id=${ids.O}&kind=tampering,sneezing`, form: '' })).said).toBe(
      '{"accepted":1,"refused":{"unknown-alarm":1}}',
    );
  });

  it('may end its address with a slash', async () => {
    expect((await send({ path: `/sos/?id=${ids.V}`, form: '' })).status).toBe(200);
    expect((await send({ path: `/events/?id=${ids.O}&kind=tampering`, form: '' })).status).toBe(200);
    second += 2;
    expect((await send({ path: `/positions/?id=${ids.V}&${AT}&timestamp=${second}`, form: '' })).status).toBe(200);
  });

  it('may have blanks and line breaks around its device, its token and its form', async () => {
    const [device = '', token = ''] = ids.V.split('~', 2);
    const named = [
      `id=${ids.V}%20`,
      `id=%20${ids.V}%0A`,
      `id=${device}%20~%20${token}`,
      `id=${device}&token=%20${token}%0D%0A`,
    ];
    for (const name of named)
      for (const door of ['osmand', 'sos'])
        expect((await send({ path: `/${door}?${name}`, form: '' })).status, name).toBe(200);
    second += 2;
    expect((await send({ form: `\r\n id=${ids.V}&${AT}&timestamp=${second}\r\n` })).said).toMatch(TAKEN);
    const headers = { authorization: `Basic ${btoa(` ${device} : ${token}\n`)}` };
    const answer = await fetch(`http://127.0.0.1:${server().port}/sos`, { method: 'POST', headers });
    expect(answer.status).toBe(200);
  });
});
