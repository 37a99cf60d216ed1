import { inlineCommits } from '../../../../builders/answered.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../../../../shared/domain/result.ts';
import { ConsoleId } from '../../../../../shared/domain/ids.ts';
import { createAccounts } from '../../../../../main/monitoring/accounts/accounts.ts';
import type { SessionEnded } from '../../../../../main/monitoring/accounts/accounts.ts';
import { createAttempts, MAX_FAILURES } from '../../../../../main/monitoring/accounts/attempts.ts';
import { loadRoster } from '../../../../../main/monitoring/accounts/seeds.ts';
import type { Roster } from '../../../../../main/monitoring/accounts/seeds.ts';
import { createCommitQueue } from '../../../../../main/monitoring/store/commitQueue.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { policy, START_MS } from '../watch.ts';

const store = openStore(':memory:', secretFrom(new Uint8Array(32)));
const here = ConsoleId.parse('console-1');
const there = ConsoleId.parse('console-2');
let now_ms = START_MS;
let elapsed_ms = 0;
const roster = await loadRoster(store, inlineCommits(store));
const failures: unknown[] = [];
const open = (from: Roster = roster) =>
  createAccounts({
    store,
    commits: inlineCommits({ ...store, commit: (change) => commit(change) }),
    roster: from,
    now: () => now_ms,
    elapsed_ms: () => elapsed_ms,
    policy,
    mode: 'live',
    onStoreFailure: (thrown) => failures.push(thrown),
  });
const refuse = (): never => {
  throw new Error('database is locked');
};
let commit = store.commit;
beforeEach(() => {
  commit = store.commit;
  failures.length = 0;
});
const kept = (tokenHash: string): boolean => store.sessions.all().some((session) => session.tokenHash === tokenHash);
const newest = () => store.access.page(null, 1).map(({ action, operatorId, detail }) => [action, operatorId, detail]);

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

  it('are guessed at no faster where the clock is set forward: failed sign-ins are counted by the time that passes', async () => {
    const accounts = open();
    const guess = () => accounts.signIn('dispatcher2', 'a guess', there);
    for (let n = 0; n < MAX_FAILURES; n += 1) expect(await guess()).toEqual({ ok: false, error: 'bad-credentials' });
    now_ms += 3_600_000;
    expect(await guess()).toEqual({ ok: false, error: 'too-many-attempts' });
    now_ms -= 7_200_000;
    elapsed_ms += 60_000;
    expect(await guess()).toEqual({ ok: false, error: 'bad-credentials' });
    now_ms += 3_600_000;
  });

  it('end a session at once while the store refuses, and write its end once, as soon as the store takes it', async () => {
    const accounts = open();
    const opened = await accounts.signIn('dispatcher1', 'jikim-dispatch', here);
    if (!opened.ok) throw new Error(opened.error);
    const { session, tokenHash } = opened.value;
    const ended: SessionEnded[] = [];
    accounts.onChange((more) => ended.push(...more));
    commit = refuse;
    void accounts.signOut(tokenHash);
    expect(accounts.resume(session.token)).toEqual({ ok: false, error: 'bad-credentials' });
    expect(accounts.signedIn().map(({ id }) => id)).not.toContain('dispatcher1');
    expect(ended.map(({ reason }) => reason)).toEqual(['signed-out']);
    const endedAt_ms = now_ms;
    now_ms += 1000;
    accounts.sweep();
    expect(failures).toHaveLength(2);
    expect(kept(tokenHash)).toBe(true);
    commit = store.commit;
    accounts.sweep();
    expect(kept(tokenHash)).toBe(false);
    expect(newest()).toEqual([['signed-out', 'dispatcher1', 'signed-out']]);
    expect(store.access.page(null, 1)[0]?.at_ms).toBe(endedAt_ms);
    commit = refuse; // nothing is left to be written
    accounts.sweep();
    expect(failures).toHaveLength(2);
    expect(ended).toHaveLength(1);
  });

  it('end a session that has run out while the store refuses, and write that with the next sign-in', async () => {
    const accounts = open();
    const opened = await accounts.signIn('dispatcher1', 'jikim-dispatch', here);
    if (!opened.ok) throw new Error(opened.error);
    now_ms += policy.session.duration_s * 1000;
    commit = refuse;
    accounts.sweep();
    expect(accounts.signedIn()).toEqual([]);
    commit = store.commit;
    expect((await accounts.signIn('dispatcher2', 'jikim-dispatch', there)).ok).toBe(true);
    expect(kept(opened.value.tokenHash)).toBe(false);
    const lines = store.access.page(null, 2).map(({ action, operatorId }) => [action, operatorId]);
    expect(lines).toEqual([
      ['signed-in', 'dispatcher2'],
      ['signed-out', 'dispatcher1'],
    ]);
  });

  it('let whoever has the right password in while the store refuses, end the session before, and write both once it takes them', async () => {
    const accounts = open();
    const first = await accounts.signIn('supervisor1', 'jikim-review', here);
    if (!first.ok) throw new Error(first.error);
    commit = refuse;
    const second = await accounts.signIn('supervisor1', 'jikim-review', there);
    if (!second.ok) throw new Error(second.error);
    expect(failures).toEqual([new Error('database is locked')]);
    expect(accounts.resume(first.value.session.token).ok).toBe(false);
    expect(accounts.resume(second.value.session.token).ok).toBe(true);
    expect(await accounts.signIn('supervisor1', 'wrong-password', there)).toEqual({
      ok: false,
      error: 'bad-credentials',
    });
    expect([kept(first.value.tokenHash), kept(second.value.tokenHash)]).toEqual([true, false]);
    commit = store.commit;
    accounts.sweep();
    expect([kept(first.value.tokenHash), kept(second.value.tokenHash)]).toEqual([false, true]);
    const lines = store.access.page(null, 2).map(({ action, detail }) => [action, detail]);
    expect(lines).toEqual([
      ['sign-in-refused', there],
      ['signed-in', there],
    ]);
  });

  it('never write a session that was opened and ended while the store refused: nobody could resume it later', async () => {
    const accounts = open();
    commit = refuse;
    const opened = await accounts.signIn('dispatcher2', 'jikim-dispatch', here);
    if (!opened.ok) throw new Error(opened.error);
    void accounts.signOut(opened.value.tokenHash);
    commit = store.commit;
    accounts.sweep();
    expect(kept(opened.value.tokenHash)).toBe(false);
    expect(store.access.page(null, 2).map(({ action }) => action)).toEqual(['signed-out', 'signed-in']);
    expect(open().resume(opened.value.session.token).ok).toBe(false);
  });

  it('let somebody in although the store does not answer, and store that once it does', async () => {
    const answers: (() => void)[] = [];
    const accounts = createAccounts({
      ...{ store, roster, now: () => now_ms, elapsed_ms: () => elapsed_ms, policy, mode: 'live' as const },
      commits: createCommitQueue(
        {
          commit: (change, done) =>
            void answers.push(() => {
              store.commit(change);
              done(ok(null));
            }),
        },
        (thrown) => failures.push(thrown),
      ),
      onStoreFailure: (thrown) => failures.push(thrown),
    });
    const asked = accounts.signIn('dispatcher1', 'jikim-dispatch', there);
    await vi.waitFor(() => expect(answers).toHaveLength(1), 10_000);
    accounts.sweep();
    expect(accounts.signedIn().map(({ id }) => id)).not.toContain('dispatcher1');
    elapsed_ms += policy.record.provisionalAfter_s * 1000;
    accounts.sweep();
    const opened = await asked;
    if (!opened.ok) throw new Error(opened.error);
    expect(accounts.resume(opened.value.session.token).ok).toBe(true);
    expect(kept(opened.value.tokenHash)).toBe(false);
    while (answers.length > 0) answers.shift()?.();
    expect(kept(opened.value.tokenHash)).toBe(true);
    void accounts.signOut(opened.value.tokenHash);
    while (answers.length > 0) answers.shift()?.();
    expect(kept(opened.value.tokenHash)).toBe(false);
    expect(failures).toEqual([]);
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
    const commits = inlineCommits(fresh);
    for (const loaded of [await loadRoster(fresh, commits), await loadRoster(fresh, commits)]) {
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

describe('a session that ends', () => {
  /** A password costs a second to check on a busy machine, and none of that is tested here. */
  const quick: Roster = {
    operators: roster.operators,
    verify: (_id, password) => Promise.resolve(password === 'jikim-dispatch'),
  };
  const { duration_s, warnBefore_s, extension_s, longest_s } = policy.session;
  const opened = async (accounts: ReturnType<typeof open>) => {
    const made = await accounts.signIn('dispatcher1', 'jikim-dispatch', here);
    if (!made.ok) throw new Error(made.error);
    return made.value;
  };
  const toLast = (s: number): void => {
    now_ms += s * 1000;
  };

  it('is extended near its end for the password, once; again only while an incident is worked; and never beyond the longest', async () => {
    const accounts = open(quick);
    const { session, tokenHash } = await opened(accounts);
    const extend = (works: boolean, password = 'jikim-dispatch') =>
      accounts.extend(tokenHash, password, here, () => works);
    expect(await extend(true)).toEqual({ ok: false, error: 'not-yet' });
    toLast(duration_s - warnBefore_s);
    expect(await extend(true, 'wrong')).toEqual({ ok: false, error: 'bad-credentials' });
    const once_ms = session.expiresAt_ms + extension_s * 1000;
    expect(await extend(false)).toEqual({ ok: true, value: once_ms });
    expect(newest()).toEqual([['session-extended', 'dispatcher1', null]]);
    expect(open().resume(session.token)).toMatchObject({ ok: true, value: { session: { expiresAt_ms: once_ms } } });
    toLast(extension_s);
    expect(await extend(false)).toEqual({ ok: false, error: 'no-incident' });
    let until_ms = once_ms;
    while (until_ms < session.expiresAt_ms + (longest_s - duration_s) * 1000) {
      const more = await extend(true);
      if (!more.ok) throw new Error(more.error);
      expect(more.value).toBeGreaterThan(until_ms);
      until_ms = more.value;
      toLast(extension_s);
    }
    now_ms = until_ms - 1000;
    expect(until_ms).toBe(session.expiresAt_ms + (longest_s - duration_s) * 1000);
    expect(await extend(true)).toEqual({ ok: false, error: 'longest' });
    now_ms = until_ms;
    accounts.sweep();
    expect(await extend(true)).toEqual({ ok: false, error: 'not-signed-in' });
  });

  it('is extended also while the store refuses, and what is to be written of it is owed', async () => {
    const accounts = open(quick);
    const { session, tokenHash } = await opened(accounts);
    toLast(duration_s - 60);
    const [last] = store.access.page(null, 1);
    commit = refuse;
    const until = await accounts.extend(tokenHash, 'jikim-dispatch', here, () => true);
    expect(until.ok).toBe(true);
    toLast(120);
    accounts.sweep();
    expect(accounts.signedIn().map(({ id }) => id)).toContain('dispatcher1');
    commit = store.commit;
    accounts.sweep();
    const lines = store.access
      .page(null, 5)
      .filter(({ id, action }) => id > (last?.id ?? 0) && action === 'session-extended');
    expect(lines.map(({ operatorId }) => operatorId)).toEqual(['dispatcher1']);
    expect(store.sessions.all().find((one) => one.tokenHash === tokenHash)?.expiresAt_ms).toBe(until.ok && until.value);
    expect(open().resume(session.token).ok).toBe(true);
  });

  it('and was signed out is said to be gone only once nothing of it is on the disk', async () => {
    const accounts = open(quick);
    const { session, tokenHash } = await opened(accounts);
    commit = refuse;
    expect(await accounts.signOut(tokenHash)).toBe(false);
    expect(open().resume(session.token).ok).toBe(true); // a server that was killed now would take it up again
    commit = store.commit;
    expect(await accounts.signOut(tokenHash)).toBe(true);
    expect(open().resume(session.token).ok).toBe(false);
  });
});
