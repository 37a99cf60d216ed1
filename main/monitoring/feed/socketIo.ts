import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import type { ConsoleConnection, ConsoleTransport } from '../ports/consoles.ts';
import { isBrowserPage } from './hello.ts';

/** A console's longest message is a command with text: a fraction of this. */
const MAX_MESSAGE_BYTES = 1_048_576;
const WATCH_ROOM = 'record';

/** As much of a socket as sends what is not kept. */
type VolatileSocket = {
  readonly conn: {
    readonly transport: { readonly writable: boolean; once(event: 'ready', listener: () => void): unknown };
  };
  readonly volatile: { emit(name: string, bytes: Buffer): unknown };
};

/**
 * A heartbeat that is still being written would cost a desk its frame, which is due in the same turn: the frame waits until the transport
 * takes it. One waits at most, and the newest takes its place, so that a console that does not keep up is sent no backlog.
 */
export const newestFor = (socket: VolatileSocket): ConsoleConnection['emitNewest'] => {
  const waiting = new Map<string, () => Uint8Array | null>();
  let isArmed = false;
  const push = (): void => {
    isArmed = false;
    for (const [name, make] of waiting) {
      const { transport } = socket.conn;
      if (!transport.writable) {
        isArmed = true;
        transport.once('ready', push);
        return;
      }
      waiting.delete(name);
      const bytes = make();
      if (bytes !== null) socket.volatile.emit(name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
  };
  return (name, make) => {
    waiting.set(name, make);
    if (!isArmed) push();
  };
};

const connectionOf = (socket: Socket): ConsoleConnection => ({
  hello: socket.handshake.auth,
  emit: (name, payload) => void socket.emit(name, payload),
  emitNewest: newestFor(socket),
  joinWatch: () => void socket.join(WATCH_ROOM),
  leaveWatch: () => void socket.leave(WATCH_ROOM),
  onMessage: (listener) => void socket.onAny((name: unknown, args: unknown, ack: unknown) => listener(name, args, ack)),
  onGone: (listener) => void socket.on('disconnect', listener),
  hangUp: () => void socket.disconnect(true),
});

/** Carries consoles' messages over socket.io, on the server's own port. */
export const createSocketIo = (given: {
  readonly http: HttpServer;
  /** Told of a browser page that was turned away. */
  readonly onPage: () => void;
}): ConsoleTransport => {
  const io = new Server(given.http, {
    serveClient: false,
    // A browser names a page's origin whenever it opens a socket, but not with every plain request.
    transports: ['websocket'],
    perMessageDeflate: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    // Consoles are processes, not pages: a page that finds this port is turned away before anything else.
    allowRequest: (request, decide) => {
      const page = isBrowserPage(request);
      if (page) given.onPage();
      decide(page ? 'not for pages' : null, !page);
    },
  });
  return {
    serve: ({ refusalOf, onConnection }) => {
      io.use((socket, next) => {
        const refusal = refusalOf(socket.handshake.auth);
        next(refusal === null ? undefined : new Error(refusal));
      });
      io.on('connection', (socket) => onConnection(connectionOf(socket)));
    },
    everybody: { emit: (name, payload) => void io.emit(name, payload) },
    watch: { emit: (name, payload) => void io.to(WATCH_ROOM).emit(name, payload) },
    close: () => io.close(),
  };
};
