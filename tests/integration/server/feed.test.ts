import { testBulkheads } from '../../builders/bulkheads.ts';
import { inlineCommits } from '../../builders/answered.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createAccounts } from '../../../main/monitoring/accounts/accounts.ts';
import { everyInterval } from '../../../main/monitoring/time/clock.ts';
import { createFeed } from '../../../main/monitoring/feed/feed.ts';
import { createSocketIo } from '../../../main/monitoring/feed/socketIo.ts';
import { createCounters } from '../../../main/monitoring/metrics/counters.ts';
import type { Store } from '../../../main/monitoring/store/sqlite/store.ts';
import { d1, policy, startWatch, supervisor } from '../../unit/main/monitoring/watch.ts';
import type { Watch } from '../../unit/main/monitoring/watch.ts';
import { connectConsole } from './console.ts';
import { until } from './server.ts';

const SESSION_S = 60;

/** The feed of a server whose clock and disk the test holds in its hands. */
const openFeed = async () => {
  const watch = startWatch();
  const disk = { broken: false };
  const commit: Store['commit'] = (change) => {
    if (disk.broken) throw new Error('disk full');
    watch.store.commit(change);
  };
  const counters = createCounters();
  const accounts = createAccounts({
    store: watch.store,
    commits: inlineCommits({ ...watch.store, commit }),
    roster: { operators: [d1, supervisor], verify: () => Promise.resolve(true) },
    ...{
      now: watch.now,
      elapsed_ms: watch.now,
      policy: { ...policy, session: { ...policy.session, duration_s: SESSION_S } },
      mode: 'live',
    },
    onStoreFailure: () => counters.count('store-failed'),
  });
  const http = createServer();
  const log = pino({ level: 'silent' });
  const feed = createFeed({
    consoles: createSocketIo({ http, onPage: () => undefined }),
    ...{ monitoring: watch.monitoring, accounts, mode: 'live', now: watch.now, pacer: null, counters, log },
    ...{ policy, elapsed_ms: () => performance.now(), storeHealth: () => ({ state: 'working' }) },
    clockHealth: () => ({ state: 'right' }),
    every: everyInterval,
    later: setImmediate,
    bulkheads: testBulkheads(),
    isSimulated: () => false,
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  return { watch, disk, counters, port: (http.address() as AddressInfo).port, close: feed.close };
};

let feed: Awaited<ReturnType<typeof openFeed>>;
afterEach(() => feed.close());

const breach = (watch: Watch) => {
  watch.apart(5000);
  watch.apart(700);
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return incident.id;
};

test('a session that has run out gets no more presence and is told so, and the server goes on, although its end cannot be written', async () => {
  feed = await openFeed();
  const console = await connectConsole(feed.port);
  await console.signIn(d1.id, 'any');
  breach(feed.watch);
  await until('presence', () => console.frames.length > 0);
  feed.disk.broken = true;
  feed.watch.pass(SESSION_S + 1);
  const before = console.frames.length;
  await until('a sweep that fails', () => (feed.counters.refused()['store-failed'] ?? 0) >= 2);
  expect(console.frames.length).toBeLessThanOrEqual(before + 1); // one may have been on its way
  await until('told', () => console.heard.includes('sessionEnded'));
  expect(feed.watch.store.sessions.all()).toHaveLength(1);
  feed.disk.broken = false;
  await until('written', () => feed.watch.store.sessions.all().length === 0);
  expect(console.heard.filter((name) => name === 'sessionEnded')).toHaveLength(1);
  console.close();
});

test('a review ends with the session it was asked in, also when its supervisor signs in elsewhere', async () => {
  feed = await openFeed();
  // What rings while no dispatcher is there opens to supervisors at once, and without a review.
  const dispatcher = await connectConsole(feed.port);
  await dispatcher.signIn(d1.id, 'any');
  const one = await connectConsole(feed.port);
  await one.signIn(supervisor.id, 'any');
  const incidentId = breach(feed.watch);
  expect((await one.command('cmd-review', { kind: 'lease.review', incidentId, reason: '가상의 검토' })).ok).toBe(true);
  expect((await one.call('positions', { incidentId })).ok).toBe(true);
  const other = await connectConsole(feed.port);
  await other.signIn(supervisor.id, 'any');
  expect(await other.call('positions', { incidentId })).toEqual({ ok: false, error: { reason: 'not-allowed' } });
  expect(feed.watch.bodies('lease.ended').map((b) => b.reason)).toEqual(['session-ended']);
  dispatcher.close();
  one.close();
  other.close();
});

test('a message that is not of the protocol is counted', async () => {
  feed = await openFeed();
  const console = await connectConsole(feed.port);
  for (const name of ['lease.grant', '__proto__', 'toString']) console.socket.emit(name, {});
  await until('counted', () => feed.counters.refused()['message'] === 3);
  console.close();
});
