import { createHash, randomBytes } from 'node:crypto';
import type { ConsoleId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Session, SessionEnd, SignInRefusal } from '../../../shared/protocol/messages.ts';
import type { AccessLine, StoredSession } from '../ports/commit.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';
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
  /** Ends the session, also while the store refuses: its row and its line of the access log are written with a later sweep then. */
  readonly signOut: (tokenHash: string) => void;
  /** Lets a token that was agreed on beforehand stand for an operator's session. False for nobody's, and while it cannot be stored. */
  readonly adopt: (token: string, operator: OperatorId, console: ConsoleId) => Promise<boolean>;
  /** Ends sessions that have run out, and writes what the store has refused of those ended before. It never throws for the store. */
  readonly sweep: () => void;
  readonly operators: () => readonly Operator[];
  readonly signedIn: () => readonly Operator[];
  readonly onChange: (listener: (ended: readonly SessionEnded[]) => void) => void;
};

const TOKEN_BYTES = 32;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const createAccounts = (given: {
  readonly store: Pick<RecordReads, 'sessions'>;
  readonly commits: CommitQueue;
  readonly roster: Roster;
  readonly now: () => number;
  /** Milliseconds on a clock that nobody sets: failed sign-ins are counted by it, in training too. */
  readonly elapsed_ms: () => number;
  readonly policy: Policy;
  readonly mode: Mode;
  /** Told when what sessions need on disk could not be written. */
  readonly onStoreFailure: (thrown: unknown) => void;
}): Accounts => {
  const { store, commits, roster, now, policy, mode } = given;
  const operators = new Map(roster.operators.map((operator) => [operator.id, operator]));
  const sessions = new Map<string, StoredSession>(store.sessions.all().map((session) => [session.tokenHash, session]));
  const attempts = createAttempts();
  /** Sessions that have ended and whose rows are still on disk, each with its line of the access log. */
  const owed = new Map<string, AccessLine>();
  const listeners = new Set<(ended: readonly SessionEnded[]) => void>();

  const line = (operatorId: OperatorId | null, action: AccessLine['action'], detail: string | null): AccessLine => ({
    at_ms: now(),
    operatorId,
    action,
    incidentId: null,
    people: [],
    detail,
  });

  const tell = (ended: readonly SessionEnded[]): void => {
    for (const listener of listeners) listener(ended);
  };

  const end = (session: StoredSession, reason: SessionEnd): SessionEnded => ({
    tokenHash: session.tokenHash,
    operatorId: session.operatorId,
    reason,
  });

  /** Takes what is owed along with a commit; where that does not reach the disk, it is owed on. */
  const takeOwed = () => {
    const taken = new Map(owed);
    owed.clear();
    return {
      hashes: [...taken.keys()],
      lines: [...taken.values()],
      putBack: (): void => {
        for (const [hash, one] of taken) owed.set(hash, one);
      },
    };
  };

  const open = (operator: Operator, consoleId: ConsoleId, token: string): Promise<Result<Opened, SignInRefusal>> =>
    new Promise((resolve) => {
      const tokenHash = hashOf(token);
      const expiresAt_ms = now() + policy.session.duration_s * 1000;
      const stored = { tokenHash, operatorId: operator.id, consoleId, expiresAt_ms };
      let others: readonly StoredSession[] = [];
      let taken: ReturnType<typeof takeOwed> | null = null;
      // On disk and in the access log before anybody is told: a sign-in that cannot be stored is none, and ends no other.
      commits.add({
        prepare: () => {
          others = [...sessions.values()].filter((s) => s.operatorId === operator.id);
          taken = takeOwed();
          return {
            sessionsOpened: [stored],
            sessionsEnded: [...taken.hashes, ...others.map((s) => s.tokenHash)],
            access: [...taken.lines, line(operator.id, 'signed-in', consoleId)],
          };
        },
        done: (outcome) => {
          if (!outcome.ok) {
            taken?.putBack();
            given.onStoreFailure(outcome.error);
            return resolve(err('store-failed'));
          }
          for (const other of others) sessions.delete(other.tokenHash);
          sessions.set(tokenHash, stored);
          tell(others.map((s) => end(s, 'elsewhere')));
          return resolve(ok({ session: { token, operator, mode, expiresAt_ms }, tokenHash }));
        },
      });
    });

  const writeOwed = (): void => {
    let taken: ReturnType<typeof takeOwed> | null = null;
    commits.add({
      prepare: () => {
        if (owed.size === 0) return null;
        taken = takeOwed();
        return { sessionsEnded: taken.hashes, access: taken.lines };
      },
      done: (outcome) => {
        if (outcome.ok) return;
        taken?.putBack();
        given.onStoreFailure(outcome.error);
      },
    });
  };

  /** Ends sessions at once, whatever the disk says: who has signed out, or whose time is over, must not go on because a disk is full. */
  const finish = (ended: readonly SessionEnded[]): void => {
    for (const { tokenHash, operatorId, reason } of ended) {
      sessions.delete(tokenHash);
      owed.set(tokenHash, line(operatorId, 'signed-out', reason));
    }
    if (owed.size > 0) writeOwed();
    if (ended.length > 0) tell(ended);
  };

  /** A refused sign-in is answered once its line is on the access log. */
  const refused = (operator: OperatorId | null, consoleId: ConsoleId): Promise<Result<never, SignInRefusal>> =>
    new Promise((resolve) => {
      commits.add({
        prepare: () => ({ access: [line(operator, 'sign-in-refused', consoleId)] }),
        done: (outcome) => {
          if (!outcome.ok) given.onStoreFailure(outcome.error);
          resolve(err(outcome.ok ? 'bad-credentials' : 'store-failed'));
        },
      });
    });

  const prove: Accounts['prove'] = async (username, password, consoleId) => {
    const key = `${username}\n${consoleId}`;
    if (attempts.blocked(key, given.elapsed_ms())) return err('too-many-attempts');
    const operator = roster.operators.find((o) => o.id === username);
    // Counted before the slow check, so that many tries at once cannot slip past the limit together.
    attempts.failed(key, given.elapsed_ms());
    const isRight = await roster.verify(operator?.id, password);
    if (!isRight || operator === undefined) return refused(operator?.id ?? null, consoleId);
    attempts.succeeded(key);
    return ok(operator);
  };

  return {
    prove,
    signIn: async (username, password, consoleId) => {
      const proven = await prove(username, password, consoleId);
      if (!proven.ok) return proven;
      return open(proven.value, consoleId, randomBytes(TOKEN_BYTES).toString('base64url'));
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
    adopt: async (token, operatorId, consoleId) => {
      const operator = operators.get(operatorId);
      return operator !== undefined && (await open(operator, consoleId, token)).ok;
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
