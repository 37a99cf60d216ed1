import type { ConsoleApi } from '../../shared/api/contract.ts';
import { consoleNow } from '../lib/pageClock.ts';
import { createClient } from './client.ts';
import { preloadTransport } from './preload.ts';
import { socketTransport } from './socket.ts';
import type { BridgeStatus } from './transport.ts';

export type { BridgeStatus } from './transport.ts';

/** The console api together with the state of what carries it. */
export type Bridge = {
  readonly api: ConsoleApi;
  readonly onStatus: (listener: (status: BridgeStatus) => void) => () => void;
  /** Called for each answer or event that did not fit its schema. */
  readonly onRefused: (listener: (name: string) => void) => () => void;
};

let bridge: Bridge | null = null;

const connect = (): Bridge => {
  const transport = preloadTransport(window, consoleNow) ?? socketTransport(consoleNow);
  const refused = new Set<(name: string) => void>();
  const api = createClient(transport, (name) => refused.forEach((listener) => listener(name)));
  return {
    api,
    onStatus: transport.onStatus,
    onRefused: (listener) => {
      refused.add(listener);
      return () => refused.delete(listener);
    },
  };
};

/** The one bridge of this page, connected on first use: Electron's preload where present, else the loopback socket. */
export const getBridge = (): Bridge => (bridge ??= connect());

/** The console process as this page sees it. */
export const getApi = (): ConsoleApi => getBridge().api;
