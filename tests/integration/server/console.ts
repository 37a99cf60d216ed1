import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { Entry as EntrySchema } from '../../../shared/domain/incidents/entries.ts';
import { serverCalls, serverEvents } from '../../../shared/protocol/messages.ts';
import type {
  LeaseOpened,
  ServerCallArgs,
  ServerCallName,
  ServerCallResult,
  Session,
} from '../../../shared/protocol/messages.ts';
import { decodePresence } from '../../../shared/protocol/presence.ts';
import type { PresenceFrame } from '../../../shared/protocol/presence.ts';
import { ATTEND_EVERY_MS, PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';

/** A bare console: it keeps everything the server sends, checked against the protocol. */
export type TestConsole = {
  readonly socket: Socket;
  readonly entries: Entry[];
  readonly frames: PresenceFrame[];
  readonly leases: LeaseOpened[];
  readonly endedLeases: string[];
  readonly advice: unknown[];
  /** Names of all events that came. */
  readonly heard: string[];
  /** Every event as it came, for searching. */
  readonly raw: unknown[][];
  readonly call: <K extends ServerCallName>(name: K, args: ServerCallArgs<K>) => Promise<ServerCallResult<K>>;
  readonly signIn: (username: string, password: string) => Promise<Session>;
  readonly command: (id: string, body: CommandBody) => Promise<ServerCallResult<'command'>>;
  readonly close: () => void;
};

/** Told of every packet before socket.io decodes it or after it has encoded it: text as a string, binary as bytes. */
export type Tap = (way: 'in' | 'out', data: string | Uint8Array) => void;

let consoles = 0;

export const connectConsole = async (
  port: number,
  auth: unknown = null,
  tap: Tap | null = null,
): Promise<TestConsole> => {
  consoles += 1;
  const socket = io(`http://127.0.0.1:${port}`, {
    auth: (auth ?? { protocol: PROTOCOL_VERSION, consoleId: `test-${consoles}` }) as { [key: string]: unknown }, // may be wrong on purpose
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  if (tap !== null) {
    const tell = (way: 'in' | 'out', data: unknown): void => {
      if (typeof data === 'string' || data instanceof Uint8Array) tap(way, data);
    };
    socket.io.engine.on('packet', ({ data }) => tell('in', data));
    socket.io.engine.on('packetCreate', ({ data }) => tell('out', data));
  }
  const kept = {
    ...{ entries: [] as Entry[], frames: [] as PresenceFrame[], leases: [] as LeaseOpened[] },
    ...{ endedLeases: [] as string[], advice: [] as unknown[], heard: [] as string[], raw: [] as unknown[][] },
  };
  socket.onAny((name: string, ...args: unknown[]) => {
    kept.heard.push(name);
    kept.raw.push([name, ...args]);
  });
  socket.on('entries', (payload) => kept.entries.push(...serverEvents.entries.parse(payload)));
  socket.on('leaseOpened', (payload) => kept.leases.push(serverEvents.leaseOpened.parse(payload)));
  socket.on('leaseEnded', (payload) => kept.endedLeases.push(serverEvents.leaseEnded.parse(payload).leaseId));
  socket.on('advice', (payload) => kept.advice.push(serverEvents.advice.parse(payload)));
  socket.on('presence', (payload: Uint8Array) => {
    const frame = decodePresence(new Uint8Array(payload));
    if (!frame.ok) throw new Error(frame.error);
    kept.frames.push(frame.value);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
    // A server that dies between the two halves of a handshake tells the socket nothing; one that turns it away closes first, then says why.
    socket.io.once('close', (reason) =>
      queueMicrotask(() => reject(new Error(`closed before it was connected: ${reason}`))),
    );
  });
  let attending: ReturnType<typeof setInterval> | undefined;
  const call: TestConsole['call'] = async (name, args) => {
    const answer: unknown = await socket.timeout(15_000).emitWithAck(name, args);
    return serverCalls[name].result.parse(answer) as ServerCallResult<typeof name>; // the schema of this very name
  };
  return {
    ...{ socket, ...kept, call },
    signIn: async (username, password) => {
      const session = await call('signIn', { username, password });
      if (!session.ok) throw new Error(session.error);
      // As a console does while somebody is signed in at it: a desk that is not heard is missed.
      attending = setInterval(
        () => void call('attend', { locked: false, sounds: true }).catch(() => undefined),
        ATTEND_EVERY_MS,
      );
      attending.unref();
      return session.value;
    },
    command: (id, body) => call('command', serverCalls.command.args.parse({ id, issuedAt_ms: Date.now(), body })),
    close: () => {
      clearInterval(attending);
      socket.close();
    },
  };
};

/** The whole record, page by page. */
export const readRecord = async (from: TestConsole): Promise<readonly Entry[]> => {
  const all: Entry[] = [];
  for (;;) {
    const page = await from.call('catchUp', { since: all.length });
    if (!page.ok) throw new Error(page.error.reason);
    if (page.value.entries.length === 0) return all;
    all.push(...page.value.entries.map((entry) => EntrySchema.parse(entry)));
  }
};
