import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import type { z } from 'zod';
import type { ClockHealth } from '../../../shared/domain/clockHealth.ts';
import { LogId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import { Hello, serverCalls } from '../../../shared/protocol/messages.ts';
import type {
  Heartbeat,
  ServerCallArgs,
  ServerCallName,
  ServerCallResult,
  ServerEventName,
  ServerEventPayload,
  Session,
  StoreHealth,
} from '../../../shared/protocol/messages.ts';
import { HEARTBEAT_EVERY_MS, PAGE_LIMIT, PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';
import { aDirectory } from '../../builders/directory.ts';

/** Time that a test cannot set by way of `Date.now`: the server's machine is another one. */
const trueNow = (): number => Math.round(performance.timeOrigin + performance.now());

type Answers = {
  readonly [K in ServerCallName]: (
    args: ServerCallArgs<K>,
    socket: Socket,
  ) => ServerCallResult<K> | Promise<ServerCallResult<K>>;
};

/** A monitoring server's side of the protocol without a monitoring server: what a test needs to make it misbehave. */
export type Double = {
  readonly url: string;
  readonly record: Entry[];
  /** Commands in the order they arrived, repeats included. */
  readonly commands: ServerCallArgs<'command'>[];
  readonly answer: <K extends ServerCallName>(name: K, handler: Answers[K]) => void;
  readonly emit: <K extends ServerEventName>(name: K, payload: ServerEventPayload<K>) => void;
  /** Sends anything, fitting or not. */
  readonly emitRaw: (name: string, payload: unknown) => void;
  /** Adds entries to the record; `broadcast: false` is a broadcast that got lost. */
  readonly append: (entries: readonly Entry[], broadcast: boolean) => void;
  /** Whether its heartbeats say that people are simulated. */
  readonly simulate: (on: boolean) => void;
  /** What its heartbeats say of its store. */
  readonly store: (health: StoreHealth) => void;
  /** What its heartbeats say of its clock. */
  readonly clock: (health: ClockHealth) => void;
  readonly heartbeats: (on: boolean) => void;
  readonly connections: () => number;
  /** Cuts every connection and stops listening; returns the port, so that another can take its place. */
  readonly kill: () => Promise<number>;
};

const TOKEN = 'a-session-token-of-the-double';

export const openDouble = async (
  operator: Operator,
  port = 0,
  record: Entry[] = [],
  protocol = PROTOCOL_VERSION,
): Promise<Double> => {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const commands: ServerCallArgs<'command'>[] = [];
  const session: Session = { token: TOKEN, operator, mode: 'live', expiresAt_ms: Date.now() + 3_600_000 };
  const unsupported = { ok: false, error: { reason: 'not-allowed' } } as const;
  const answers: { -readonly [K in ServerCallName]: Answers[K] } = {
    signIn: ({ password }) =>
      password === 'right' ? { ok: true, value: session } : { ok: false, error: 'bad-credentials' },
    resume: ({ token }) => (token === TOKEN ? { ok: true, value: session } : { ok: false, error: 'invalid' }),
    signOut: () => null,
    extendSession: () => ({ ok: true, value: { expiresAt_ms: Date.now() + 3_600_000 } }),
    endSession: () => ({ isEnded: true }),
    checkPassword: ({ password }) =>
      password === 'right' ? { ok: true, value: null } : { ok: false, error: 'bad-credentials' },
    attend: () => null,
    directory: () => ({ ok: true, value: aDirectory() }),
    command: (command) => {
      commands.push(command);
      return { ok: true, value: { seqs: [] } };
    },
    catchUp: ({ since }) => ({
      ok: true,
      value: { entries: record.filter((entry) => entry.seq > since).slice(0, PAGE_LIMIT), head: record.length },
    }),
    head: ({ since }) => ({
      ok: true,
      value: { logId: LogId.parse('log-double'), signedHead: null, since, proof: [] },
    }),
    positions: () => unsupported,
    evidence: () => unsupported,
    sealEvidence: () => unsupported,
    provisionalAccess: () => unsupported,
    accessLog: () => unsupported,
    simulator: () => unsupported,
  };
  io.use((socket, next) => {
    const hello = Hello.safeParse(socket.handshake.auth);
    next(hello.success && hello.data.protocol === protocol ? undefined : new Error('protocol-mismatch'));
  });
  io.on('connection', (socket) => {
    for (const name of Object.keys(serverCalls) as ServerCallName[]) {
      socket.on(name, async (args: unknown, ack: (answer: unknown) => void) => {
        const schema: z.ZodType = serverCalls[name].args;
        const handler = answers[name] as (args: unknown, socket: Socket) => unknown; // picked by the same name as the schema
        ack(await handler(schema.parse(args), socket));
      });
    }
  });
  let beating = true;
  let simulated = false;
  let store: StoreHealth = { state: 'working' };
  let clock: ClockHealth = { state: 'right' };
  const beat = setInterval(() => {
    const said: Heartbeat = { serverTime_ms: trueNow(), head: record.length, store, clock, simulated };
    if (beating) io.emit('heartbeat', said);
  }, HEARTBEAT_EVERY_MS);
  await new Promise<void>((resolve) => {
    http.listen(port, '127.0.0.1', resolve);
  });
  const taken = (http.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}`,
    record,
    commands,
    answer: (name, handler) => {
      answers[name] = handler as (typeof answers)[typeof name];
    },
    emit: (name, payload) => void io.emit(name, payload),
    emitRaw: (name, payload) => void io.emit(name, payload),
    append: (entries, broadcast) => {
      record.push(...entries);
      if (broadcast) io.emit('entries', entries);
    },
    simulate: (on) => {
      simulated = on;
    },
    store: (health) => {
      store = health;
    },
    clock: (health) => {
      clock = health;
    },
    heartbeats: (on) => {
      beating = on;
    },
    connections: () => io.engine.clientsCount,
    kill: async () => {
      clearInterval(beat);
      io.engine.close();
      http.closeAllConnections();
      await io.close();
      return taken;
    },
  };
};
