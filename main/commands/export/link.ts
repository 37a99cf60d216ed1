import { randomUUID } from 'node:crypto';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { systemClock, systemTimers } from '../../console/clock.ts';
import { createLink } from '../../console/link/link.ts';
import type { Link } from '../../console/link/link.ts';
import { dialSocketIo } from '../../console/link/socketIo.ts';

const UP_LIMIT_MS = 5000;
/** A server that was restarted is back by then. */
const RECOVER_LIMIT_MS = 20_000;
const nothing = (): void => undefined;

/** A link that is signed in. */
export type SignedIn = {
  readonly link: Link;
  /** Waits, for a limited time, until the link is up again, and signs in anew. */
  readonly recover: () => Promise<void>;
};

/** A link that asks and listens to nothing else, signed in; the error is one line. Closes itself where it fails. */
export const signedIn = async (url: string, username: string, password: string): Promise<Result<SignedIn, string>> => {
  const link = createLink({
    url: Promise.resolve(url),
    hello: { protocol: PROTOCOL_VERSION, consoleId: `export-${randomUUID().slice(0, 8)}` },
    dial: dialSocketIo,
    clock: systemClock,
    timers: systemTimers,
    listener: {
      ...{ onChange: nothing, onUp: nothing, onHeartbeat: nothing, onEvent: nothing },
      ...{ onPresence: nothing, onInvalid: nothing },
    },
  });
  const failed = (line: string): Result<never, string> => {
    link.close();
    return err(line);
  };
  if (!(await link.whenUp(UP_LIMIT_MS)))
    return failed(
      link.view().status === 'refused'
        ? `${url}: the server speaks another version of the protocol`
        : `${url}: the monitoring server cannot be reached`,
    );
  const signIn = () => link.call('signIn', { username, password });
  const session = await signIn();
  if (!session.ok) return failed(`${url}: the monitoring server did not answer`);
  const recover = async (): Promise<void> => {
    if (await link.whenUp(RECOVER_LIMIT_MS)) await signIn();
  };
  return session.value.ok ? ok({ link, recover }) : failed(`${username}: sign-in refused: ${session.value.error}`);
};
