import { beforeEach, expect, test } from 'vitest';
import { createLock } from '../../../../main/console/lock.ts';
import type { Lock, LockOptions } from '../../../../main/console/lock.ts';
import type { LockState } from '../../../../shared/api/lock.ts';
import { apiCallNames } from '../../../../shared/api/contract.ts';

const LOCK_AFTER_S = 300;

let now_ms: number;
let look: () => void;
let told: (LockState | null)[];
let around: { signedIn: boolean; incident: boolean; linkUp: boolean; systemIdle_s: number | null };

const makeLock = (): Lock => {
  const options: LockOptions = {
    lockAfter_s: LOCK_AFTER_S,
    clock: { now: () => now_ms, elapsed_ms: () => now_ms },
    timers: {
      after: () => () => undefined,
      every: (_period_ms, action) => {
        look = action;
        return () => undefined;
      },
    },
    systemIdle_s: () => around.systemIdle_s,
    isSignedIn: () => around.signedIn,
    hasOpenIncident: () => around.incident,
    isLinkUp: () => around.linkUp,
    onChange: (state) => told.push(state),
  };
  return createLock(options);
};

const pass = (seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) {
    now_ms += 1000;
    look();
  }
};

beforeEach(() => {
  now_ms = 1_000_000;
  told = [];
  around = { signedIn: true, incident: false, linkUp: true, systemIdle_s: null };
});

test('locks after five minutes that nobody touched it, once, and says since when and why', () => {
  const lock = makeLock();
  pass(LOCK_AFTER_S - 1);
  expect(lock.state()).toBeNull();
  pass(10);
  expect(told).toEqual([{ since_ms: 1_000_000 + LOCK_AFTER_S * 1000, reason: 'idle' }]);
});

test('a touch of any page starts the five minutes anew', () => {
  const lock = makeLock();
  pass(LOCK_AFTER_S - 1);
  lock.touched();
  pass(LOCK_AFTER_S - 1);
  expect(lock.state()).toBeNull();
  pass(1);
  expect(lock.state()?.reason).toBe('idle');
});

test('whoever works in another program on this machine is not away, where the system can tell', () => {
  around.systemIdle_s = 20;
  const lock = makeLock();
  pass(2 * LOCK_AFTER_S);
  expect(lock.state()).toBeNull();
  around.systemIdle_s = LOCK_AFTER_S;
  pass(1);
  expect(lock.state()?.reason).toBe('idle');
});

test.each([
  ['an incident is open', { incident: true }, { incident: false }],
  ['the link is lost, since nobody could unlock it', { linkUp: false }, { linkUp: true }],
  ['nobody is signed in', { signedIn: false }, { signedIn: true }],
] as const)('does not lock by itself while %s; the five minutes begin when that ends', (_name, now, later) => {
  Object.assign(around, now);
  const lock = makeLock();
  pass(3 * LOCK_AFTER_S);
  expect(lock.state()).toBeNull();
  Object.assign(around, later);
  pass(LOCK_AFTER_S - 1);
  expect(lock.state()).toBeNull();
  pass(1);
  expect(lock.state()?.reason).toBe('idle');
});

test.each(['request', 'screen', 'suspend'] as const)(
  'locks at once on %s, also while an incident is open',
  (reason) => {
    around.incident = true;
    around.linkUp = false;
    const lock = makeLock();
    lock.lock(reason);
    lock.lock('idle');
    expect(told).toEqual([{ since_ms: now_ms, reason }]);
  },
);

test('there is nothing to lock where nobody is signed in', () => {
  around.signedIn = false;
  const lock = makeLock();
  lock.lock('request');
  expect(told).toEqual([]);
});

test('an incident that opens while it is locked does not unlock it', () => {
  const lock = makeLock();
  lock.lock('request');
  around.incident = true;
  pass(10);
  expect(lock.state()?.reason).toBe('request');
});

test('once unlocked it has five minutes again', () => {
  const lock = makeLock();
  pass(LOCK_AFTER_S);
  lock.open();
  pass(LOCK_AFTER_S - 1);
  expect(lock.state()).toBeNull();
  expect(told.at(-1)).toBeNull();
});

test('locked, a page may ask for what the lock screen needs, and for nothing that shows or does anything else', () => {
  const lock = makeLock();
  expect(apiCallNames.filter((name) => !lock.allows(name))).toEqual([]);
  lock.lock('request');
  const refused = apiCallNames.filter((name) => !lock.allows(name));
  expect(refused).toEqual(
    expect.arrayContaining(['send', 'positions', 'accessLog', 'exportEvidence', 'saveExport', 'acceptLog', 'signIn']),
  );
  expect(apiCallNames.filter((name) => lock.allows(name))).toEqual(
    expect.arrayContaining(['snapshot', 'entries', 'unlock', 'signOut', 'setLocale']),
  );
  expect(lock.allows('no such call')).toBe(false);
});
