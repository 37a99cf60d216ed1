import { createHash, randomBytes } from 'node:crypto';
import type { ConsoleId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ExtendRefusal, Session, SessionEnd, SignInRefusal } from '../../../shared/protocol/messages.ts';
import type { AccessLine, StoredSession } from '../ports/commit.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';
import { createAttempts } from './attempts.ts';
import { extensionOf } from './extension.ts';
import { createOwed } from './owed.ts';
import type { Roster } from './seeds.ts';

export type SessionEnded = { readonly tokenHash: string; readonly operatorId: OperatorId; readonly reason: SessionEnd };

/** A session as the server holds it: by its token's hash, so that the store gives no token away. */
export type Opened = { readonly session: Session; readonly tokenHash: string };

/**
 * Sign-in, sessions and their ends. One session per operator: signing in elsewhere ends the one before. Where the store takes nothing, whoever
 * has the right password is let in on what is in memory, and what there is to store of it is stored later.
 */
export type Accounts = {
  readonly signIn: (username: string, password: string, console: ConsoleId) => Promise<Result<Opened, SignInRefusal>>;
  /** Checks a password as a sign-in does, with its limit and its line in the access log, and opens no session. */
  readonly prove: (username: string, password: string, console: ConsoleId) => Promise<Result<Operator, SignInRefusal>>;
  readonly resume: (token: string) => Result<Opened, SignInRefusal>;
  /**
   * Ends the session, also while the store refuses: its row and its line of the access log are written with a later sweep then.
   * @returns whether nothing of it is on disk any more.
   */
  readonly signOut: (tokenHash: string) => Promise<boolean>;
  /**
   * Lets a session last longer, for its operator's password. It does so also while the store refuses: whoever works an incident must not lose
   * it to a full disk, and what is to be written of it is owed.
   */
  readonly extend: (
    tokenHash: string,
    password: string,
    console: ConsoleId,
    worksIncident: () => boolean,
  ) => Promise<Result<number, ExtendRefusal>>;
  /** Lets a token that was agreed on beforehand stand for an operator's session. False for nobody's. */
  readonly adopt: (token: string, operator: OperatorId, console: ConsoleId) => Promise<boolean>;
  /**
   * Ends sessions that have run out, writes what the store has refused before, and answers whoever waits for a store that does not answer. It
   * never throws for the store.
   */
  readonly sweep: () => void;
  readonly operators: () => readonly Operator[];
  readonly signedIn: () => readonly Operator[];
  readonly onChange: (listener: (ended: readonly SessionEnded[]) => void) => void;
};

/** What one sign-in writes: its session, rows that go with it, and its line of the access log. */
type Made = { readonly opened: StoredSession | null; readonly ended: readonly string[]; readonly line: AccessLine };

const TOKEN_BYTES = 32;
/** What a token is known by here. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

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
  const owed = createOwed();
  let isWriting = false;
  /** Those who wait for the store, each since when it has been asked. */
  const unanswered = new Set<{ readonly since_ms: number; readonly answerNow: () => void }>();
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

  const owe = ({ opened, ended, line: one }: Made): void => {
    if (opened !== null) owed.opened(opened);
    for (const hash of ended) owed.ended(hash);
    owed.line(one);
  };

  /**
   * Writes sessions and lines, and what is owed with them; what is not taken is owed. `answer` runs once: then, or when it has taken too long,
   * and is told whether what it asked for was made by then.
   */
  const write = (made: () => Made, answer: (isMade: boolean) => void): void => {
    let own: Made | null = null;
    const answerOnce = (): void => {
      if (unanswered.delete(waiting)) answer(own !== null);
    };
    const waiting = { since_ms: given.elapsed_ms(), answerNow: answerOnce };
    unanswered.add(waiting);
    let taken: ReturnType<typeof owed.take> | null = null;
    commits.add({
      prepare: () => {
        own = made();
        taken = owed.take();
        return {
          sessionsOpened: [...taken.sessionsOpened, ...(own.opened === null ? [] : [own.opened])],
          sessionsEnded: [...taken.sessionsEnded, ...own.ended],
          access: [...taken.access, own.line],
        };
      },
      done: (outcome) => {
        if (!outcome.ok) {
          taken?.putBack();
          if (own !== null) owe(own);
          given.onStoreFailure(outcome.error);
        }
        answerOnce();
      },
    });
  };

  const open = (operator: Operator, consoleId: ConsoleId, token: string): Promise<Result<Opened, SignInRefusal>> =>
    new Promise((resolve) => {
      const tokenHash = hashOf(token);
      const startedAt_ms = now();
      const expiresAt_ms = startedAt_ms + policy.session.duration_s * 1000;
      const stored = { tokenHash, operatorId: operator.id, consoleId, startedAt_ms, expiresAt_ms };
      const signedIn = line(operator.id, 'signed-in', consoleId);
      let isLetIn = false;
      const othersNow = (): readonly StoredSession[] =>
        [...sessions.values()].filter((s) => s.operatorId === operator.id && s.tokenHash !== tokenHash);
      write(
        () => ({
          // One that has been let in and has left again before the store answered leaves its lines alone.
          opened: isLetIn && !sessions.has(tokenHash) ? null : stored,
          ended: isLetIn ? [] : othersNow().map((s) => s.tokenHash),
          line: signedIn,
        }),
        (isMade) => {
          const others = othersNow();
          for (const other of others) {
            sessions.delete(other.tokenHash);
            if (!isMade) owed.ended(other.tokenHash);
          }
          sessions.set(tokenHash, stored);
          isLetIn = true;
          tell(others.map((s) => end(s, 'elsewhere')));
          resolve(ok({ session: { token, operator, mode, expiresAt_ms }, tokenHash }));
        },
      );
    });

  const writeOwed = (): void => {
    if (owed.isEmpty() || isWriting) return;
    isWriting = true;
    let taken: ReturnType<typeof owed.take> | null = null;
    commits.add({
      prepare: () => {
        if (owed.isEmpty()) return null;
        taken = owed.take();
        return { sessionsOpened: taken.sessionsOpened, sessionsEnded: taken.sessionsEnded, access: taken.access };
      },
      done: (outcome) => {
        isWriting = false;
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
      owed.ended(tokenHash);
      owed.line(line(operatorId, 'signed-out', reason));
    }
    writeOwed();
    if (ended.length > 0) tell(ended);
  };

  /** A refused sign-in is answered once its line is on the access log, or is owed to it. */
  const refused = (operator: OperatorId | null, consoleId: ConsoleId): Promise<Result<never, SignInRefusal>> =>
    new Promise((resolve) => {
      if (owed.isFull()) return resolve(err('store-failed'));
      const made = { opened: null, ended: [], line: line(operator, 'sign-in-refused', consoleId) };
      return write(
        () => made,
        () => resolve(err('bad-credentials')),
      );
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
      finish(stored === undefined ? [] : [end(stored, 'signed-out')]);
      // Answered after what was written before it, and not for it alone.
      return new Promise((resolve) =>
        commits.add({ prepare: () => null, done: () => resolve(!owed.owesEnd(tokenHash)) }),
      );
    },
    extend: async (tokenHash, password, consoleId, worksIncident) => {
      const asked = sessions.get(tokenHash);
      if (asked === undefined) return err('not-signed-in');
      const proven = await prove(asked.operatorId, password, consoleId);
      if (!proven.ok) return proven;
      const before = sessions.get(tokenHash); // it may have ended meanwhile
      if (before === undefined) return err('not-signed-in');
      const until = extensionOf(before, policy.session, { now_ms: now(), worksIncident: worksIncident() });
      if (!until.ok) return until;
      const next = { ...before, expiresAt_ms: until.value };
      sessions.set(tokenHash, next);
      owed.changed(next);
      owed.line(line(next.operatorId, 'session-extended', null));
      writeOwed();
      return until;
    },
    adopt: async (token, operatorId, consoleId) => {
      const operator = operators.get(operatorId);
      return operator !== undefined && (await open(operator, consoleId, token)).ok;
    },
    sweep: () => {
      const patience_ms = policy.record.provisionalAfter_s * 1000;
      for (const waiting of [...unanswered]) {
        if (given.elapsed_ms() - waiting.since_ms < patience_ms) continue;
        waiting.answerNow();
      }
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
