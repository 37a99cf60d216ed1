import type { ConsoleApi } from '../../shared/api/contract.ts';
import { decodePresence } from '../../shared/protocol/presence.ts';
import type { Bridge } from '../bridge/index.ts';
import { consoleNow, setByConsole } from '../lib/pageClock.ts';
import type { Arrivals } from './arrivals.ts';
import { createLeaseOrder } from './leaseOrder.ts';
import type { LeaseOrder } from './leaseOrder.ts';
import { keepDrafts } from './drafts.ts';
import { applyFrame, applyLeases, presenceStore } from './presence.ts';
import { recordPump } from './pump.ts';
import type { RecordPump } from './pump.ts';
import { recordStore, tellProvisional } from './record.ts';
import { keepScreen } from './screen.ts';
import { applySession, applySnapshot, sessionStore } from './session.ts';

const countRefused = (): void => sessionStore.setState(({ bridgeRefused }) => ({ bridgeRefused: bridgeRefused + 1 }));

type Stores = { readonly arrivals: Arrivals; readonly pump: RecordPump; readonly leases: LeaseOrder };

const listen = (api: ConsoleApi, { arrivals, pump, leases }: Stores): readonly (() => void)[] => {
  const { add } = arrivals;
  return [
    api.on('link', (link) => {
      setByConsole(link.told_ms);
      add(() => sessionStore.setState({ link }));
    }),
    api.on('session', ({ session, ended }) =>
      add(() => {
        if (session === null) leases.reset();
        applySession(session, ended);
      }),
    ),
    api.on('directory', (directory) =>
      add(() => {
        sessionStore.setState({ directory });
        // Leases name people by id, frames by handle: the directory is what joins them.
        applyLeases(presenceStore.getState().leases);
      }),
    ),
    api.on('entries', pump.receive),
    api.on('provisional', (told) =>
      add(() => {
        tellProvisional(told);
        leases.release();
      }),
    ),
    api.on('recordReset', () => {
      add(leases.reset);
      pump.restart();
    }),
    api.on('presence', (bytes) => {
      const frame = decodePresence(bytes);
      const receivedAt_ms = consoleNow();
      add(frame.ok ? () => applyFrame(frame.value, receivedAt_ms) : countRefused);
    }),
    api.on('leases', (all) => add(() => leases.all(all))),
    api.on('leaseOpened', (opened) => add(() => leases.opened(opened))),
    api.on('leaseRenewed', ({ leaseId, expiresAt_ms }) => add(() => leases.renewed(leaseId, expiresAt_ms))),
    api.on('leaseEnded', ({ leaseId }) => add(() => leases.ended(leaseId))),
    api.on('advice', (advice) => add(() => leases.advised(advice))),
    api.on('desks', (desks) => add(() => sessionStore.setState({ desks }))),
    api.on('impaired', (impaired) => add(() => sessionStore.setState({ impaired }))),
    api.on('outbox', (outbox) => add(() => sessionStore.setState({ outbox }))),
    api.on('strandedCommands', (strandedCommands) => add(() => sessionStore.setState({ strandedCommands }))),
    api.on('log', (log) => add(() => sessionStore.setState({ log }))),
    api.on('store', (store) => add(() => sessionStore.setState({ store }))),
    api.on('restarts', (restarts) => add(() => sessionStore.setState({ restarts }))),
    api.on('lock', (lock) => add(() => sessionStore.setState({ lock }))),
    api.on('soundCheck', (soundCheck) => add(() => sessionStore.setState({ soundCheck }))),
    api.on('soundAsked', ({ muted }) =>
      add(() => sessionStore.setState(({ soundAsked }) => ({ soundAsked: { times: soundAsked.times + 1, muted } }))),
    ),
    api.on('settings', (settings) => add(() => sessionStore.setState({ settings }))),
    api.on('training', (training) => add(() => sessionStore.setState({ training }))),
  ];
};

/**
 * Connects the console process to the stores: listens first, then takes a snapshot and pages entries up to the head, and
 * does so again whenever the page had lost its console process. `page` is the window, whose name outlives a reload. Returns what disconnects them.
 */
export const connectStores = (
  { api, onStatus, onRefused }: Bridge,
  page: { name: string },
  arrivals: Arrivals,
): (() => void) => {
  const leases = createLeaseOrder((id) => recordStore.getState().world.incidents.has(id));
  const pump = recordPump(api, arrivals, leases.release);
  const screen = keepScreen(api, page);
  const drafts = keepDrafts(api);
  const load = async (): Promise<void> => {
    try {
      const snapshot = await api.call('snapshot', null);
      setByConsole(snapshot.link.told_ms);
      // A head below ours means that the journal was replaced while the page was away. Then the record goes before the leases come.
      pump.resume(snapshot.head);
      await new Promise<void>((applied) => {
        arrivals.add(() => {
          try {
            applySnapshot(snapshot);
            tellProvisional({ after: 0, entries: snapshot.provisional });
            leases.all(snapshot.leases);
            snapshot.advice.forEach(leases.advised);
          } finally {
            applied();
          }
        });
      });
      drafts.resume();
      await screen.restore();
    } catch {
      arrivals.add(countRefused); // the next reconnection tries again; until then the screen says that nothing is ready
    }
  };
  const stops = [
    screen.stop,
    drafts.stop,
    ...listen(api, { arrivals, pump, leases }),
    onRefused(() => arrivals.add(countRefused)),
    onStatus((bridge) => {
      arrivals.add(() => sessionStore.setState({ bridge }));
      if (bridge.up) void load();
    }),
  ];
  return () => stops.forEach((stop) => stop());
};
