import type { ConsoleApi } from '../../shared/api/contract.ts';
import { decodePresence } from '../../shared/protocol/presence.ts';
import type { Bridge } from '../bridge/index.ts';
import {
  applyAdvice,
  applyFrame,
  applyLeaseEnded,
  applyLeaseOpened,
  applyLeaseRenewed,
  applyLeases,
  presenceStore,
  resetPresence,
} from './presence.ts';
import { recordPump } from './pump.ts';
import { keepScreen } from './screen.ts';
import { applySession, applySnapshot, sessionStore } from './session.ts';

const countRefused = (): void => sessionStore.setState(({ bridgeRefused }) => ({ bridgeRefused: bridgeRefused + 1 }));

const listen = (api: ConsoleApi, pump: ReturnType<typeof recordPump>): readonly (() => void)[] => [
  api.on('link', (link) => sessionStore.setState({ link })),
  api.on('session', ({ session, ended }) => {
    if (session === null) resetPresence();
    applySession(session, ended);
  }),
  api.on('directory', (directory) => {
    sessionStore.setState({ directory });
    // Leases name people by id, frames by handle: the directory is what joins them.
    applyLeases(presenceStore.getState().leases);
  }),
  api.on('entries', pump.receive),
  api.on('recordReset', () => {
    resetPresence();
    pump.restart();
  }),
  api.on('presence', (bytes) => {
    const frame = decodePresence(bytes);
    if (frame.ok) applyFrame(frame.value, Date.now());
    else countRefused();
  }),
  api.on('leases', applyLeases),
  api.on('leaseOpened', applyLeaseOpened),
  api.on('leaseRenewed', ({ leaseId, expiresAt_ms }) => applyLeaseRenewed(leaseId, expiresAt_ms)),
  api.on('leaseEnded', ({ leaseId }) => applyLeaseEnded(leaseId)),
  api.on('advice', applyAdvice),
  api.on('outbox', (outbox) => sessionStore.setState({ outbox })),
  api.on('log', (log) => sessionStore.setState({ log })),
  api.on('store', (store) => sessionStore.setState({ store })),
  api.on('restarts', (restarts) => sessionStore.setState({ restarts })),
  api.on('lock', (lock) => sessionStore.setState({ lock })),
  api.on('settings', (settings) => sessionStore.setState({ settings })),
  api.on('training', (training) => sessionStore.setState({ training })),
];

/**
 * Connects the console process to the stores: listens first, then takes a snapshot and pages entries up to the head, and
 * does so again whenever the page had lost its console process. `page` is the window, whose name outlives a reload. Returns what disconnects them.
 */
export const connectStores = ({ api, onStatus, onRefused }: Bridge, page: { name: string }): (() => void) => {
  const pump = recordPump(api);
  const screen = keepScreen(api, page);
  const load = async (): Promise<void> => {
    try {
      const snapshot = await api.call('snapshot', null);
      applySnapshot(snapshot);
      applyLeases(snapshot.leases);
      snapshot.advice.forEach(applyAdvice);
      // A head below ours means that the journal was replaced while the page was away.
      pump.resume(snapshot.head);
      await screen.restore();
    } catch {
      countRefused(); // the next reconnection tries again; until then the screen says that nothing is ready
    }
  };
  const stops = [
    screen.stop,
    ...listen(api, pump),
    onRefused(countRefused),
    onStatus((bridge) => {
      sessionStore.setState({ bridge });
      if (bridge.up) void load();
    }),
  ];
  return () => stops.forEach((stop) => stop());
};
