import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { connectConsole } from './console.ts';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const data = dataFolder();
let server: Running | null = null;
afterAll(async () => {
  await server?.stop();
  data.drop();
});

/** Where the scenario's simulator has the offender, and where the real device says that they are. */
const SIMULATED_LAT = 37.4772;
const REAL_LAT = 37.5622;

it('does not let the simulator speak again for people whom real devices spoke for before the server died', async () => {
  const scenario = join(data.path, 'lively.yaml');
  const quiet = readFileSync(join(import.meta.dirname, 'fixtures', 'quiet.yaml'), 'utf8');
  writeFileSync(scenario, quiet.replaceAll('interval_s: 3600', 'interval_s: 1'));
  const tokens = deviceTokens(data.path);
  const start = async (): Promise<number> => {
    server = await startServer(data.path, ['--scenario', scenario]);
    return server.port;
  };
  let port = await start();
  const post = async (person: string, lat: number): Promise<void> => {
    const { deviceId, token } = tokens.get(person) ?? { deviceId: '', token: '' };
    const fixes = [{ at_ms: Date.now(), lon: 126.9244, lat, accuracy_m: 5 }];
    const body = JSON.stringify({ deviceId, token, fixes });
    expect((await fetch(`http://127.0.0.1:${port}/positions`, { method: 'POST', body })).status).toBe(200);
  };
  const first = await connectConsole(port);
  const session = await first.signIn('dispatcher1', 'jikim-dispatch');
  await post('V-quiet', 37.5572);
  await post('O-quiet', REAL_LAT);
  await until('the lease', () => first.leases.length > 0);
  first.close();
  await server?.stop('SIGKILL');

  port = await start();
  const back = await connectConsole(port);
  expect((await back.call('resume', { token: session.token })).ok).toBe(true);
  const shown = () => back.frames.flatMap((frame) => frame.subjects.map((subject) => subject.lat));
  await until('some frames', () => back.frames.length >= 3);
  expect(shown().filter((lat) => Math.abs(lat - SIMULATED_LAT) < 0.01)).toEqual([]);
  await post('O-quiet', REAL_LAT);
  await until('the real one', () => shown().some((lat) => Math.abs(lat - REAL_LAT) < 0.0001));
  back.close();
});
