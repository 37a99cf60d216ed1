import { expect, test } from 'vitest';
import type { Link } from '../../../../../main/console/link/link.ts';
import { createSession } from '../../../../../main/console/session/session.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import type { ServerCallName, Session } from '../../../../../shared/protocol/messages.ts';
import { aDirectory, dispatcher } from '../../../../builders/directory.ts';
import { at } from '../../../../builders/times.ts';

const session: Session = {
  token: 'a-token-long-enough-to-be-one',
  operator: dispatcher,
  mode: 'live',
  expiresAt_ms: at(3600),
};

/** A link whose answers come when the test says so. */
const slowLink = (): {
  readonly link: Link;
  readonly asked: ServerCallName[];
  /** What each call is answered. */
  readonly values: Partial<Record<ServerCallName, unknown>>;
  readonly answer: () => Promise<void>;
} => {
  const waiting: (() => void)[] = [];
  const asked: ServerCallName[] = [];
  const values: Partial<Record<ServerCallName, unknown>> = {
    signIn: ok(session),
    resume: ok(session),
    directory: ok(aDirectory()),
    signOut: null,
  };
  const link: Link = {
    view: () => ({
      status: 'up',
      since_ms: 0,
      clockOffset_ms: 0,
      machineClockOff_ms: null,
      simulated: false,
      serverStore: null,
      clock: null,
    }),
    isUp: () => true,
    whenUp: () => Promise.resolve(true),
    serverNow: () => 0,
    toServerTime: (at_ms) => at_ms,
    call: (name) =>
      new Promise((resolve) => {
        asked.push(name);
        waiting.push(() => resolve(ok(values[name] as never))); // the value that belongs to the name
      }),
    close: () => undefined,
  };
  return {
    link,
    asked,
    values,
    answer: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

const silent = { onSession: () => undefined, onDirectory: () => undefined, onReady: () => undefined };

test('however often it is asked for, one resumption is under way at a time, and it lands', async () => {
  const { link, asked, answer } = slowLink();
  const keeper = createSession(link, silent, 'a-token');
  void keeper.resume();
  void keeper.resume();
  expect(keeper.isPending()).toBe(false);
  await answer();
  void keeper.resume();
  await answer();
  expect(asked).toEqual(['resume', 'directory']);
  expect(keeper.isReady()).toBe(true);
});

test('a slow sign-in is not overtaken by a resumption of its own token', async () => {
  const { link, asked, answer } = slowLink();
  const keeper = createSession(link, silent);
  const signedIn = keeper.signIn({ username: 'u', password: 'p' });
  await answer();
  expect(keeper.isPending()).toBe(false);
  void keeper.resume();
  await answer();
  expect(await signedIn).toMatchObject({ ok: true });
  expect(asked).toEqual(['signIn', 'directory']);
});

test('a server that cannot store anything ends no session: it is taken up again later', async () => {
  const { link, values, answer } = slowLink();
  const keeper = createSession(link, silent, 'a-token');
  values.resume = err('store-failed');
  void keeper.resume();
  await answer();
  expect(keeper.isPending()).toBe(true);
  values.resume = ok(session);
  void keeper.resume();
  await answer();
  await answer();
  expect(keeper.isReady()).toBe(true);
});

test('an answer that comes after the operator has signed out is void', async () => {
  const { link, answer } = slowLink();
  const keeper = createSession(link, silent, 'a-token');
  void keeper.resume();
  const out = keeper.signOut();
  await answer();
  await answer();
  await answer();
  await out;
  expect([keeper.view(), keeper.isReady(), keeper.isPending()]).toEqual([null, false, false]);
});
