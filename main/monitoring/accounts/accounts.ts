import { createHash, randomBytes } from 'node:crypto';
import type { ConsoleId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Session, SessionEnd, SignInRefusal } from '../../../shared/protocol/messages.ts';
import type { AccessLine, StoredSession } from '../ports/commit.ts';
import type { Store } from '../store/sqlite/store.ts';
import { createAttempts } from './attempts.ts';
import type { Roster } from './seeds.ts';

export type SessionEnded = { readonly tokenHash: string; readonly operatorId: OperatorId; readonly reason: SessionEnd };

/** A session as the server holds it: by its token's hash, so that the store gives no token away. */
export type Opened = { readonly session: Session; readonly tokenHash: string };

/** Sign-in, sessions and their ends. One session per operator: signing in elsewhere ends the one before. */
export type Accounts = {
  readonly signIn: (username: string, password: string, console: ConsoleId) => Promise<Result<Opened, SignInRefusal>>;
  /** Checks a password as a sign-in does, with its limit and its line in the access log, and opens no session. */
  readonly prove: (username: string, password: string, console: ConsoleId) => Promise<Result<Operator, SignInRefusal>>;
  readonly resume: (token: string) => Result<Opened, SignInRefusal>;
  readonly signOut: (tokenHash: string) => void;
  /** Lets a token that was agreed on beforehand stand for an operator's session. */
  readonly adopt: (token: string, operator: OperatorId, console: ConsoleId) => boolean;
  /** Ends sessions that have run out. */
  readonly sweep: () => void;
  readonly operators: () => readonly Operator[];
  readonly signedIn: () => readonly Operator[];
  readonly onChange: (listener: (ended: readonly SessionEnded[]) => void) => void;
};

const TOKEN_BYTES = 32;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const createAccounts = (given: {
  readonly store: Store;
  readonly roster: Roster;
  readonly now: () => number;
  readonly policy: Policy;
  readonly mode: Mode;
}): Accounts => {
  const { store, roster, now, policy, mode } = given;
  const operators = new Map(roster.operators.map((operator) => [operator.id, operator]));
  const sessions = new Map<string, StoredSession>(store.sessions.all().map((session) => [session.tokenHash, session]));
  const attempts = createAttempts();
  const listeners = new Set<(ended: readonly SessionEnded[]) => void>();

  const line = (operatorId: OperatorId | null, action: AccessLine['action'], detail: string | null): AccessLine => ({
    at_ms: now(),
    operatorId,
    action,
    incidentId: null,
    detail,
  });

  /** Opens and ends sessions in one transaction, on disk and in the access log before anybody is told. */
  const change = (
    opened: readonly StoredSession[],
    ended: readonly SessionEnded[],
    lines: readonly AccessLine[],
  ): void => {
    const sessionsEnded = ended.map(({ tokenHash }) => tokenHash);
    store.commit({ sessionsOpened: opened, sessionsEnded, access: lines });
    for (const { tokenHash } of ended) sessions.delete(tokenHash);
    for (const session of opened) sessions.set(session.tokenHash, session);
    for (const listener of listeners) listener(ended);
  };

  const end = (session: StoredSession, reason: SessionEnd): SessionEnded => ({
    tokenHash: session.tokenHash,
    operatorId: session.operatorId,
    reason,
  });

  const open = (operator: Operator, consoleId: ConsoleId, token: string): Opened => {
    const tokenHash = hashOf(token);
    const expiresAt_ms = now() + policy.session.duration_s * 1000;
    const others = [...sessions.values()].filter((s) => s.operatorId === operator.id);
    const stored = { tokenHash, operatorId: operator.id, consoleId, expiresAt_ms };
    change(
      [stored],
      others.map((s) => end(s, 'elsewhere')),
      [line(operator.id, 'signed-in', consoleId)],
    );
    return { session: { token, operator, mode, expiresAt_ms }, tokenHash };
  };

  const finish = (ended: readonly SessionEnded[]): void => {
    if (ended.length > 0)
      change(
        [],
        ended,
        ended.map((e) => line(e.operatorId, 'signed-out', e.reason)),
      );
  };

  const prove: Accounts['prove'] = async (username, password, consoleId) => {
    const key = `${username}\n${consoleId}`;
    if (attempts.blocked(key, Date.now())) return err('too-many-attempts');
    const operator = roster.operators.find((o) => o.id === username);
    // Counted before the slow check, so that many tries at once cannot slip past the limit together.
    attempts.failed(key, Date.now());
    if (!(await roster.verify(operator?.id, password)) || operator === undefined) {
      store.commit({ access: [line(operator?.id ?? null, 'sign-in-refused', consoleId)] });
      return err('bad-credentials');
    }
    attempts.succeeded(key);
    return ok(operator);
  };

  return {
    prove,
    signIn: async (username, password, consoleId) => {
      const proven = await prove(username, password, consoleId);
      if (!proven.ok) return proven;
      return ok(open(proven.value, consoleId, randomBytes(TOKEN_BYTES).toString('base64url')));
    },
    resume: (token) => {
      const tokenHash = hashOf(token);
      const stored = sessions.get(tokenHash);
      const operator = stored === undefined ? undefined : operators.get(stored.operatorId);
      if (stored === undefined || operator === undefined || now() >= stored.expiresAt_ms) return err('bad-credentials');
      return ok({ session: { token, operator, mode, expiresAt_ms: stored.expiresAt_ms }, tokenHash });
    },
    signOut: (tokenHash) => {
      const stored = sessions.get(tokenHash);
      if (stored !== undefined) finish([end(stored, 'signed-out')]);
    },
    adopt: (token, operatorId, consoleId) => {
      const operator = operators.get(operatorId);
      if (operator !== undefined) open(operator, consoleId, token);
      return operator !== undefined;
    },
    sweep: () => {
      const now_ms = now();
      finish([...sessions.values()].filter((s) => now_ms >= s.expiresAt_ms).map((s) => end(s, 'expired')));
    },
    operators: () => roster.operators,
    signedIn: () => {
      const ids = new Set([...sessions.values()].map((session) => session.operatorId));
      return roster.operators.filter((operator) => ids.has(operator.id));
    },
    onChange: (listener) => {
      listeners.add(listener);
    },
  };
};
