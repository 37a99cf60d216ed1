import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createAccounts } from '../../../main/monitoring/accounts/accounts.ts';
import { createFeed } from '../../../main/monitoring/feed/feed.ts';
import { createSocketIo } from '../../../main/monitoring/feed/socketIo.ts';
import { createBulkheads } from '../../../main/monitoring/metrics/bulkheads.ts';
import { createCounters } from '../../../main/monitoring/metrics/counters.ts';
import type { Monitoring } from '../../../main/monitoring/ports/monitoring.ts';
import { everyInterval } from '../../../main/monitoring/time/clock.ts';
import { serverEvents } from '../../../shared/protocol/messages.ts';
import type { OperatorId } from '../../../shared/domain/ids.ts';
import { inlineCommits } from '../../builders/answered.ts';
import { withinASecond } from '../console/harness.ts';
import { d1, d2, policy, startWatch } from '../../unit/main/monitoring/watch.ts';
import { connectConsole } from './console.ts';
import type { TestConsole } from './console.ts';
import { until } from './server.ts';

const poison = (): never => {
  throw new TypeError('poisoned');
};

/** A feed over a core of which the test makes one call fail for one operator, while `broken`. */
const openFeed = async () => {
  const watch = startWatch();
  const state: { broken: keyof Monitoring | 'sweep' | 'joinWatch' | 'leaveWatch' | null } = { broken: null };
  const failsFor = (name: keyof Monitoring, operator: OperatorId): void => {
    if (state.broken === name && operator === d1.id) poison();
  };
  const monitoring: Monitoring = {
    ...watch.monitoring,
    presenceFor: (operator, frame) => {
      failsFor('presenceFor', operator);
      return watch.monitoring.presenceFor(operator, frame);
    },
    advisedFor: (operator) => {
      failsFor('advisedFor', operator);
      return watch.monitoring.advisedFor(operator);
    },
    signHead: (tell) => (state.broken === 'signHead' ? poison() : watch.monitoring.signHead(tell)),
  };
  const counters = createCounters();
  const log = pino({ level: 'silent' });
  const elapsed_ms = (): number => performance.now();
  const bulkheads = createBulkheads({ now: watch.now, elapsed_ms, counters, log });
  const accounts = createAccounts({
    store: watch.store,
    commits: inlineCommits(watch.store),
    roster: { operators: [d1, d2], verify: () => Promise.resolve(true) },
    ...{ now: watch.now, elapsed_ms, policy, mode: 'live' },
    onStoreFailure: poison,
  });
  const http = createServer();
  const transport = createSocketIo({ http, onPage: () => undefined });
  const breaking = (name: 'joinWatch' | 'leaveWatch', call: () => void) => (): void =>
    state.broken === name ? poison() : call();
  const feed = createFeed({
    consoles: {
      ...transport,
      serve: ({ refusalOf, onConnection }) =>
        transport.serve({
          refusalOf,
          onConnection: (socket) =>
            onConnection({
              ...socket,
              joinWatch: breaking('joinWatch', socket.joinWatch),
              leaveWatch: breaking('leaveWatch', socket.leaveWatch),
            }),
        }),
    },
    accounts: { ...accounts, sweep: () => (state.broken === 'sweep' ? poison() : accounts.sweep()) },
    ...{ monitoring, mode: 'live', now: watch.now, pacer: null, counters, bulkheads, log },
    ...{ policy, elapsed_ms, storeHealth: () => ({ state: 'working' }), isSimulated: () => false },
    clockHealth: () => ({ state: 'unjudged' }),
    every: everyInterval,
    later: setImmediate,
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const signedIn = (): readonly OperatorId[] => accounts.signedIn().map(({ id }) => id);
  return { state, counters, signedIn, port: (http.address() as AddressInfo).port, close: feed.close }; // in use: it has a port
};

let feed: Awaited<ReturnType<typeof openFeed>>;
const consoles: TestConsole[] = [];
afterEach(async () => {
  for (const one of consoles.splice(0)) one.close();
  await feed.close();
});
const signIn = async (id: OperatorId) => {
  const console = await connectConsole(feed.port);
  consoles.push(console);
  const impaired: string[] = [];
  console.socket.on('impaired', (payload) =>
    impaired.push(
      serverEvents.impaired
        .parse(payload)
        .map(({ part }) => part)
        .join() || 'whole',
    ),
  );
  await console.signIn(id, 'any');
  await until('told how things are', () => impaired.length === 1);
  return { console, impaired, beats: () => console.heard.filter((name) => name === 'heartbeat').length };
};

test.each([
  ['presenceFor', 'positions'],
  ['advisedFor', 'advice'],
] as const)('what throws for one desk (%s) is told to that desk, and reaches no other', async (call, part) => {
  feed = await openFeed();
  const [mine, other] = [await signIn(d1.id), await signIn(d2.id)];
  await until('frames', () => mine.console.frames.length > 0 && other.console.frames.length > 0);
  feed.state.broken = call;
  await until('told', () => mine.impaired.includes(part));
  const before = other.console.frames.length;
  await until('more frames at the other desk', () => other.console.frames.length > before + 1);
  feed.state.broken = null;
  await until('told that it is whole', () => mine.impaired.at(-1) === 'whole');
  expect([mine.impaired, other.impaired]).toEqual([['whole', part, 'whole'], ['whole']]);
});

test.each(['sweep', 'signHead'] as const)(
  'a timer whose work throws (%s) is told to every desk within a second, and heartbeats and frames go on',
  async (what) => {
    feed = await openFeed();
    const [mine, other] = [await signIn(d1.id), await signIn(d2.id)];
    feed.state.broken = what;
    await until('it has failed', () => (feed.counters.refused()['failed-upkeep'] ?? 0) > 0);
    await withinASecond('both desks are told', () =>
      [mine, other].every(({ impaired }) => impaired.at(-1) === 'upkeep'),
    );
    const [beats, frames] = [mine.beats(), mine.console.frames.length];
    await until('they go on', () => mine.beats() > beats + 2 && mine.console.frames.length > frames);
    feed.state.broken = null;
    await until('whole again', () => [mine, other].every(({ impaired }) => impaired.at(-1) === 'whole'));
  },
);

test('a desk that cannot be let in is turned away, and neither ends the server nor costs another its pictures', async () => {
  feed = await openFeed();
  const other = await signIn(d2.id);
  feed.state.broken = 'joinWatch';
  const half = await connectConsole(feed.port);
  consoles.push(half);
  const isGone = new Promise<void>((resolve) => {
    half.socket.on('disconnect', () => resolve());
  });
  await half.signIn(d1.id, 'any');
  await isGone;
  expect(feed.counters.refused()['failed-desks']).toBe(1);
  const [beats, frames] = [other.beats(), other.console.frames.length];
  await until('the other goes on', () => other.beats() > beats + 2 && other.console.frames.length > frames);
});

test('a desk that cannot be taken off what the others are told is cut off, and its session ends', async () => {
  feed = await openFeed();
  const [mine, other] = [await signIn(d1.id), await signIn(d2.id)];
  feed.state.broken = 'leaveWatch';
  const isGone = new Promise<void>((resolve) => {
    mine.console.socket.on('disconnect', () => resolve());
  });
  mine.console.socket.emit('signOut', null, () => undefined);
  await isGone;
  await until('the session has ended', () => feed.signedIn().join() === d2.id);
  const beats = other.beats();
  await until('the other goes on', () => other.beats() > beats + 2);
});
