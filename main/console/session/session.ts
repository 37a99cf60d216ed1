import type { ApiCallResult, SessionView } from '../../../shared/api/contract.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Directory, ServerCallArgs, Session, SessionEnd } from '../../../shared/protocol/messages.ts';
import type { Link } from '../link/link.ts';

export type SessionListener = {
  /** The session or the directory changed. `ended` says why, where a session ended by itself. */
  readonly onSession: (session: SessionView | null, ended: SessionEnd | null) => void;
  readonly onDirectory: (directory: Directory | null) => void;
  /** Signed in on a connection: the record may be fetched and the outbox emptied. `isNew`: not the one shown before. */
  readonly onReady: (session: SessionView, isNew: boolean) => void;
};

export type SessionKeeper = {
  readonly view: () => SessionView | null;
  readonly directory: () => Directory | null;
  /** True while the server knows this connection as the session's. */
  readonly isReady: () => boolean;
  /** True while there is a session to take up again. */
  readonly isPending: () => boolean;
  readonly signIn: (args: ServerCallArgs<'signIn'>) => Promise<ApiCallResult<'signIn'>>;
  readonly signOut: () => Promise<void>;
  /** Asks the server whether this is the password of whoever is signed in. */
  readonly checkPassword: (password: string) => Promise<ApiCallResult<'unlock'>>;
  /** A new connection stands: takes the session up again with its token, which never leaves this process's memory. */
  readonly resume: () => Promise<void>;
  readonly disconnected: () => void;
  readonly ended: (reason: SessionEnd) => void;
};

/** Whoever signs in while the link is still being made, as in the first second after a start, is not turned away. */
const UP_LIMIT_MS = 5000;

const viewOf = ({ operator, mode, expiresAt_ms }: Session): SessionView => ({ operator, mode, expiresAt_ms });

/** The operator's session with the server. `token` resumes a session that was made elsewhere (training). */
export const createSession = (link: Link, listener: SessionListener, token: string | null = null): SessionKeeper => {
  let held: string | null = token;
  let view: SessionView | null = null;
  let directory: Directory | null = null;
  let ready = false;
  /** Exchanges with the server under way: while there is one, none is begun to take the session up again. */
  let underWay = 0;
  let again = false;
  /** Counts changes of session, so that a late answer to an earlier one is dropped. */
  let turn = 0;

  const drop = (reason: SessionEnd | null): void => {
    turn += 1;
    held = null;
    ready = false;
    if (view === null) return;
    view = null;
    directory = null;
    listener.onSession(null, reason);
    listener.onDirectory(null);
  };

  const begin = async (session: Session): Promise<void> => {
    const mine = (turn += 1);
    held = session.token;
    const answer = await link.call('directory', null);
    if (mine !== turn || !answer.ok) return; // `pending` stays true: it is tried again
    const isNew = view === null;
    view = viewOf(session);
    ready = true;
    listener.onSession(view, null);
    if (answer.value.ok) {
      directory = answer.value.value;
      listener.onDirectory(directory);
    }
    listener.onReady(view, isNew);
  };

  const exchange = async <T>(work: () => Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      if (again && underWay === 0 && !ready) void resume();
    }
  };

  /** Never two at a time: on a slow machine each would make the answer to the one before it void, and none would land. */
  const resume = async (): Promise<void> => {
    const token = held;
    again = underWay > 0;
    if (token === null || again) return;
    await exchange(async () => {
      const mine = (turn += 1);
      const answer = await link.call('resume', { token });
      if (mine !== turn || !answer.ok) return; // unheard: `pending` stays true, it is tried again
      if (answer.value.ok) await begin(answer.value.value);
      else if (answer.value.error !== 'store-failed') drop('expired'); // a full disk judges no session: tried again
    });
  };

  return {
    view: () => view,
    directory: () => directory,
    isReady: () => ready,
    isPending: () => held !== null && !ready && underWay === 0,
    signIn: (args) =>
      exchange(async () => {
        if (!(await link.whenUp(UP_LIMIT_MS))) return err('offline');
        const answer = await link.call('signIn', args);
        if (!answer.ok) return err('offline');
        if (!answer.value.ok) return answer.value;
        await begin(answer.value.value);
        return view === null ? err('offline') : ok(view);
      }),
    signOut: async () => {
      if (held !== null) await link.call('signOut', null); // unreachable: the token is forgotten here all the same
      drop('signed-out');
    },
    checkPassword: async (password) => {
      if (!ready) return err('offline');
      const answer = await link.call('checkPassword', { password });
      return answer.ok ? answer.value : err('offline');
    },
    resume,
    disconnected: () => {
      ready = false;
    },
    ended: drop,
  };
};
