import { testBulkheads } from '../../../../builders/bulkheads.ts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCounters } from '../../../../../main/monitoring/metrics/counters.ts';
import { createFates } from '../../../../../main/monitoring/doors/fates.ts';
import { createHttp } from '../../../../../main/monitoring/doors/http.ts';
import { listen } from '../../../../../main/monitoring/doors/listen.ts';
import { deviceToken } from '../../../../../main/monitoring/doors/tokens.ts';
import { createLog } from '../../../../../main/files/log.ts';
import { unmeasured } from '../../../../../main/monitoring/metrics/waits.ts';
import { HOME, policy, setup, startWatch, V } from '../watch.ts';

const KEY = new Uint8Array(32).fill(7);
const device = setup.people.find(({ id }) => id === V)?.deviceId ?? '';

/** Whoever waits for what the rules found to be on disk. */
let waiting: (() => void)[];
let server: Server;
let url: string;
beforeEach(async () => {
  waiting = [];
  const { monitoring, now } = startWatch();
  server = createServer(
    createHttp({
      monitoring,
      mode: 'live',
      policy,
      counters: createCounters(),
      bulkheads: testBulkheads(),
      unwatched: () => 0,
      log: createLog('test'),
      now,
      people: setup.people,
      real: [],
      fates: createFates(),
      deviceKey: KEY,
      head: () => monitoring.world().head,
      storeHealth: () => ({ state: 'working' }),
      clockHealth: () => ({ state: 'right' }),
      settle: (done) => void waiting.push(done),
      measureAlarm: unmeasured,
      metricsDoor: () => Promise.resolve(false),
      onRealDevice: () => undefined,
    }),
  );
  url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

it('answers who asks for its health while nothing can be written', async () => {
  const answer = await fetch(`${url}/health`);
  expect(await answer.json()).toMatchObject({ ok: true, head: 0 });
  expect(waiting).toEqual([]);
});

it('answers a device only when what it said led to is on disk', async () => {
  const asked = { id: device, token: deviceToken(KEY, device), lat: String(HOME[1]), lon: String(HOME[0]) };
  let isAnswered = false;
  const answer = fetch(`${url}/osmand?${new URLSearchParams(asked).toString()}`).then((response) => {
    isAnswered = true;
    return response;
  });
  await expect.poll(() => waiting.length).toBe(1);
  expect(isAnswered).toBe(false);
  for (const done of waiting) done();
  expect((await answer).status).toBe(200);
});
