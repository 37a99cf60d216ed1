import { createServer, request as httpRequest } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../../../../main/files/log.ts';
import { createFates } from '../../../../../main/monitoring/doors/fates.ts';
import { createHttp } from '../../../../../main/monitoring/doors/http.ts';
import { listen } from '../../../../../main/monitoring/doors/listen.ts';
import { deviceToken } from '../../../../../main/monitoring/doors/tokens.ts';
import { createCounters } from '../../../../../main/monitoring/metrics/counters.ts';
import type { Counters } from '../../../../../main/monitoring/metrics/counters.ts';
import { unmeasured } from '../../../../../main/monitoring/metrics/waits.ts';
import { testBulkheads } from '../../../../builders/bulkheads.ts';
import { poisonOf } from '../../../../builders/poison.ts';
import type { Poison } from '../../../../builders/poison.ts';
import { HOME, O, policy, setup, startWatch, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const KEY = new Uint8Array(32).fill(3);
const deviceOf = (id: string): string => setup.people.find((person) => person.id === id)?.deviceId ?? '';
const victim = { deviceId: deviceOf(V), token: deviceToken(KEY, deviceOf(V)) };

let watch: Watch;
let counters: Counters;
let bulkheads: ReturnType<typeof testBulkheads>;
let server: Server;
let port: number;
beforeEach(async () => {
  watch = startWatch();
  counters = createCounters();
  bulkheads = testBulkheads();
  const { monitoring, now } = watch;
  server = createServer(
    createHttp({
      ...{ monitoring, mode: 'live', policy, counters, bulkheads, now, people: setup.people, real: [] },
      unwatched: () => monitoring.world().unwatched.size,
      log: createLog('test'),
      fates: createFates(),
      deviceKey: KEY,
      head: monitoring.recordHead,
      storeHealth: () => ({ state: 'working' }),
      clockHealth: () => ({ state: 'unjudged' }),
      settle: monitoring.settle,
      measureAlarm: unmeasured,
      metricsDoor: () => Promise.resolve(false),
      onRealDevice: () => undefined,
    }),
  );
  port = await listen(server, 0, '127.0.0.1');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

type Answered = { readonly status: number; readonly text: string };

const post = (poison: Extract<Poison, { readonly kind: 'request' }>): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const { method, path, headers, body } = poison;
    const sent = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: { ...headers, 'content-length': body.byteLength } },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    // A body that is too large is answered before it is read to its end.
    sent.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET'
        ? resolve({ status: 413, text: '{"error":"cut off"}\n' })
        : reject(error),
    );
    sent.end(body);
  });

/** Writes bytes and hangs up; gives what was answered until then. */
const write = (bytes: Uint8Array): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => undefined); // the server may hang up first
    socket.on('close', () => resolve(text));
  });

/** What is wrong, in one line: refused as a whole, or taken with nothing in it, or with what could be understood of it. */
const isClear = ({ status, text }: Answered): boolean => {
  if (text.trimEnd().includes('\n')) return false;
  if (status === 200 && text.trim() === '[]') return true; // apps that read nothing else
  const said = JSON.parse(text) as {
    readonly error?: unknown;
    readonly accepted?: unknown;
    readonly guidance?: unknown;
  };
  if (status === 200) return typeof said.accepted === 'number' || Array.isArray(said.guidance);
  return (
    status >= 400 && status < 500 && typeof said.error === 'string' && said.error.length > 5 && said.error.length < 300
  );
};

const poisons = poisonOf(victim, Date.parse('2026-03-06T10:30:00Z'));

it(
  `every malformed request of ${poisons.length} gets one clear line, harms nobody else, and ends in no 500`,
  { timeout: 120_000 },
  async () => {
    watch.monitoring.setSignedIn([]);
    const before = watch.entries.length;
    const unclear: string[] = [];
    for (const poison of poisons) {
      if (poison.kind === 'raw') {
        const text = await write(poison.bytes);
        if (/HTTP\/1\.1 5/.test(text)) unclear.push(`${poison.name}: ${text.slice(0, 60)}`);
      } else {
        const answered = await post(poison);
        if (!isClear(answered)) unclear.push(`${poison.name}: ${answered.status} ${answered.text.slice(0, 120)}`);
      }
    }
    expect(unclear).toEqual([]);
    expect([counters.refused()['failed'], bulkheads.failing(), watch.failures]).toEqual([undefined, {}, []]);
    // Nothing rang but what could be understood of this device itself: a button, a battery.
    const alerts = watch.entries.slice(before).flatMap(({ body }) => ('alert' in body ? [body.alert.rule] : []));
    expect(alerts.filter((rule) => !('person' in rule) || rule.person !== V)).toEqual([]);
    expect(({} as { readonly admin?: unknown }).admin).toBeUndefined();

    // The other device is heard as ever.
    const deviceId = deviceOf(O);
    const fix = { at_ms: watch.now(), lon: HOME[0], lat: HOME[1], accuracy_m: 5 };
    const body = JSON.stringify({ deviceId, token: deviceToken(KEY, deviceId), fixes: [fix] });
    const heard = await post({
      kind: 'request',
      name: '',
      method: 'POST',
      path: '/positions',
      headers: {},
      body: Buffer.from(body),
    });
    expect(JSON.parse(heard.text)).toMatchObject({ accepted: 1 });
  },
);
