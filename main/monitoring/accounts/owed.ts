import type { AccessLine, Commit, StoredSession } from '../ports/commit.ts';

/** What the store has not taken of sessions: it is kept in memory, and goes along with whatever is written of them next. */
export type Owed = {
  readonly isEmpty: () => boolean;
  /** True where so many lines wait that no more are kept. */
  readonly isFull: () => boolean;
  readonly opened: (session: StoredSession) => void;
  /** The row of this session is to go; one that was never written is not. */
  readonly ended: (tokenHash: string) => void;
  /** The row of this session is to be this one from now on, whatever it was. */
  readonly changed: (session: StoredSession) => void;
  /** Whether the row of this session is still to go. */
  readonly owesEnd: (tokenHash: string) => boolean;
  readonly line: (line: AccessLine) => void;
  /** Takes all of it along with a commit; where that does not reach the disk it is owed on. */
  readonly take: () => Pick<Commit, 'sessionsOpened' | 'sessionsEnded' | 'access'> & { readonly putBack: () => void };
};

/** Far more than anybody signs in and out in an outage: only somebody who guesses names writes as many. */
const MAX_LINES = 5000;

export const createOwed = (): Owed => {
  let opened = new Map<string, StoredSession>();
  let ended = new Set<string>();
  let lines: readonly AccessLine[] = [];
  return {
    isEmpty: () => opened.size === 0 && ended.size === 0 && lines.length === 0,
    isFull: () => lines.length >= MAX_LINES,
    opened: (session) => {
      // One that has ended since is not to be written at all.
      if (!ended.delete(session.tokenHash)) opened.set(session.tokenHash, session);
    },
    ended: (tokenHash) => {
      if (!opened.delete(tokenHash)) ended.add(tokenHash);
    },
    changed: (session) => {
      // Rows go before others come: one that was written is replaced.
      if (!opened.has(session.tokenHash)) ended.add(session.tokenHash);
      opened.set(session.tokenHash, session);
    },
    owesEnd: (tokenHash) => ended.has(tokenHash),
    line: (line) => {
      lines = [...lines, line];
    },
    take: () => {
      const taken = { opened, ended, lines };
      opened = new Map();
      ended = new Set();
      lines = [];
      return {
        sessionsOpened: [...taken.opened.values()],
        sessionsEnded: [...taken.ended],
        access: taken.lines,
        putBack: () => {
          // One that has ended since was never written.
          for (const [hash, session] of taken.opened) if (!ended.delete(hash)) opened.set(hash, session);
          for (const hash of taken.ended) ended.add(hash);
          lines = [...taken.lines, ...lines];
        },
      };
    },
  };
};
