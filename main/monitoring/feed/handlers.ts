import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ReadSubject } from '../../../shared/protocol/access.ts';
import type { ServerCallArgs, ServerCallName, ServerCallResult } from '../../../shared/protocol/messages.ts';
import { PAGE_LIMIT } from '../../../shared/protocol/version.ts';
import { hashOf } from '../accounts/accounts.ts';
import type { Accounts, Opened } from '../accounts/accounts.ts';
import type { Pacer } from '../time/pacer.ts';
import type { OperatorActor } from '../../../shared/domain/incidents/actor.ts';
import { unmeasured } from '../metrics/waits.ts';
import type { MeasureWait } from '../metrics/waits.ts';
import type { Commanded } from '../ports/desks.ts';
import type { Said } from './attendance.ts';
import type { Monitoring } from '../ports/monitoring.ts';
import { mayMonitor } from './desk.ts';
import type { Desk } from './desk.ts';

export type Handlers = {
  readonly [K in ServerCallName]: (
    desk: Desk,
    args: ServerCallArgs<K>,
  ) => ServerCallResult<K> | Promise<ServerCallResult<K>>;
};

export type HandlerPorts = {
  readonly monitoring: Monitoring;
  readonly accounts: Accounts;
  readonly mode: Mode;
  readonly now: () => number;
  /** Null on a live server. */
  readonly pacer: Pacer | null;
  /** Told after a desk's operator has changed. */
  readonly onSignedIn: (desk: Desk) => void;
  readonly onSignedOut: (desk: Desk) => void;
  /** The console of this operator says that it is there. */
  readonly onAttended: (operator: Operator, said: Said) => void;
  /** The console of a signed-in operator has told what its own clock says. */
  readonly onConsoleTime?: (desk: Desk, wall_ms: number) => void;
  /** Measures how long a command waits for its answer. */
  readonly measureCommand?: MeasureWait;
};

/** What the core answers once the disk has. */
const answered = <T>(ask: (answer: (value: T) => void) => void): Promise<T> => new Promise((resolve) => ask(resolve));

/** What each call of the protocol does. Schemas were checked before; rights are checked here. */
export const createHandlers = (ports: HandlerPorts): Handlers => {
  const { monitoring, accounts, mode, measureCommand = unmeasured } = ports;

  const enter = (desk: Desk, { session, tokenHash }: Opened): ServerCallResult<'signIn'> => {
    if (desk.signedIn !== null && desk.signedIn.tokenHash !== tokenHash) leave(desk);
    desk.signedIn = { operator: session.operator, tokenHash, expiresAt_ms: session.expiresAt_ms };
    ports.onSignedIn(desk);
    return ok(session);
  };

  const leave = (desk: Desk): void => {
    const { signedIn } = desk;
    if (signedIn === null) return;
    desk.signedIn = null;
    ports.onSignedOut(desk);
    void accounts.signOut(signedIn.tokenHash);
  };

  const operatorAt = (desk: Desk): Operator | null =>
    desk.signedIn === null || ports.now() >= desk.signedIn.expiresAt_ms ? null : desk.signedIn.operator;

  const actorAt = ({ consoleId }: Desk, { id: operatorId, role }: Operator): OperatorActor => ({
    ...({ type: 'operator', operatorId, role, consoleId } as const),
  });

  const worksIncident = ({ id }: Operator): boolean =>
    [...monitoring.world().incidents.values()].some((one) => isRunning(one) && one.claim?.operatorId === id);

  /** Runs a call for a signed-in operator of the watch; whoever else asks is refused, and the refusal is on the access log. */
  const monitor = <T>(
    desk: Desk,
    what: ReadSubject,
    run: (operator: Operator) => Result<T, Refusal> | Promise<Result<T, Refusal>>,
  ): Result<T, Refusal> | Promise<Result<T, Refusal>> => {
    const operator = operatorAt(desk);
    if (operator !== null && mayMonitor(operator, mode)) return run(operator);
    const reason = operator === null ? 'not-signed-in' : 'not-allowed';
    monitoring.refuseRead(operator, what, reason);
    return err({ reason });
  };

  return {
    signIn: async (desk, { username, password }) => {
      const opened = await accounts.signIn(username, password, desk.consoleId);
      return opened.ok ? enter(desk, opened.value) : opened;
    },
    resume: (desk, { token }) => {
      const opened = accounts.resume(token);
      return opened.ok ? enter(desk, opened.value) : opened;
    },
    signOut: (desk) => {
      leave(desk);
      return null;
    },
    checkPassword: async (desk, { password }) => {
      const operator = operatorAt(desk);
      if (operator === null) return err('not-signed-in');
      const proven = await accounts.prove(operator.id, password, desk.consoleId);
      return proven.ok ? ok(null) : proven;
    },
    extendSession: async (desk, { password }) => {
      const { signedIn } = desk;
      const operator = operatorAt(desk);
      if (signedIn === null || operator === null) return err('not-signed-in');
      const until = await accounts.extend(signedIn.tokenHash, password, desk.consoleId, () => worksIncident(operator));
      if (!until.ok) return until;
      if (desk.signedIn?.tokenHash === signedIn.tokenHash) desk.signedIn = { ...signedIn, expiresAt_ms: until.value };
      return ok({ expiresAt_ms: until.value });
    },
    endSession: async (desk, { token }) => {
      const tokenHash = hashOf(token);
      if (desk.signedIn?.tokenHash === tokenHash) {
        desk.signedIn = null;
        ports.onSignedOut(desk);
      }
      return { isEnded: await accounts.signOut(tokenHash) };
    },
    attend: (desk, { wall_ms, ...said }) => {
      const operator = operatorAt(desk);
      if (operator !== null && wall_ms !== undefined) ports.onConsoleTime?.(desk, wall_ms);
      if (operator !== null) ports.onAttended(operator, said);
      return null;
    },
    directory: (desk) => {
      const operator = operatorAt(desk);
      if (operator === null) {
        monitoring.refuseRead(null, 'directory', 'not-signed-in');
        return err({ reason: 'not-signed-in' });
      }
      const directory = monitoring.directory();
      // A trainer signed in to a live server is there for training only: nobody monitored is named to them.
      return ok(mayMonitor(operator, mode) ? directory : { ...directory, orders: [], people: [], units: [] });
    },
    command: (desk, command) =>
      monitor(desk, 'command', (operator) =>
        answered((answer: (commanded: Commanded) => void) => {
          const endWait = measureCommand();
          monitoring.command({ command, actor: actorAt(desk, operator) }, (commanded) => {
            endWait();
            answer(commanded);
          });
        }),
      ),
    head: (desk, { since }) => monitor(desk, 'head', () => monitoring.headSince(since)),
    catchUp: (desk, { since }) =>
      monitor(desk, 'record', () =>
        ok({ entries: monitoring.entriesSince(since, PAGE_LIMIT), head: monitoring.recordHead() }),
      ),
    positions: (desk, { incidentId }) =>
      monitor(desk, 'positions', (operator) =>
        answered((answer) => monitoring.positions(incidentId, operator, answer)),
      ),
    evidence: (desk, args) =>
      monitor(desk, 'evidence', (operator) =>
        answered((answer) => monitoring.evidence(args, actorAt(desk, operator), answer)),
      ),
    sealEvidence: (desk, args) =>
      monitor(desk, 'evidence', (operator) =>
        answered((answer) => monitoring.sealEvidence(args, actorAt(desk, operator), answer)),
      ),
    provisionalAccess: (desk, { leases }) =>
      monitor(desk, 'access log', (operator) =>
        answered((answer) => monitoring.provisionalAccess(operator.id, leases, answer)),
      ),
    accessLog: (desk, query) =>
      monitor(desk, 'access log', (operator) => answered((answer) => monitoring.accessLog(operator, query, answer))),
    simulator: (desk, control) => {
      const operator = operatorAt(desk);
      if (operator === null) return err({ reason: 'not-signed-in' });
      if (ports.pacer === null || operator.role !== 'trainer') return err({ reason: 'not-allowed' });
      return ok(ports.pacer.control(control));
    },
  };
};
