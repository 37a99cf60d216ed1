import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import type { ConsoleConnection, ConsoleTransport } from '../ports/consoles.ts';
import { isBrowserPage } from './hello.ts';

/** A console's longest message is a command with text: a fraction of this. */
const MAX_MESSAGE_BYTES = 1_048_576;
const WATCH_ROOM = 'record';

const connectionOf = (socket: Socket): ConsoleConnection => ({
  hello: socket.handshake.auth,
  emit: (name, payload) => void socket.emit(name, payload),
  emitVolatile: (name, { buffer, byteOffset, byteLength }) =>
    void socket.volatile.emit(name, Buffer.from(buffer, byteOffset, byteLength)),
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
