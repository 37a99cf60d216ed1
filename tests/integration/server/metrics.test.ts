import { get } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dataFolder, deviceTokens, failToStart, startServer } from './server.ts';
import type { Running } from './server.ts';

const data = dataFolder();
let victim = { deviceId: '', token: '' };
let server: Running | null = null;

beforeAll(() => {
  victim = deviceTokens(data.path).get('V-quiet') ?? victim;
});
afterEach(async () => {
  await server?.stop();
  server = null;
});
afterAll(data.drop);

/** Asks for the figures, with whatever headers: fetch would not let a test say who it asks. */
const ask = ({ port }: Running, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  new Promise<{ readonly status: number; readonly type: string; readonly text: string }>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/metrics', method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text }),
      );
    }).on('error', reject);
  });

describe('GET /metrics', () => {
  it('answers this machine with what has happened, and with nobody’s name, device or place', async () => {
    server = await startServer(data.path);
    const at = `http://127.0.0.1:${server.port}`;
    const headers = { authorization: `Bearer ${victim.token}` };
    const fix = `id=${victim.deviceId}&lat=37.5572&lon=126.9244&timestamp=${Math.floor(Date.now() / 1000)}`;
    for (const query of [fix, fix]) await fetch(`${at}/osmand?${query}`, { headers });
    await fetch(`${at}/sos`, { method: 'POST', headers, body: JSON.stringify({ deviceId: victim.deviceId }) });
    const { status, type, text } = await ask(server);
    expect(status).toBe(200);
    expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toMatch(/^jikim_refused_total\{reason="duplicate"\} 1$/m);
    expect(text).toMatch(/^jikim_queue_wait_seconds_count\{queue="alarms"\} 1$/m);
    expect(text).toMatch(/^jikim_queue_length\{queue="owed-alarms"\} 0$/m);
    expect(text).toMatch(/^jikim_store_commit_seconds_count\{outcome="committed"\} [1-9]\d*$/m);
    expect(text).toMatch(/^jikim_event_loop_lag_max_seconds 0(\.\d+)?$/m);
    for (const secret of [victim.deviceId, victim.token, 'V-quiet', 'O-quiet', '37.55', '126.92', 'inc-'])
      expect(text).not.toContain(secret);
  });

  it('is a page that is not there for a proxy, a page of a browser, and another method', async () => {
    const running = await startServer(data.path);
    server = running;
    const answers = await Promise.all([
      ask(running, { 'x-forwarded-for': '10.1.2.3' }),
      ask(running, { host: 'evil.example' }),
      ask(running, {}, 'POST'),
    ]);
    expect(answers.map(({ status, text }) => [status, text])).toEqual(
      Array.from({ length: 3 }, () => [404, '{"error":"there is nothing here"}\n']),
    );
  });

  it('answers nobody while the server listens elsewhere, but those that it was told to', async () => {
    const closed = await startServer(data.path, ['--host', '0.0.0.0']);
    server = closed;
    expect((await ask(closed)).status).toBe(404);
    await closed.stop();
    server = await startServer(data.path, [
      '--host',
      '0.0.0.0',
      '--metrics-for',
      '192.0.2.0/24',
      '--metrics-for',
      '127.0.0.1',
    ]);
    expect((await ask(server)).status).toBe(200);
  });

  it('does not start with a network that is none', () => {
    const { code, said } = failToStart(data.path, ['--metrics-for', 'everybody']);
    expect(code).toBe(2);
    expect(said).toContain('must be an address or a network');
  });
});
