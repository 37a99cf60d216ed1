import type { IncidentId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import type { ClockHealth } from '../../../shared/domain/clockHealth.ts';
import type { Advice, StoreHealth } from '../../../shared/protocol/messages.ts';
import type { ServerEventName, ServerEventPayload } from '../../../shared/protocol/messages.ts';
import { encodePresence } from '../../../shared/protocol/presence.ts';
import { HEARTBEAT_EVERY_MS } from '../../../shared/protocol/version.ts';
import type { Log } from '../../files/log.ts';
import type { Accounts, SessionEnded } from '../accounts/accounts.ts';
import type { Every } from '../time/clock.ts';
import type { Pacer } from '../time/pacer.ts';
import { unmeasured } from '../metrics/waits.ts';
import type { MeasureWait } from '../metrics/waits.ts';
import type { Bulkheads } from '../metrics/bulkheads.ts';
import type { Counters } from '../metrics/counters.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { ConsoleConnection, ConsoleTransport, EventSink } from '../ports/consoles.ts';
import type { Advised, LeaseEvent } from '../ports/desks.ts';
import type { Monitoring } from '../ports/monitoring.ts';
import { createAttendanceWatch, deskHeard, isSameDesk } from './attendance.ts';
import type { Said } from './attendance.ts';
import { registerCalls } from './calls.ts';
import { mayMonitor } from './desk.ts';
import type { Desk } from './desk.ts';
import { createHandlers } from './handlers.ts';
import { checkHello } from './hello.ts';

const PRESENCE_EVERY_MS = 1000;
const ADVICE_EVERY_MS = 2000;

type Connected = {
  readonly socket: ConsoleConnection;
  readonly desk: Desk;
  /** What is done for this desk alone. */
  readonly bulkhead: Bulkhead;
  /** What it was told last of what fails; empty where nothing was told yet. */
  impaired: string;
};

/** The consoles' side of the server: calls in, heartbeat, entries, leases, presence and advice out. */
export const createFeed = (given: {
  readonly consoles: ConsoleTransport;
  readonly monitoring: Monitoring;
  readonly accounts: Accounts;
  readonly mode: Mode;
  readonly policy: Pick<Policy, 'desks'>;
  readonly now: () => number;
  /** Milliseconds on a clock that never jumps and runs as real time does, also in training: desks are missed by it. */
  readonly elapsed_ms: () => number;
  readonly storeHealth: () => StoreHealth;
  readonly clockHealth: () => ClockHealth;
  /** A console's own clock, as it has just told. */
  readonly onConsoleTime?: (console: string, wall_ms: number) => void;
  /** Whether a simulator plays anybody now. */
  readonly isSimulated: () => boolean;
  readonly pacer: Pacer | null;
  readonly counters: Counters;
  readonly bulkheads: Bulkheads;
  readonly log: Log;
  readonly every: Every;
  /** Does something once whatever is being answered now has been. */
  readonly later: (work: () => void) => void;
  readonly measureCommand?: MeasureWait;
}): { readonly close: () => Promise<void> } => {
  const { consoles, monitoring, accounts, mode, now, counters, bulkheads, log } = given;
  /** In a turn of its own nobody is left above to catch what is thrown. */
  const later = (of: string, work: () => void): void => given.later(() => void bulkheads.run('desks', of, work));
  const connected = new Set<Connected>();
  const send = <K extends ServerEventName>(to: EventSink, name: K, payload: ServerEventPayload<K>): void => {
    to.emit(name, payload);
  };
  /** Who is signed in at a desk: nobody from the moment the session runs out, told so or not. */
  const operatorAt = ({ signedIn }: Desk): Operator | null =>
    signedIn === null || now() >= signedIn.expiresAt_ms ? null : signedIn.operator;
  const desksOf = (operator: OperatorId): readonly Connected[] =>
    [...connected].filter(({ desk }) => operatorAt(desk)?.id === operator);
  const connectedAt = (desk: Desk): Connected | undefined => [...connected].find((c) => c.desk === desk);

  /** Sends advice to desks: on one incident, or on all they may be told of. */
  const sendAdvice = (to: readonly Connected[], only: IncidentId | null = null): void => {
    // Made once for all desks that may see the same of it.
    const made = new Map<string, Omit<Advice, 'led'> | null>();
    for (const { socket, desk, bulkhead } of to) {
      const operator = operatorAt(desk);
      if (operator === null) continue;
      let advised: readonly Advised[] = [];
      bulkhead.run('advice', 'all', () => {
        advised = monitoring.advisedFor(operator.id);
      });
      for (const { incidentId, seesOffender } of advised) {
        if (only !== null && incidentId !== only) continue;
        bulkhead.run('advice', incidentId, () => {
          const key = `${incidentId} ${seesOffender}`;
          if (!made.has(key)) made.set(key, monitoring.adviceFor(incidentId, seesOffender));
          const advice = made.get(key) ?? null;
          if (advice !== null) send(socket, 'advice', { ...advice, led: monitoring.ledFor(operator.id, incidentId) });
        });
      }
    }
  };

  /** Tells a desk what fails, where that is otherwise than what it was told last. */
  const tellImpaired = (one: Connected): void => {
    const operator = operatorAt(one.desk);
    if (operator === null || !mayMonitor(operator, mode)) return;
    const failing = bulkheads.failingFor(one.desk.consoleId);
    const said = JSON.stringify(failing);
    if (said === one.impaired) return;
    one.impaired = said;
    send(one.socket, 'impaired', failing);
  };
  const tellAllImpaired = (): void => {
    for (const one of connected) one.bulkhead.run('desks', 'impaired', () => tellImpaired(one));
  };
  bulkheads.onFailing(() => later('told of a failure', tellAllImpaired));

  const attendance = createAttendanceWatch({
    elapsed_ms: given.elapsed_ms,
    unheardAfter_s: given.policy.desks.unheardAfter_s,
    operators: accounts.operators().map(({ id }) => id),
    signedIn: () => new Set(accounts.signedIn().map(({ id }) => id)),
  });
  /** Tells the core and every desk where an operator has come to theirs, locked it or left it. */
  const lookAtDesks = (): void => {
    if (!attendance.look()) return;
    monitoring.setDesks(attendance.of);
    send(consoles.watch, 'desks', attendance.states());
  };
  const onAttended = ({ id }: Operator, said: Said): void => {
    attendance.heard(id, said);
    // What was gone is there again, or its lock or sound has changed: nobody waits for the next second to be told.
    if (!isSameDesk(attendance.of(id), deskHeard(said))) lookAtDesks();
  };

  const onSignedIn = (desk: Desk): void => {
    // After the acknowledgement, so that the console knows its operator before the operator's leases.
    given.later(() => {
      const one = connectedAt(desk);
      // One that was let in by half would miss what is not told again: it dials anew.
      if (one !== undefined && !one.bulkhead.run('desks', 'sign-in', () => letIn(one))) one.socket.hangUp();
    });
  };
  const letIn = (one: Connected): void => {
    const { socket, desk, bulkhead } = one;
    if (desk.signedIn === null) return;
    const { operator } = desk.signedIn;
    if (given.pacer !== null) send(socket, 'simulatorState', given.pacer.state());
    if (!mayMonitor(operator, mode)) return;
    socket.joinWatch();
    attendance.heard(operator.id, { locked: false, sounds: true });
    bulkheads.run('desks', 'sign-in', lookAtDesks);
    send(socket, 'desks', attendance.states());
    bulkhead.run('entries', 'sign-in', () => send(socket, 'provisional', monitoring.provisional()));
    bulkhead.run('leases', 'sign-in', () => {
      for (const opened of monitoring.leasesOf(operator.id)) send(socket, 'leaseOpened', opened);
    });
    sendAdvice([one]);
    one.impaired = '';
    tellImpaired(one);
  };
  const onSignedOut = (desk: Desk): void => {
    const one = connectedAt(desk);
    // Whoever cannot be taken off what the others are told is cut off, and the session ends all the same.
    if (one !== undefined && !one.bulkhead.run('desks', 'sign-out', one.socket.leaveWatch)) one.socket.hangUp();
  };
  const { pacer, measureCommand = unmeasured } = given;
  const handlers = createHandlers({
    monitoring,
    accounts,
    mode,
    now,
    pacer,
    onSignedIn,
    onSignedOut,
    onAttended,
    onConsoleTime: ({ consoleId }, wall_ms) => given.onConsoleTime?.(consoleId, wall_ms),
    measureCommand,
  });

  const tellEnded = ({ socket, desk }: Connected, reason: SessionEnded['reason']): void => {
    desk.signedIn = null;
    onSignedOut(desk);
    send(socket, 'sessionEnded', { reason });
  };
  const tellSignedIn = (ended: readonly SessionEnded[]): void => {
    const signedIn = accounts.signedIn();
    // Leases die with their session, also where the operator has another one now: first as if they had gone.
    const gone = new Set(ended.map(({ operatorId }) => operatorId));
    if (signedIn.some(({ id }) => gone.has(id))) monitoring.setSignedIn(signedIn.filter(({ id }) => !gone.has(id)));
    monitoring.setSignedIn(signedIn);
  };
  // One desk that cannot be told keeps neither the others' sessions nor their leases.
  accounts.onChange((ended) => {
    for (const { tokenHash, reason } of ended)
      for (const one of connected)
        if (one.desk.signedIn?.tokenHash === tokenHash)
          one.bulkhead.run('desks', 'session ended', () => tellEnded(one, reason));
    bulkheads.run('leases', 'signed in', () => tellSignedIn(ended));
    bulkheads.run('desks', 'look', lookAtDesks);
  });

  const sendLease = (socket: ConsoleConnection, event: LeaseEvent): void => {
    switch (event.kind) {
      case 'opened':
        return send(socket, 'leaseOpened', event.opened);
      case 'renewed':
        return send(socket, 'leaseRenewed', { leaseId: event.leaseId, expiresAt_ms: event.expiresAt_ms });
      case 'ended':
        return send(socket, 'leaseEnded', { leaseId: event.leaseId });
      default:
        return unreachable(event);
    }
  };
  monitoring.onEntries(
    (entries) => void bulkheads.run('entries', 'watch', () => send(consoles.watch, 'entries', entries)),
  );
  monitoring.onProvisional(
    (provisional) =>
      void bulkheads.run('entries', 'provisional', () => send(consoles.watch, 'provisional', provisional)),
  );
  monitoring.onLease((event: LeaseEvent) => {
    const desks = desksOf(event.holder);
    for (const { socket, bulkhead } of desks) bulkhead.run('leases', event.kind, () => sendLease(socket, event));
    if (event.kind === 'opened') later('advice', () => sendAdvice(desks, event.opened.lease.incidentId));
  });

  const onConnection = (socket: ConsoleConnection): void => {
    const hello = checkHello(socket.hello);
    if (!hello.ok) return socket.hangUp();
    const one: Connected = {
      socket,
      desk: { consoleId: hello.value, signedIn: null, frame: 0 },
      bulkhead: bulkheads.forDesk(hello.value),
      impaired: '',
    };
    connected.add(one);
    socket.onGone(() => connected.delete(one));
    return registerCalls(socket, one.desk, handlers, {
      invalid: () => counters.count('message'),
      failed: (call, thrown) => {
        counters.count('failed');
        log.error({ call, error: thrown instanceof Error ? thrown.name : 'unknown' }, 'a call failed');
      },
    });
  };
  consoles.serve({
    refusalOf: (said) => {
      const hello = checkHello(said);
      if (hello.ok) return null;
      counters.count(hello.error);
      return hello.error;
    },
    // A console that cannot be let in is turned away, and dials again.
    onConnection: (socket) => {
      if (!bulkheads.run('desks', 'connection', () => onConnection(socket))) socket.hangUp();
    },
  });

  const heartbeat = (): void => {
    bulkheads.run('entries', 'look', monitoring.look);
    bulkheads.run('upkeep', 'head', () => monitoring.signHead((news) => send(consoles.watch, 'head', news)));
    send(consoles.everybody, 'heartbeat', {
      serverTime_ms: Math.round(now()),
      head: monitoring.recordHead(),
      store: given.storeHealth(),
      clock: given.clockHealth(),
      simulated: given.isSimulated(),
    });
  };
  const sendPresence = ({ socket, desk, bulkhead }: Connected): void => {
    const operator = operatorAt(desk);
    if (operator === null) return;
    if (mayMonitor(operator, mode)) {
      desk.frame += 1;
      // One that waits for the console is made when it goes, for whoever is signed in then: a lease may have ended meanwhile.
      socket.emitNewest('presence', () => {
        const viewer = operatorAt(desk);
        let bytes: Uint8Array | null = null;
        if (viewer !== null && mayMonitor(viewer, mode))
          bulkhead.run('positions', 'picture', () => {
            bytes = encodePresence(monitoring.presenceFor(viewer.id, desk.frame));
          });
        return bytes;
      });
    }
    if (given.pacer !== null) send(socket, 'simulatorState', given.pacer.state());
  };
  const presence = (): void => {
    bulkheads.run('upkeep', 'sessions', accounts.sweep);
    bulkheads.run('desks', 'look', lookAtDesks);
    for (const one of connected) one.bulkhead.run('positions', 'frame', () => sendPresence(one));
    bulkheads.expire();
    tellAllImpaired();
  };
  const stops = [
    given.every(HEARTBEAT_EVERY_MS, () => void bulkheads.run('upkeep', 'heartbeat', heartbeat)),
    given.every(PRESENCE_EVERY_MS, presence),
    given.every(ADVICE_EVERY_MS, () => void bulkheads.run('advice', 'round', () => sendAdvice([...connected]))),
  ];

  return {
    close: async () => {
      for (const stop of stops) stop();
      await consoles.close();
    },
  };
};
