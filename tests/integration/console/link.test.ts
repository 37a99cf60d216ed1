import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodePresence } from '../../../shared/protocol/presence.ts';
import { dispatcher } from '../../builders/directory.ts';
import { leaseId, incidentId } from '../../builders/ids.ts';
import { aFrame, aLease } from '../../builders/presence.ts';
import { openDouble } from './double.ts';
import type { Double } from './double.ts';
import { driveConsole, tempFolder, until, withinASecond } from './harness.ts';
import type { Driven } from './harness.ts';

let double: Double;
let driven: Driven;
let folder: ReturnType<typeof tempFolder>;

const link = (): ReturnType<Driven['process']['snapshot']>['link'] => driven.process.snapshot().link;
const isUp = (): boolean => link().status === 'up';
const signIn = async (): Promise<void> => {
  await until('link up', isUp);
  expect((await driven.call('signIn', { username: 'u', password: 'right' })).ok).toBe(true);
};

beforeEach(async () => {
  folder = tempFolder();
  double = await openDouble(dispatcher);
  driven = driveConsole(double.url, folder.path);
});

afterEach(async () => {
  await driven.close();
  await double.kill();
  folder.remove();
});

test('says within a second that the feed is lost although the connection stands', async () => {
  await until('link up', isUp);
  double.heartbeats(false);
  await withinASecond('link lost', () => link().status === 'lost');
  double.heartbeats(true);
  await until('link up again', isUp);
});

test('U3: says whether the server plays people, at once and before anybody has signed in', async () => {
  expect(link().simulated).toBeNull();
  await until('link up', isUp);
  expect(link().simulated).toBe(false);
  double.simulate(true);
  await withinASecond('people are simulated', () => link().simulated === true);
  double.heartbeats(false);
  await withinASecond('link lost', () => link().status === 'lost');
  expect(link().simulated, 'what was said last stays').toBe(true);
});

test('comes back by itself after the server was gone, with the same session', async () => {
  await signIn();
  const port = await double.kill();
  await withinASecond('link lost', () => link().status === 'lost');
  expect(driven.process.snapshot().session?.operator.id).toBe(dispatcher.id);
  double = await openDouble(dispatcher, port);
  await until('link up', isUp);
  await until('caught up', () => link().caughtUp);
  expect(driven.heard('session').map(({ session }) => session === null)).not.toContain(true);
});

test('a session the server no longer knows ends, and what it opened goes with it', async () => {
  await signIn();
  double.emit('leaseOpened', aLease());
  await until('lease held', () => driven.process.snapshot().leases.length === 1);
  const port = await double.kill();
  double = await openDouble(dispatcher, port);
  double.answer('resume', () => ({ ok: false, error: 'invalid' }));
  await until('session ended', () => driven.process.snapshot().session === null);
  expect(driven.heard('session').at(-1)).toEqual({ session: null, ended: 'not-resumed' });
  expect(driven.process.snapshot().leases).toEqual([]);
  expect(driven.process.snapshot().directory).toBeNull();
});

test('another protocol version is refused, plainly', async () => {
  await driven.close();
  await double.kill();
  double = await openDouble(dispatcher, 0, [], 99);
  driven = driveConsole(double.url, folder.path);
  await until('link refused', () => link().status === 'refused');
});

test('a server that is not there leaves the sign-in with a lost link', async () => {
  await driven.close();
  const port = await double.kill();
  driven = driveConsole(`http://127.0.0.1:${port}`, folder.path);
  await until('link lost', () => link().status === 'lost', 3000);
  expect(await driven.call('signIn', { username: 'u', password: 'right' })).toEqual({ ok: false, error: 'offline' });
  double = await openDouble(dispatcher, port);
  await until('link up', isUp);
});

test.each([
  ['an event outside the protocol', 'surprise', {}],
  ['entries that are none', 'entries', [{ seq: 'one' }]],
  ['a lease without subjects', 'leaseOpened', { lease: {} }],
  ['presence that is text', 'presence', 'here'],
  ['presence of a wrong length', 'presence', Buffer.from([0x4a, 0x4b, 1])],
])('counts and drops %s', async (_name, event, payload) => {
  await signIn();
  double.emitRaw(event, payload);
  await until('counted', () => link().refusedMessages === 1);
  expect(driven.heard('entries')).toEqual([]);
  expect(driven.heard('presence')).toEqual([]);
  expect(isUp()).toBe(true);
});

test('passes presence on and counts the frames that never came', async () => {
  await signIn();
  for (const frame of [1, 2, 6]) double.emitRaw('presence', Buffer.from(encodePresence(aFrame({ frame }))));
  await until('three frames', () => driven.heard('presence').length === 3);
  expect(driven.heard('presence')[0]).toBeInstanceOf(Uint8Array);
  await until('three dropped', () => link().droppedFrames === 3);
});

test('measures the server’s clock', async () => {
  await until('link up', isUp);
  expect(Math.abs(link().clockOffset_ms ?? Infinity)).toBeLessThan(100);
});

test('a lease ends when its server says so, when it runs out, and when it is not told again', async () => {
  await signIn();
  const opened = aLease();
  const other = { ...opened, lease: { ...opened.lease, id: leaseId('L2'), expiresAt_ms: Date.now() + 60_000 } };
  const short = { ...opened, lease: { ...opened.lease, id: leaseId('L3'), expiresAt_ms: Date.now() + 500 } };
  const held = (): readonly string[] => driven.process.snapshot().leases.map(({ lease }) => lease.id);
  double.emit('leaseOpened', { ...opened, lease: { ...opened.lease, expiresAt_ms: Date.now() + 60_000 } });
  double.emit('leaseOpened', other);
  double.emit('leaseOpened', short);
  await until('three held', () => held().length === 3);
  await until('the short one ran out', () => !held().includes('L3'));
  double.emit('leaseEnded', { leaseId: opened.lease.id });
  await until('one held', () => held().length === 1);
  const port = await double.kill();
  await until('lost', () => link().status === 'lost');
  expect(held()).toEqual(['L2']); // still drawn, and said to be stale
  double = await openDouble(dispatcher, port);
  await until('not confirmed, dropped', () => held().length === 0);
});

test('advice goes as soon as one of the people it spoke of is no longer open', async () => {
  await signIn();
  const { lease, ...rest } = aLease();
  const expiresAt_ms = Date.now() + 60_000;
  const [offender, victim] = [leaseId('L-offender'), leaseId('L-victim')];
  const { incidentId: of, subjects } = lease;
  double.emit('leaseOpened', {
    ...rest,
    lease: { ...lease, id: offender, expiresAt_ms, subjects: subjects.slice(0, 1) },
  });
  double.emit('leaseOpened', { ...rest, lease: { ...lease, id: victim, expiresAt_ms, subjects: subjects.slice(1) } });
  double.emit('advice', { incidentId: of, at_ms: Date.now(), ranking: [], offender: null, escape: [], led: [] });
  await until('advice', () => driven.process.snapshot().advice.length === 1);
  double.emit('leaseEnded', { leaseId: offender });
  await until('advice gone', () => driven.process.snapshot().advice.length === 0);
  expect(driven.process.snapshot().leases.map((opened) => opened.lease.id)).toEqual([victim]);
});

test('advice is kept only under a lease of its incident', async () => {
  await signIn();
  const opened = aLease();
  double.emit('advice', {
    incidentId: incidentId('elsewhere'),
    at_ms: Date.now(),
    ranking: [],
    offender: null,
    escape: [],
    led: [],
  });
  double.emit('leaseOpened', { ...opened, lease: { ...opened.lease, expiresAt_ms: Date.now() + 60_000 } });
  double.emit('advice', {
    incidentId: opened.lease.incidentId,
    at_ms: Date.now(),
    ranking: [],
    offender: null,
    escape: [],
    led: [],
  });
  await until('advice', () => driven.heard('advice').length === 1);
  double.emit('leaseEnded', { leaseId: opened.lease.id });
  await until('advice gone with its lease', () => driven.process.snapshot().advice.length === 0);
});
