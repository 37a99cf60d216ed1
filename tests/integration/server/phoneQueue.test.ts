import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPhone, PHONE_HABITS } from '../../../main/monitoring/simulator/phone.ts';
import type { PhoneClient } from '../../../main/monitoring/simulator/phone.ts';
import type { Measured } from '../../../main/monitoring/simulator/phoneForms.ts';
import { speakOverHttp } from '../../builders/phone.ts';
import { connectConsole, readRecord } from './console.ts';
import { dataFolder, deviceTokens, startServer } from './server.ts';
import type { Running } from './server.ts';

const clients = Object.keys(PHONE_HABITS) as readonly PhoneClient[]; // keys of that very object
const data = dataFolder();
let server: Running;
let identity = '';
/** The server's port, before and after it was down. */
let port = 0;

beforeAll(async () => {
  const { deviceId, token } = deviceTokens(data.path).get('V-quiet') ?? { deviceId: '', token: '' };
  identity = `${deviceId}~${token}`;
  server = await startServer(data.path);
  ({ port } = server);
});
afterAll(async () => {
  await server.stop();
  data.drop();
});

const measuredAt = (at_ms: number): Measured => ({
  ...{ at_ms, lon: 126.9244, lat: 37.5572, accuracy_m: 8, speed_mps: 1.2, heading_deg: 90 },
  ...{ battery_percent: 80, charging: false, mock: false },
});
const address = (): string => `http://127.0.0.1:${port}`;
const refused = async (): Promise<unknown> => {
  const health: unknown = await (await fetch(`${address()}/health`)).json();
  return (health as { readonly refused: unknown }).refused; // the server's own answer
};

describe('a phone’s queue over a real socket', () => {
  it('waits while the server is down, and is empty once it is back, whatever the client', async () => {
    const start_ms = Date.now() - 60_000;
    const phones = clients.map((client, index) => {
      const phone = createPhone(client, identity);
      for (let n = 0; n < 4; n += 1) {
        const at_ms = start_ms + (index * 4 + n) * 1000;
        expect(phone.measure(measuredAt(at_ms), at_ms)).toBe(true);
      }
      return phone;
    });
    const waiting = (): readonly number[] => phones.map((phone) => phone.waiting());
    // Time for the client's own wait before it tries again passes on its clock only.
    const speakAll = async (now_ms: number): Promise<void> => {
      for (const phone of phones) await speakOverHttp(phone, address(), () => now_ms);
    };
    await server.stop();
    await speakAll(start_ms);
    expect(waiting()).toEqual(clients.map(() => 4));
    server = await startServer(data.path, ['--port', String(port)]);
    await speakAll(start_ms + 300_000);
    expect(waiting()).toEqual(clients.map(() => 0));
    expect(await refused()).toEqual({});
  });

  it.each(clients.filter((client) => client !== 'gpslogger'))('brings the button: %s', async (client) => {
    const desk = await connectConsole(port);
    await desk.signIn('dispatcher1', 'jikim-dispatch');
    const rings = async (): Promise<number> =>
      (await readRecord(desk)).filter(({ body }) => body.kind === 'alert.raised' || body.kind === 'alert.repeated')
        .length;
    const before = await rings();
    const phone = createPhone(client, identity);
    const now_ms = Date.now() + clients.indexOf(client) * 1000;
    phone.press(null, now_ms);
    await speakOverHttp(phone, address(), () => now_ms);
    expect([phone.waiting(), await rings()]).toEqual([0, before + 1]);
    desk.close();
  });
});
