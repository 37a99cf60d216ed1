import { io } from 'socket.io-client';
import type { Dial } from './socket.ts';

/** Dials over socket.io. */
export const dialSocketIo: Dial = (url, hello, listener) => {
  const socket = io(url, {
    auth: hello,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1000,
    timeout: 2000,
  });
  // The client would take a wall clock that is set forward for a server that is gone. Whether it is gone the heartbeats say.
  socket.io.on('open', () => {
    socket.io.engine._hasPingExpired = () => false;
  });
  let retry: ReturnType<typeof setTimeout> | undefined;
  socket.on('connect', listener.onConnect);
  socket.on('disconnect', (reason) => {
    listener.onDisconnect();
    // socket.io leaves it at that when the server itself hung up.
    if (reason === 'io server disconnect') retry = setTimeout(() => socket.connect(), 500);
  });
  socket.on('connect_error', (error) => {
    listener.onRefused(error.message);
    // Refused by the handshake: socket.io gives up, but the server may be replaced by one that fits.
    if (!socket.active) retry = setTimeout(() => socket.connect(), 5000);
  });
  socket.onAny((name: unknown, payload: unknown) => listener.onMessage(name, payload));
  return {
    isOpen: () => socket.connected,
    ask: async (name, args, timeout_ms): Promise<unknown> => socket.timeout(timeout_ms).emitWithAck(name, args),
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
