import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import type { IncidentId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { serverCalls } from '../../../shared/protocol/messages.ts';
import type { Advice, StoreHealth } from '../../../shared/protocol/messages.ts';
import type { ServerEventName, ServerEventPayload } from '../../../shared/protocol/messages.ts';
import { encodePresence } from '../../../shared/protocol/presence.ts';
import { HEARTBEAT_EVERY_MS } from '../../../shared/protocol/version.ts';
import type { Log } from '../../files/log.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Every } from '../time/clock.ts';
import type { Pacer } from '../time/pacer.ts';
import { unmeasured } from '../metrics/waits.ts';
import type { MeasureWait } from '../metrics/waits.ts';
import type { Counters } from '../metrics/counters.ts';
import type { LeaseEvent } from '../ports/desks.ts';
import type { Monitoring } from '../ports/monitoring.ts';
import { createAttendanceWatch } from './attendance.ts';
import { registerCalls } from './calls.ts';
import { mayMonitor } from './desk.ts';
import type { Desk } from './desk.ts';
import { createHandlers } from './handlers.ts';
import { checkHello, isBrowserPage } from './hello.ts';

const PRESENCE_EVERY_MS = 1000;
const ADVICE_EVERY_MS = 2000;
/** A console's longest message is a command with text: a fraction of this. */
const MAX_MESSAGE_BYTES = 1_048_576;
const RECORD_ROOM = 'record';

type Connected = { readonly socket: Socket; readonly desk: Desk };

/** The socket.io side of the server: calls in, heartbeat, entries, leases, presence and advice out. */
export const createFeed = (given: {
  readonly http: HttpServer;
  readonly monitoring: Monitoring;
  readonly accounts: Accounts;
  readonly mode: Mode;
  readonly policy: Pick<Policy, 'desks'>;
  readonly now: () => number;
  /** Milliseconds on a clock that never jumps and runs as real time does, also in training: desks are missed by it. */
  readonly elapsed_ms: () => number;
  readonly storeHealth: () => StoreHealth;
  /** Whether a simulator plays anybody now. */
  readonly isSimulated: () => boolean;
  readonly pacer: Pacer | null;
  readonly counters: Counters;
  readonly log: Log;
  readonly every: Every;
  readonly measureCommand?: MeasureWait;
}): { readonly close: () => Promise<void> } => {
  const { monitoring, accounts, mode, now, counters, log } = given;
  const connected = new Set<Connected>();
  const io = new Server(given.http, {
    serveClient: false,
    // A browser names a page's origin whenever it opens a socket, but not with every plain request.
    transports: ['websocket'],
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    // Consoles are processes, not pages: a page that finds this port is turned away before anything else.
    allowRequest: (request, decide) => {
      const page = isBrowserPage(request);
      if (page) counters.count('origin');
      decide(page ? 'not for pages' : null, !page);
    },
  });

  const send = <K extends ServerEventName>(
    to: { readonly emit: (name: string, payload: unknown) => unknown },
    name: K,
    payload: ServerEventPayload<K>,
  ): void => {
    to.emit(name, payload);
  };
  /** Who is signed in at a desk: nobody from the moment the session runs out, told so or not. */
  const operatorAt = ({ signedIn }: Desk): Operator | null =>
    signedIn === null || now() >= signedIn.expiresAt_ms ? null : signedIn.operator;
  const desksOf = (operator: OperatorId): readonly Connected[] =>
    [...connected].filter(({ desk }) => operatorAt(desk)?.id === operator);
  const socketOf = (desk: Desk): Socket | undefined => [...connected].find((c) => c.desk === desk)?.socket;

  /** Sends advice to desks: on one incident, or on all they may be told of. */
  const sendAdvice = (to: readonly Connected[], only: IncidentId | null = null): void => {
    // Made once for all desks that may see the same of it.
    const made = new Map<string, Omit<Advice, 'led'> | null>();
    for (const { socket, desk } of to) {
      const operator = operatorAt(desk);
      if (operator === null) continue;
      for (const { incidentId, seesOffender } of monitoring.advisedFor(operator.id)) {
        if (only !== null && incidentId !== only) continue;
        const key = `${incidentId} ${seesOffender}`;
        if (!made.has(key)) made.set(key, monitoring.adviceFor(incidentId, seesOffender));
        const advice = made.get(key) ?? null;
        if (advice !== null) send(socket, 'advice', { ...advice, led: monitoring.ledFor(operator.id, incidentId) });
      }
    }
  };

  const attendance = createAttendanceWatch({
    elapsed_ms: given.elapsed_ms,
    unheardAfter_s: given.policy.desks.unheardAfter_s,
    operators: accounts.operators().map(({ id }) => id),
    signedIn: () => new Set(accounts.signedIn().map(({ id }) => id)),
  });
  /** Tells the core and every desk where an operator has come to theirs, locked it or left it. */
  const lookAtDesks = (): void => {
    if (!attendance.look()) return;
    monitoring.setAttendance(attendance.of);
    send(io.to(RECORD_ROOM), 'desks', attendance.states());
  };
  const onAttended = ({ id }: Operator, locked: boolean): void => {
    attendance.heard(id, locked);
    // What was gone is there again, or the lock has changed: nobody waits for the next second to be told.
    if (attendance.of(id) !== (locked ? 'locked' : 'attended')) lookAtDesks();
  };

  const onSignedIn = (desk: Desk): void => {
    // After the acknowledgement, so that the console knows its operator before the operator's leases.
    setImmediate(() => {
      const socket = socketOf(desk);
      if (socket === undefined || desk.signedIn === null) return;
      const { operator } = desk.signedIn;
      if (given.pacer !== null) send(socket, 'simulatorState', given.pacer.state());
      if (!mayMonitor(operator, mode)) return;
      void socket.join(RECORD_ROOM);
      attendance.heard(operator.id, false);
      lookAtDesks();
      send(socket, 'desks', attendance.states());
      send(socket, 'provisional', monitoring.provisional());
      for (const opened of monitoring.leasesOf(operator.id)) send(socket, 'leaseOpened', opened);
      sendAdvice([{ socket, desk }]);
    });
  };
  const onSignedOut = (desk: Desk): void => {
    void socketOf(desk)?.leave(RECORD_ROOM);
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
    measureCommand,
  });

  accounts.onChange((ended) => {
    for (const { tokenHash, reason } of ended) {
      for (const { socket, desk } of connected) {
        if (desk.signedIn?.tokenHash !== tokenHash) continue;
        desk.signedIn = null;
        onSignedOut(desk);
        send(socket, 'sessionEnded', { reason });
      }
    }
    const signedIn = accounts.signedIn();
    // Leases die with their session, also where the operator has another one now: first as if they had gone.
    const gone = new Set(ended.map(({ operatorId }) => operatorId));
    if (signedIn.some(({ id }) => gone.has(id))) monitoring.setSignedIn(signedIn.filter(({ id }) => !gone.has(id)));
    monitoring.setSignedIn(signedIn);
    lookAtDesks();
  });

  monitoring.onEntries((entries) => send(io.to(RECORD_ROOM), 'entries', entries));
  monitoring.onProvisional((provisional) => send(io.to(RECORD_ROOM), 'provisional', provisional));
  monitoring.onLease((event: LeaseEvent) => {
    const desks = desksOf(event.holder);
    for (const { socket } of desks) {
      if (event.kind === 'opened') send(socket, 'leaseOpened', event.opened);
      else if (event.kind === 'renewed') {
        send(socket, 'leaseRenewed', { leaseId: event.leaseId, expiresAt_ms: event.expiresAt_ms });
      } else send(socket, 'leaseEnded', { leaseId: event.leaseId });
    }
    if (event.kind === 'opened') setImmediate(() => sendAdvice(desks, event.opened.lease.incidentId));
  });

  io.use((socket, next) => {
    const hello = checkHello(socket.handshake.auth);
    if (!hello.ok) counters.count(hello.error);
    next(hello.ok ? undefined : new Error(hello.error));
  });
  io.on('connection', (socket) => {
    const hello = checkHello(socket.handshake.auth);
    if (!hello.ok) {
      socket.disconnect(true);
      return;
    }
    const one: Connected = { socket, desk: { consoleId: hello.value, signedIn: null, frame: 0 } };
    connected.add(one);
    socket.on('disconnect', () => connected.delete(one));
    socket.onAny((name) => {
      if (typeof name !== 'string' || !Object.hasOwn(serverCalls, name)) counters.count('message');
    });
    registerCalls(socket, one.desk, handlers, {
      invalid: () => counters.count('message'),
      failed: (call, thrown) => {
        counters.count('failed');
        log.error({ call, error: thrown instanceof Error ? thrown.name : 'unknown' }, 'a call failed');
      },
    });
  });

  const heartbeat = (): void => {
    monitoring.look();
    monitoring.signHead((news) => send(io.to(RECORD_ROOM), 'head', news));
    send(io, 'heartbeat', {
      serverTime_ms: Math.round(now()),
      head: monitoring.recordHead(),
      store: given.storeHealth(),
      simulated: given.isSimulated(),
    });
  };
  const presence = (): void => {
    accounts.sweep();
    lookAtDesks();
    for (const { socket, desk } of connected) {
      const operator = operatorAt(desk);
      if (operator === null) continue;
      // Presence first: a volatile message is dropped while another one is still being written, and anything sent in the
      // same turn before it is.
      if (mayMonitor(operator, mode)) {
        desk.frame += 1;
        const frame = encodePresence(monitoring.presenceFor(operator.id, desk.frame));
        socket.volatile.emit('presence', Buffer.from(frame.buffer));
      }
      if (given.pacer !== null) send(socket, 'simulatorState', given.pacer.state());
    }
  };
  const stops = [
    given.every(HEARTBEAT_EVERY_MS, heartbeat),
    given.every(PRESENCE_EVERY_MS, presence),
    given.every(ADVICE_EVERY_MS, () => sendAdvice([...connected])),
  ];

  return {
    close: async () => {
      for (const stop of stops) stop();
      await io.close();
    },
  };
};
