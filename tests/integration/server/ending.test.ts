import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectConsole, readRecord } from './console.ts';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';
import type { Running } from './server.ts';

/** What the watch over a server gives it to end by itself (`main/shells/server/supervise.ts`). */
const PATIENCE_MS = 3000;

let data: ReturnType<typeof dataFolder>;
let server: Running;
let id = '';
beforeEach(async () => {
  data = dataFolder();
  const { deviceId, token } = deviceTokens(data.path).get('V-quiet') ?? { deviceId: '', token: '' };
  id = `${deviceId}~${token}`;
  server = await startServer(data.path);
});
afterEach(async () => {
  await server.stop('SIGKILL');
  data.drop();
});

/** How long the server takes to end when it is told to, and with which code; null where it takes longer than its watch waits. */
const end = async (): Promise<number | null | 'still there'> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'still there'>((resolve) => {
    timer = setTimeout(() => resolve('still there'), PATIENCE_MS);
  });
  const ended = await Promise.race([server.stop(), late]);
  clearTimeout(timer);
  return ended;
};

/** Presses of one phone, one after the other on a connection that it keeps; each has a stamp of its own. */
const keepPressing = (): { readonly taken: string[]; readonly stop: () => void } => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const taken: string[] = [];
  let stamp_s = Math.floor(Date.now() / 1000) - 100_000;
  let isOver = false;
  const press = (): void => {
    stamp_s += 1;
    const stamp = String(stamp_s);
    const path = `/osmand?id=${id}&alarm=sos&timestamp=${stamp}`;
    const sent = request({ host: '127.0.0.1', port: server.port, path, agent }, (answer) => {
      if (answer.statusCode === 200) taken.push(stamp);
      answer.resume().on('end', () => {
        if (!isOver) press();
      });
    });
    sent.on('error', () => undefined); // the server has gone
    sent.end();
  };
  press();
  return {
    taken,
    stop: () => {
      isOver = true;
      agent.destroy();
    },
  };
};

it('ends in time while phones go on sending on connections that they keep, and has on record what it took', async () => {
  const phones = Array.from({ length: 10 }, keepPressing);
  await until('presses are taken', () => phones.every(({ taken }) => taken.length > 2));
  expect(await end()).toBe(0);
  for (const phone of phones) phone.stop();
  const pressed = new Set(phones.flatMap(({ taken }) => taken));
  server = await startServer(data.path);
  const desk = await connectConsole(server.port);
  await desk.signIn('dispatcher1', 'jikim-dispatch');
  const rings = (await readRecord(desk)).filter(
    ({ body }) => body.kind === 'alert.repeated' || (body.kind === 'alert.raised' && body.alert.rule.type === 'sos'),
  );
  expect(rings.length).toBeGreaterThanOrEqual(pressed.size);
  desk.close();
});

it('ends in time while a device has sent half of a request', async () => {
  const slow = await new Promise<Socket>((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => resolve(socket));
  });
  slow.on('error', () => undefined); // the server has gone
  slow.write('POST /positions HTTP/1.1\r\nhost: jikim\r\ncontent-length: 500\r\n\r\n{');
  // Its half has been read once a later request is answered.
  expect((await fetch(`http://127.0.0.1:${server.port}/health`)).status).toBe(200);
  expect(await end()).toBe(0);
  slow.destroy();
});
