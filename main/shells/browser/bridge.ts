import { Server as HttpServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { BRIDGE_CALL, BRIDGE_EVENT, BRIDGE_PATH } from '../../../shared/api/wire.ts';
import type { CallAnswer } from '../../../shared/api/wire.ts';
import type { ConsoleProcess } from '../../console/console.ts';
import { checkSource, cookieOf } from './guard.ts';
import type { GuardReason } from './guard.ts';
import type { Tickets } from './tickets.ts';

type BridgeOptions = {
  readonly console: Pick<ConsoleProcess, 'answer' | 'onAny'>;
  readonly tickets: Tickets;
  readonly port: () => number;
  readonly onRefused: (reason: GuardReason) => void;
};

/** The socket between page and console process. */
export type Bridge = {
  /** Takes an upgrade request from the shell's HTTP server: lets it in, or answers 403 and nothing else. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly close: () => Promise<void>;
};

const MAX_MESSAGE_BYTES = 256 * 1024;

const isAck = (value: unknown): value is (answer: CallAnswer) => void => typeof value === 'function';

export const openBridge = ({ console: jikim, tickets, port, onRefused }: BridgeOptions): Bridge => {
  // Never listens: socket.io sees only what `upgrade` hands over, so that the guard stands before all of its code.
  const inner = new HttpServer();
  const io = new Server(inner, {
    path: BRIDGE_PATH,
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
  });
  io.on('connection', (socket) => {
    socket.on(BRIDGE_CALL, (name: unknown, args: unknown, ack: unknown) => {
      if (!isAck(ack)) return; // nobody waits for the answer: not one of our pages
      void jikim.answer(name, args).then(ack);
    });
  });
  const stop = jikim.onAny((name, payload) => {
    // Presence too, and not as `volatile`: that would drop a frame whenever another event left in the same turn. What waits
    // for a page that hangs is bounded, since socket.io cuts it off when it answers no ping.
    io.emit(BRIDGE_EVENT, name, payload);
  });
  return {
    upgrade: (request, socket, head) => {
      const cookie = cookieOf(request, port());
      const reason =
        checkSource(request, port(), true) ?? (cookie !== null && tickets.admits(cookie) ? null : 'cookie');
      if (reason === null) {
        inner.emit('upgrade', request, socket, head);
        return;
      }
      onRefused(reason);
      socket.on('error', () => undefined); // the other side may be gone already
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    },
    close: async () => {
      stop();
      await io.close();
    },
  };
};
