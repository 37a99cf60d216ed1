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
    endSession: { isEnded: true },
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
    watchLaterAnswers: () => () => false,
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

test('a session the server no longer takes is said as such, and one whose time is over as expired', async () => {
  for (const [now_ms, reason] of [
    [0, 'not-resumed'],
    [session.expiresAt_ms, 'expired'],
  ] as const) {
    const { link, values, answer } = slowLink();
    const ends: unknown[] = [];
    const keeper = createSession(
      { ...link, serverNow: () => now_ms },
      { ...silent, onSession: (_view, ended) => ends.push(ended) },
    );
    const signingIn = keeper.signIn({ username: 'u', password: 'p' });
    await answer();
    await answer();
    await signingIn;
    keeper.disconnected();
    values.resume = err('bad-credentials');
    void keeper.resume();
    await answer();
    expect(ends).toEqual([null, reason]);
  }
});

test('a sign-out that the server cannot keep is handed in until it has, and nobody waits for it', async () => {
  const { link, asked, values, answer } = slowLink();
  const keeper = createSession(link, silent);
  const signingIn = keeper.signIn({ username: 'u', password: 'p' });
  await answer();
  await answer();
  await signingIn;
  values.endSession = { isEnded: false };
  await keeper.signOut();
  expect(keeper.view()).toBeNull();
  keeper.handInEnds(); // under way already
  await answer();
  values.endSession = { isEnded: true };
  keeper.handInEnds();
  await answer();
  keeper.handInEnds();
  expect(asked.filter((name) => name === 'endSession')).toHaveLength(2);
});

test('an extended session lasts longer on every page', async () => {
  const { link, values, answer } = slowLink();
  const seen: unknown[] = [];
  const keeper = createSession(link, { ...silent, onSession: (view) => seen.push(view?.expiresAt_ms) });
  const signingIn = keeper.signIn({ username: 'u', password: 'p' });
  await answer();
  await answer();
  await signingIn;
  values.extendSession = ok({ expiresAt_ms: at(7200) });
  const extending = keeper.extend('p');
  await answer();
  expect(await extending).toMatchObject({ ok: true, value: { expiresAt_ms: at(7200) } });
  expect(seen).toEqual([at(3600), at(7200)]);
});
