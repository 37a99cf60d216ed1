import { io } from 'socket.io-client';
import { BRIDGE_CALL, BRIDGE_EVENT, BRIDGE_PATH, CallAnswer } from '../../shared/api/wire.ts';
import type { BridgeStatus, Transport } from './transport.ts';

const CALL_TIMEOUT_MS = 15_000;

/** Transport of the browser shell: a socket to the console process on the page's own origin. */
export const socketTransport = (now: () => number): Transport => {
  const socket = io({
    path: BRIDGE_PATH,
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 1000,
  });
  // Its client would take a clock of the machine that is set forward for a console process that is gone.
  socket.io.on('open', () => {
    socket.io.engine._hasPingExpired = () => false;
  });
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  socket.on(BRIDGE_EVENT, (name: unknown, payload: unknown) => {
    if (typeof name !== 'string') return;
    for (const listener of listeners.get(name) ?? []) listener(payload);
  });
  let status: BridgeStatus = { up: false, since_ms: now() };
  const watchers = new Set<(status: BridgeStatus) => void>();
  const report = (up: boolean): void => {
    if (up === status.up) return;
    status = { up, since_ms: now() };
    for (const watcher of watchers) watcher(status);
  };
  socket.on('connect', () => report(true));
  socket.on('disconnect', () => report(false));
  return {
    call: async (name, args) => {
      const answer = CallAnswer.safeParse(await socket.timeout(CALL_TIMEOUT_MS).emitWithAck(BRIDGE_CALL, name, args));
      if (!answer.success) throw new Error(`${name}: malformed answer`);
      if (!answer.data.ok) throw new Error(answer.data.message);
      return answer.data.value;
    },
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      set.add(listener);
      listeners.set(name, set);
      return () => set.delete(listener);
    },
    onStatus: (watcher) => {
      watchers.add(watcher);
      watcher(status);
      return () => watchers.delete(watcher);
    },
  };
};
