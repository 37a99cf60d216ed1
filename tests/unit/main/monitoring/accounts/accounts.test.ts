import { describe, expect, it } from 'vitest';
import { ConsoleId } from '../../../../../shared/domain/ids.ts';
import { createAccounts } from '../../../../../main/monitoring/accounts/accounts.ts';
import type { SessionEnded } from '../../../../../main/monitoring/accounts/accounts.ts';
import { createAttempts, MAX_FAILURES } from '../../../../../main/monitoring/accounts/attempts.ts';
import { loadRoster } from '../../../../../main/monitoring/accounts/seeds.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { policy, START_MS } from '../watch.ts';

const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
const here = ConsoleId.parse('console-1');
const there = ConsoleId.parse('console-2');
let now_ms = START_MS;
const roster = await loadRoster(store);
const open = () => createAccounts({ store, roster, now: () => now_ms, policy, mode: 'live' });

describe('accounts', () => {
  it('keep neither password nor token', async () => {
    const accounts = open();
    const session = await accounts.signIn('dispatcher1', 'jikim-dispatch', here);
    if (!session.ok) throw new Error(session.error);
    const kept = JSON.stringify([store.accounts.all(), store.sessions.all()]);
    expect(kept).not.toContain('jikim-dispatch');
    expect(kept).not.toContain(session.value.session.token);
  });

  it('refuse a wrong password and an unknown name alike', async () => {
    const accounts = open();
    expect(await accounts.signIn('dispatcher1', 'wrong', here)).toEqual({ ok: false, error: 'bad-credentials' });
    expect(await accounts.signIn('nobody', 'wrong', here)).toEqual({ ok: false, error: 'bad-credentials' });
  });

  it('resume a session over a restart until it expires', async () => {
    const opened = await open().signIn('dispatcher2', 'jikim-dispatch', here);
    if (!opened.ok) throw new Error(opened.error);
    const restarted = open();
    const resumed = restarted.resume(opened.value.session.token);
    expect(resumed.ok && resumed.value.session.operator.id).toBe('dispatcher2');
    const ended: SessionEnded[] = [];
    restarted.onChange((more) => ended.push(...more));
    now_ms += policy.session.duration_s * 1000;
    expect(restarted.resume(opened.value.session.token)).toEqual({ ok: false, error: 'bad-credentials' });
    restarted.sweep();
    expect(ended.map((e) => e.reason)).toContain('expired');
    expect(restarted.signedIn()).toEqual([]);
  });

  it('end the session before when an operator signs in elsewhere, and keep them signed in', async () => {
    const accounts = open();
    const first = await accounts.signIn('supervisor1', 'jikim-review', here);
    const ended: SessionEnded[] = [];
    accounts.onChange((more) => ended.push(...more));
    await accounts.signIn('supervisor1', 'jikim-review', there);
    expect(ended.map((e) => e.reason)).toEqual(['elsewhere']);
    expect(first.ok && accounts.resume(first.value.session.token).ok).toBe(false);
    expect(accounts.signedIn().map((o) => o.id)).toEqual(['supervisor1']);
  });

  it('put every sign-in, refusal and sign-out into the access log', () => {
    const actions = new Set(store.access.page(null, 100).map((line) => line.action));
    expect([...actions].toSorted()).toEqual(['sign-in-refused', 'signed-in', 'signed-out']);
  });
});

describe('roster', () => {
  // Ten hashes, each slow on purpose.
  it('of a new store hashes the passwords of the file, and the hashes serve from then on', async () => {
    const fresh = openStore(':memory:', secretFrom(new Uint8Array(32)));
    for (const loaded of [await loadRoster(fresh), await loadRoster(fresh)]) {
      const dispatcher = loaded.operators.find((operator) => operator.role === 'dispatcher')?.id;
      expect(await loaded.verify(dispatcher, 'jikim-dispatch')).toBe(true);
      expect(await loaded.verify(dispatcher, 'jikim-review')).toBe(false);
      expect(await loaded.verify(undefined, 'jikim-dispatch')).toBe(false);
    }
    expect(fresh.accounts.all()).toHaveLength(4);
  }, 60_000);
});

describe('attempts', () => {
  it('are blocked after five failures in a minute, and free again a minute later', () => {
    const attempts = createAttempts();
    for (let i = 0; i < MAX_FAILURES; i += 1) {
      expect(attempts.blocked('a', i)).toBe(false);
      attempts.failed('a', i);
    }
    expect(attempts.blocked('a', 10)).toBe(true);
    expect(attempts.blocked('b', 10)).toBe(false);
    expect(attempts.blocked('a', 60_000)).toBe(false);
  });
});
