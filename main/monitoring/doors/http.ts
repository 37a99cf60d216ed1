import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Mode } from '../../../shared/domain/operators.ts';
import type { ClockHealth } from '../../../shared/domain/clockHealth.ts';
import type { StoreHealth } from '../../../shared/protocol/messages.ts';
import type { Log } from '../../files/log.ts';
import { refuse } from './answers.ts';
import type { Answer } from './answers.ts';
import { readBody } from './body.ts';
import type { Bulkheads } from '../metrics/bulkheads.ts';
import type { Counters } from '../metrics/counters.ts';
import type { Asked, Route } from './route.ts';
import { createRoutes } from './routes.ts';
import type { RoutesPorts } from './routes.ts';
import type { MeasureWait } from '../metrics/waits.ts';
import { METRICS_PATH } from '../metrics/door.ts';
import type { MetricsDoor } from '../metrics/door.ts';
import type { Monitoring } from '../ports/monitoring.ts';
import type { PutAlarms } from './hearAll.ts';
import { createWatchDoor, WATCH_PATH } from './watch.ts';

type Door = {
  readonly methods: readonly string[];
  readonly route: Route;
  /** Its answer promises something, which is on disk before it goes out. */
  readonly promises: boolean;
};

type Credentials = Pick<Asked, 'bearer' | 'user'>;

const credentialsOf = (request: IncomingMessage): Credentials => {
  const header = request.headers.authorization ?? '';
  const bearer = /^Bearer ([\w~+/.=-]{1,100})$/.exec(header)?.[1] ?? null;
  const basic = /^Basic ([\w+/=-]{1,400})$/.exec(header)?.[1];
  if (basic === undefined) return { bearer, user: null };
  const [user = '', password = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':', 2);
  return { bearer: password, user: user.trim() === '' ? null : user };
};

const send = (response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>>): void => {
  if (response.headersSent || response.destroyed) return;
  const type = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(answer.status, { ...type, 'x-content-type-options': 'nosniff', ...headers });
  response.end(`${JSON.stringify(answer.body)}\n`);
};

/** What stands for a body that broke off, which is nobody's fault, and for one that is too large, which is how the device was set up. */
const [EMPTY, UNREADABLE] = ['[]', '{'];

const training: Route = () => refuse(409, 'training', 'a training server takes no real positions');

/** The server's plain HTTP: devices' doors, /health and /metrics. Everything refused is counted by reason; nothing of it is logged. */
export const createHttp = (
  ports: Omit<RoutesPorts, 'count' | 'putAlarms' | 'bulkhead'> & {
    readonly monitoring: Pick<Monitoring, 'alarms'>;
    readonly mode: Mode;
    readonly counters: Counters;
    readonly bulkheads: Bulkheads;
    /** How many orders cannot be watched over. */
    readonly unwatched: () => number;
    readonly log: Log;
    readonly head: () => number;
    readonly storeHealth: () => StoreHealth;
    readonly clockHealth: () => ClockHealth;
    /** Puts on disk what an answer promises, and says so before it goes out. */
    readonly settle: (done: () => void) => void;
    readonly metricsDoor: MetricsDoor;
    /** Measures how long an alarm waits for its answer. */
    readonly measureAlarm: MeasureWait;
  },
): RequestListener => {
  const { counters, mode, log } = ports;
  const putAlarms: PutAlarms = (alarms) =>
    new Promise((resolve) => {
      const endWaits = alarms.map(() => ports.measureAlarm());
      ports.monitoring.alarms(alarms, (answers) => {
        for (const endWait of endWaits) endWait();
        resolve(answers);
      });
    });
  const routes = createRoutes({ ...ports, bulkhead: ports.bulkheads, count: counters.count, putAlarms });
  const live = (route: Route): Route => (mode === 'live' ? route : training);
  const health: Route = () => ({
    status: 200,
    body: {
      ok: true,
      mode,
      head: ports.head(),
      store: ports.storeHealth(),
      unwatched: ports.unwatched(),
      failing: ports.bulkheads.failing(),
      clock: ports.clockHealth(),
      refused: counters.refused(),
    },
    reason: null,
  });
  const reports: Door = { methods: ['GET', 'POST'], route: live(routes.reports), promises: true };
  const doors: ReadonlyMap<string, Door> = new Map([
    // Manuals of phone clients give a server's address without a path.
    ['/', reports],
    ['/osmand', reports],
    ['/positions', { ...reports, methods: ['POST'] }],
    ['/sos', { methods: ['POST'], route: live(routes.sos), promises: true }],
    ['/events', { methods: ['POST'], route: live(routes.events), promises: true }],
    ['/guidance', { methods: ['GET', 'POST'], route: live(routes.guidance), promises: true }],
    // Whoever watches over the server is answered whatever its disk does.
    ['/health', { methods: ['GET'], route: health, promises: false }],
  ]);

  const answer = async (request: IncomingMessage, url: URL, door: Door): Promise<Answer | null> => {
    const body = await readBody(request);
    // What the query says, a button perhaps, is heard though its body cannot be.
    const instead = body.ok ? body.value : body.error === 'aborted' ? EMPTY : UNREADABLE;
    const answered = await door.route({
      method: request.method === 'POST' ? 'POST' : 'GET',
      ...{ query: url.searchParams, body: instead, ...credentialsOf(request) },
    });
    if (door.promises) await new Promise<void>(ports.settle);
    if (body.ok) return answered;
    if (body.error === 'aborted') return null;
    const isHeard = answered.status === 200 || answered.status === 503;
    return isHeard ? answered : refuse(413, 'too-large', 'body: is larger than 1 MiB');
  };

  const watch = createWatchDoor({ fates: ports.fates, key: ports.deviceKey, now: ports.now });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (url?.pathname === WATCH_PATH && watch(request, response, credentialsOf(request).bearer)) return;
    if (url?.pathname === METRICS_PATH && (await ports.metricsDoor(request, response))) return;
    // Some clients add a slash.
    const door = url === null ? undefined : doors.get(url.pathname.replace(/(?<=.)\/$/, ''));
    let headers: Readonly<Record<string, string>> = {};
    let found: Answer | null;
    if (url === null || door === undefined) found = refuse(404, 'not-found', 'there is nothing here');
    else if (!door.methods.includes(request.method ?? '')) {
      headers = { allow: door.methods.join(', ') };
      found = refuse(405, 'method', `method: must be ${door.methods.join(' or ')}`);
    } else found = await answer(request, url, door);
    if (found === null) return;
    if (found.reason !== null) counters.count(found.reason);
    // What was not read to its end cannot be followed by another request on this connection.
    if (!request.complete) headers = { ...headers, connection: 'close' };
    send(response, found, headers);
  };

  return (request, response) => {
    handle(request, response).catch((thrown: unknown) => {
      log.error({ error: thrown instanceof Error ? thrown.name : 'unknown' }, 'a request failed');
      counters.count('failed');
      send(response, refuse(500, 'failed', 'the server could not do this'), {});
    });
  };
};
