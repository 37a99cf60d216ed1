import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const data = dataFolder();
const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop('SIGKILL');
  data.drop();
});

/** Put into the server's process: on a signal it throws where nobody is left above to catch it, with a text that tells of somebody. */
const PLANT = `process.on('SIGUSR2', () => setImmediate(() => { throw new RangeError('Kim at 37.5563'); }));`;

const start = async (env: Readonly<Record<string, string>> = {}): Promise<Running> => {
  const server = await startServer(data.path, [], env);
  running.push(server);
  return server;
};
const head = async ({ port }: Running): Promise<number> => {
  const answer = await fetch(`http://127.0.0.1:${port}/health`);
  return z.object({ head: z.int() }).parse(await answer.json()).head;
};

it('what no part has kept to itself ends the server with 70, says no more than its name, and loses nothing that was answered for', async () => {
  const { deviceId, token } = deviceTokens(data.path).get('V-quiet') ?? { deviceId: '', token: '' };
  const server = await start({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(PLANT)}` });
  const pressed = await fetch(`http://127.0.0.1:${server.port}/osmand?id=${deviceId}~${token}&alarm=sos`);
  expect(pressed.status).toBe(200);
  const before = await head(server);
  process.kill(server.pid, 'SIGUSR2');
  await until('it says so', () => server.log().includes('unexpected'));
  expect(await server.stop()).toBe(70);
  expect(server.log()).toContain('RangeError');
  expect(server.log()).not.toMatch(/Kim|37\.5/);
  expect(await head(await start())).toBeGreaterThanOrEqual(before);
});
