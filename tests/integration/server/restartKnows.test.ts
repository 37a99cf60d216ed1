import { afterAll, expect, it } from 'vitest';
import { connectConsole } from './console.ts';
import type { TestConsole } from './console.ts';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const data = dataFolder();
let server: Running | null = null;
afterAll(async () => {
  await server?.stop();
  data.drop();
});

const alerts = (desk: TestConsole): readonly string[] =>
  desk.entries.flatMap(({ body }) => {
    if (body.kind !== 'alert.raised' && body.kind !== 'alert.repeated') return [];
    const { rule } = body.alert;
    return [rule.type === 'device' ? rule.kind : rule.type];
  });

it('a killed server knows a low battery that was resolved, and the press that a phone sends again', async () => {
  const tokens = deviceTokens(data.path);
  let port = 0;
  const start = async (): Promise<TestConsole> => {
    server = await startServer(data.path);
    ({ port } = server);
    return connectConsole(port);
  };
  const post = async (path: string, person: string, more: object): Promise<void> => {
    const { deviceId, token } = tokens.get(person) ?? { deviceId: '', token: '' };
    const body = JSON.stringify({ deviceId, token, ...more });
    expect((await fetch(`http://127.0.0.1:${port}/${path}`, { method: 'POST', body })).status).toBe(200);
  };
  const low = (): Promise<void> =>
    post('positions', 'O-quiet', {
      fixes: [{ at_ms: Date.now(), lon: 126.9244, lat: 37.9, accuracy_m: 5, battery_percent: 9 }],
    });
  const pressedAt = Math.floor(Date.now() / 1000);
  const press = async (timestamp: number): Promise<void> => {
    const { deviceId, token } = tokens.get('V-quiet') ?? { deviceId: '', token: '' };
    const url = `http://127.0.0.1:${port}/osmand?id=${deviceId}&token=${token}&alarm=sos&timestamp=${timestamp}`;
    expect((await fetch(url)).status).toBe(200);
  };

  const first = await start();
  const session = await first.signIn('dispatcher1', 'jikim-dispatch');
  await low();
  await until('the low battery', () => alerts(first).length === 1);
  const incidentId = first.entries.find(({ body }) => body.kind === 'incident.raised')?.incidentId;
  if (incidentId === undefined || incidentId === null) throw new Error('no incident');
  await first.command('c1', { kind: 'incident.acknowledge', incidentId });
  const resolve = { kind: 'incident.resolve', incidentId, outcome: 'technical-fault', cause: null } as const;
  expect(await first.command('c2', resolve)).toMatchObject({ ok: true });
  await press(pressedAt);
  await until('the press', () => alerts(first).length === 2);
  first.close();
  await server?.stop('SIGKILL');

  const second = await start();
  expect((await second.call('resume', { token: session.token })).ok).toBe(true);
  await low();
  await press(pressedAt);
  // A press of its own, behind what must not ring: once it is there, nothing before it has rung.
  await press(pressedAt + 1);
  await until('the second press', () => alerts(second).includes('sos'));
  expect(alerts(second)).toEqual(['sos']);
  second.close();
});
