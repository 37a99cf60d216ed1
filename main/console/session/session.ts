import type { ApiCallResult, SessionOver, SessionView } from '../../../shared/api/contract.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Directory, ServerCallArgs, Session } from '../../../shared/protocol/messages.ts';
import type { Link } from '../link/link.ts';

export type SessionListener = {
  /** The session or the directory changed. `ended` says why, where a session ended by itself. */
  readonly onSession: (session: SessionView | null, ended: SessionOver | null) => void;
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
  /** Lets the session last longer, where the server takes the password. */
  readonly extend: (password: string) => Promise<ApiCallResult<'extendSession'>>;
  /** Tells the server of sessions that were ended here and that it may still hold: until nothing of them is on its disk. */
  readonly handInEnds: () => void;
  readonly disconnected: () => void;
  readonly ended: (reason: SessionOver) => void;
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

  /** Tokens of sessions that were ended here, as long as the server has not said that it forgot them; they die with this process. */
  const ended = new Set<string>();
  const handingIn = new Set<string>();

  const handInEnds = (): void => {
    for (const token of ended) {
      if (handingIn.has(token)) continue;
      handingIn.add(token);
      void link.call('endSession', { token }).then((answer) => {
        handingIn.delete(token);
        if (answer.ok && answer.value.isEnded) ended.delete(token);
      });
    }
  };

  const drop = (reason: SessionOver | null): void => {
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
      else if (answer.value.error !== 'store-failed') {
        // A full disk judges no session: that is tried again.
        drop(view !== null && link.serverNow() >= view.expiresAt_ms ? 'expired' : 'not-resumed');
      }
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
      // Ended here at once, whatever the server can do: it is told until it has.
      if (held !== null) ended.add(held);
      drop('signed-out');
      handInEnds();
    },
    checkPassword: async (password) => {
      if (!ready) return err('offline');
      const answer = await link.call('checkPassword', { password });
      return answer.ok ? answer.value : err('offline');
    },
    resume,
    extend: async (password) => {
      if (!ready || view === null) return err('offline');
      const mine = turn;
      const answer = await link.call('extendSession', { password });
      if (!answer.ok) return err('offline');
      if (!answer.value.ok) return answer.value;
      if (mine !== turn || view === null) return err('not-signed-in');
      view = { ...view, expiresAt_ms: answer.value.value.expiresAt_ms };
      listener.onSession(view, null);
      return ok(view);
    },
    handInEnds,
    disconnected: () => {
      ready = false;
    },
    ended: drop,
  };
};
