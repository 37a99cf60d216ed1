import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { CommandId, type IncidentId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { serverCalls, serverEvents } from '../../../shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';

type Desk = { readonly socket: Socket; readonly command: (body: CommandBody) => Promise<void> };

const CALL_LIMIT_MS = 10_000;

const openDesk = async (url: string, username: string, password: string): Promise<Desk> => {
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

/** The rest of the watch: a second dispatcher and a supervisor. */
export type Watch = {
  /** Orders' incidents, by incident, as the record tells of them. */
  readonly incidents: ReadonlyMap<string, string>;
  /** Waits until everything raised so far has been closed, and hangs up. @throws Error with the first refusal. */
  readonly leave: () => Promise<void>;
};

/**
 * Signs both in at a server. Each incident is acknowledged and resolved by the second dispatcher after `stay_ms` and closed by the
 * supervisor, over the protocol: no operator has a thousand incidents open.
 */
export const openWatch = async (url: string, stay_ms: number): Promise<Watch> => {
  const [dispatcher, supervisor] = [
    await openDesk(url, 'dispatcher2', 'jikim-dispatch'),
    await openDesk(url, 'supervisor1', 'jikim-review'),
  ];
  const incidents = new Map<string, string>();
  const endings: Promise<void>[] = [];
  const end = async (incidentId: IncidentId): Promise<void> => {
    await delay(stay_ms);
    await dispatcher.command({ kind: 'incident.acknowledge', incidentId });
    await dispatcher.command({ kind: 'incident.resolve', incidentId, outcome: 'no-contact-found', cause: null });
    await supervisor.command({ kind: 'incident.close', incidentId, review: '부하 시험' });
  };
  dispatcher.socket.on('entries', (payload: unknown) => {
    for (const { incidentId, body } of serverEvents.entries.parse(payload)) {
      if (body.kind !== 'incident.raised' || incidentId === null) continue;
      incidents.set(incidentId, body.orderId);
      const ending = end(incidentId);
      ending.catch(() => undefined); // told by `leave`
      endings.push(ending);
    }
  });
  return {
    incidents,
    leave: async () => {
      await Promise.all(endings);
      dispatcher.socket.disconnect();
      supervisor.socket.disconnect();
    },
  };
};
