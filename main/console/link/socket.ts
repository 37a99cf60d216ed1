import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { z } from 'zod';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { serverCalls, serverEvents } from '../../../shared/protocol/messages.ts';
import type {
  Hello,
  ServerCallArgs,
  ServerCallName,
  ServerCallResult,
  ServerEventName,
  ServerEventPayload,
} from '../../../shared/protocol/messages.ts';

/** Why a call brought no answer: nothing was heard from the server, or what was heard did not fit its schema. */
export type CallFailure = 'offline' | 'malformed';

export type ServerListener = {
  readonly onConnect: () => void;
  readonly onDisconnect: () => void;
  readonly onUnreachable: () => void;
  /** The server will not talk to this console: another protocol version. */
  readonly onMismatch: () => void;
  readonly onEvent: <K extends ServerEventName>(name: K, payload: ServerEventPayload<K>) => void;
  /** Binary presence frame, not yet decoded. */
  readonly onPresence: (bytes: Uint8Array) => void;
  readonly onInvalid: (what: string) => void;
};

export type ServerSocket = {
  readonly call: <K extends ServerCallName>(
    name: K,
    args: ServerCallArgs<K>,
    timeout_ms: number,
  ) => Promise<Result<ServerCallResult<K>, CallFailure>>;
  /** Drops the connection and dials again at once: the way out of a half-open one. */
  readonly redial: () => void;
  readonly close: () => void;
};

const isServerEvent = (name: unknown): name is ServerEventName =>
  typeof name === 'string' && Object.hasOwn(serverEvents, name);

const receive = (listener: ServerListener, name: unknown, payload: unknown): void => {
  if (name === 'presence') {
    if (payload instanceof Uint8Array) listener.onPresence(payload);
    else listener.onInvalid('presence');
    return;
  }
  if (!isServerEvent(name)) {
    listener.onInvalid('unknown-event');
    return;
  }
  const schema: z.ZodType = serverEvents[name];
  const parsed = schema.safeParse(payload);
  if (!parsed.success) listener.onInvalid(name);
  else listener.onEvent(name, parsed.data as ServerEventPayload<typeof name>); // parsed by that event's own schema
};

const emitWithAck = async (socket: Socket, name: string, args: unknown, timeout_ms: number): Promise<unknown> =>
  socket.timeout(timeout_ms).emitWithAck(name, args);

/** A typed, validated connection to one monitoring server that dials again by itself until closed. */
export const openSocket = (url: string, hello: Hello, listener: ServerListener): ServerSocket => {
  const socket = io(url, {
    auth: hello,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1000,
    timeout: 2000,
  });
  let retry: ReturnType<typeof setTimeout> | undefined;
  socket.on('connect', listener.onConnect);
  socket.on('disconnect', (reason) => {
    listener.onDisconnect();
    // socket.io leaves it at that when the server itself hung up.
    if (reason === 'io server disconnect') retry = setTimeout(() => socket.connect(), 500);
  });
  socket.on('connect_error', (error) => {
    if (error.message === 'protocol-mismatch') listener.onMismatch();
    else listener.onUnreachable();
    // Refused by the handshake: socket.io gives up, but the server may be replaced by one that fits.
    if (!socket.active) retry = setTimeout(() => socket.connect(), 5000);
  });
  socket.onAny((name: unknown, payload: unknown) => receive(listener, name, payload));
  return {
    call: async <K extends ServerCallName>(name: K, args: ServerCallArgs<K>, timeout_ms: number) => {
      if (!socket.connected) return err('offline');
      const schema: z.ZodType = serverCalls[name].result;
      let answer: unknown;
      try {
        answer = await emitWithAck(socket, name, args, timeout_ms);
      } catch {
        return err('offline'); // timed out or cut off: the caller cannot know whether it arrived
      }
      const parsed = schema.safeParse(answer);
      if (parsed.success) return ok(parsed.data as ServerCallResult<K>); // parsed by that call's own schema
      listener.onInvalid(name);
      return err('malformed');
    },
    redial: () => {
      socket.disconnect();
      socket.connect();
    },
    close: () => {
      clearTimeout(retry);
      socket.offAny();
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
};
