import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { CommandId, type IncidentId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { serverCalls, serverEvents } from '../../../shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';

/** A desk that speaks the server's protocol itself. */
type Desk = { readonly socket: Socket; readonly command: (body: CommandBody) => Promise<void> };

const CALL_LIMIT_MS = 30_000;

/** Signs in at a server. */
export const openDesk = async (url: string, username: string, password: string): Promise<Desk> => {
  const auth = { protocol: PROTOCOL_VERSION, consoleId: `bench-${username}` };
  const socket = io(url, { auth, transports: ['websocket'], reconnection: false, forceNew: true });
  const call = (name: string, args: unknown): Promise<unknown> => socket.timeout(CALL_LIMIT_MS).emitWithAck(name, args);
  const session = serverCalls.signIn.result.parse(await call('signIn', { username, password }));
  if (!session.ok) throw new Error(`${username} could not sign in: ${session.error}`);
  return {
    socket,
    command: async (body) => {
      const command = { id: CommandId.parse(`bench-${randomUUID()}`), issuedAt_ms: Date.now(), body };
      const answer = serverCalls.command.result.parse(await call('command', command));
      if (!answer.ok) throw new Error(`${body.kind} was refused: ${answer.error.reason}`);
    },
  };
};

/** The rest of the watch: a second dispatcher and a supervisor, over the protocol. */
export type Watch = {
  /** The order of each incident, as the record tells of them; grows. */
  readonly orders: ReadonlyMap<IncidentId, string>;
  /** Acknowledges, resolves and closes an incident. */
  readonly end: (incident: IncidentId) => Promise<void>;
  readonly leave: () => void;
};

/** Signs both in at a server. */
export const openWatch = async (url: string): Promise<Watch> => {
  const [dispatcher, supervisor] = [
    await openDesk(url, 'dispatcher2', 'jikim-dispatch'),
    await openDesk(url, 'supervisor1', 'jikim-review'),
  ];
  const orders = new Map<IncidentId, string>();
  dispatcher.socket.on('entries', (payload: unknown) => {
    for (const { incidentId, body } of serverEvents.entries.parse(payload)) {
      if (body.kind === 'incident.raised' && incidentId !== null) orders.set(incidentId, body.orderId);
    }
  });
  return {
    orders,
    end: async (incidentId) => {
      await dispatcher.command({ kind: 'incident.acknowledge', incidentId });
      await dispatcher.command({
        kind: 'incident.resolve',
        incidentId,
        outcome: 'no-contact-found',
        cause: null,
        despiteClosing: true,
      });
      await supervisor.command({ kind: 'incident.close', incidentId, review: '부하 시험', caseFollows: false });
    },
    leave: () => {
      dispatcher.socket.disconnect();
      supervisor.socket.disconnect();
    },
  };
};
