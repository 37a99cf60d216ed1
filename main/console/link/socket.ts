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

/**
 * A connection to one monitoring server that dials again by itself until it is closed, whatever carries its messages: socket.io, or memory.
 * What comes over it is not checked.
 */
export type ServerConnection = {
  readonly isOpen: () => boolean;
  /** Rejects where no answer comes in time, or the connection breaks: nobody can know then whether it arrived. */
  readonly ask: (name: string, args: unknown, timeout_ms: number) => Promise<unknown>;
  /** Drops the connection and dials again at once: the way out of a half-open one. */
  readonly redial: () => void;
  readonly close: () => void;
};

export type ConnectionListener = {
  readonly onConnect: () => void;
  readonly onDisconnect: () => void;
  /** It could not connect; a server that turned it away says why. */
  readonly onRefused: (reason: string) => void;
  readonly onMessage: (name: unknown, payload: unknown) => void;
};

/** Begins to connect to a server. */
export type Dial = (url: string, hello: Hello, listener: ConnectionListener) => ServerConnection;

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

/** A typed, validated connection to one monitoring server. */
export const openSocket = (dial: Dial, url: string, hello: Hello, listener: ServerListener): ServerSocket => {
  const connection = dial(url, hello, {
    onConnect: listener.onConnect,
    onDisconnect: listener.onDisconnect,
    onRefused: (reason) => {
      if (reason === 'protocol-mismatch') listener.onMismatch();
      else listener.onUnreachable();
    },
    onMessage: (name, payload) => receive(listener, name, payload),
  });
  return {
    call: async <K extends ServerCallName>(name: K, args: ServerCallArgs<K>, timeout_ms: number) => {
      if (!connection.isOpen()) return err('offline');
      const schema: z.ZodType = serverCalls[name].result;
      let answer: unknown;
      try {
        answer = await connection.ask(name, args, timeout_ms);
      } catch {
        return err('offline'); // timed out or cut off: the caller cannot know whether it arrived
      }
      const parsed = schema.safeParse(answer);
      if (parsed.success) return ok(parsed.data as ServerCallResult<K>); // parsed by that call's own schema
      listener.onInvalid(name);
      return err('malformed');
    },
    redial: connection.redial,
    close: connection.close,
  };
};
