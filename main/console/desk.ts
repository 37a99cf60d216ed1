import type { LinkState, PendingCommand, SessionView } from '../../shared/api/contract.ts';
import type { ConsoleId, OperatorId } from '../../shared/domain/ids.ts';
import { err, ok, unreachable } from '../../shared/domain/result.ts';
import type { ServerEventName, ServerEventPayload, SimulatorState } from '../../shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts';
import type { Clock, Timers } from './clock.ts';
import { deliver } from './outbox/deliver.ts';
import { createOutbox } from './outbox/outbox.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { AnyEventListener } from './emitter.ts';
import { createLink } from './link/link.ts';
import type { Link } from './link/link.ts';
import { createFrames } from './link/frames.ts';
import { createLogKeeper } from './witness/keeper.ts';
import type { LogKeeper } from './witness/keeper.ts';
import { createLogMemory } from './witness/memory.ts';
import { createRecord } from './record/record.ts';
import type { Refused } from './refused.ts';
import { createHeld } from './session/held.ts';
import type { Held } from './session/held.ts';
import { createSession } from './session/session.ts';
import type { SessionKeeper } from './session/session.ts';
import { createJournal } from './store/journal.ts';
import type { Journal } from './store/journal.ts';
import { createDiskWatch, watchedOutbox } from './store/disk.ts';
import type { ConsoleStore } from './store/store.ts';
import { createOutboxStore } from './store/outbox.ts';

/** How long the server has, after a session is taken up again, to tell which leases still hold. */
const CONFIRM_LEASES_MS = 1500;
const TICK_MS = 1000;

/** Everything the console holds about one monitoring server. Live and training each have a desk, and share nothing. */
export type Desk = {
  readonly link: Link;
  readonly linkState: () => LinkState;
  readonly session: SessionKeeper;
  readonly journal: Journal;
  readonly log: LogKeeper;
  readonly outbox: Outbox;
  readonly pending: () => readonly PendingCommand[];
  readonly held: Held;
  readonly close: () => void;
};

type DeskOptions = {
  readonly url: Promise<string>;
  readonly store: ConsoleStore;
  readonly consoleId: ConsoleId;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: () => string;
  readonly refused: Refused;
  /** Resumes a session made elsewhere (training). */
  readonly token: string | null;
  readonly emit: AnyEventListener;
  readonly onSimulator: (state: SimulatorState) => void;
};

/** A trainer on a live server reads neither record nor positions (protocol). */
export const mayRead = (session: SessionView | null): boolean =>
  session !== null && (session.mode === 'training' || session.operator.role !== 'trainer');

export const createDesk = (options: DeskOptions): Desk => {
  const { clock, timers, refused, emit } = options;
  const journal = createJournal(options.store, clock.now);
  const frames = createFrames();
  const disk = createDiskWatch(clock, () => changed());
  /** The server's own store, as far as its answers tell. */
  const serverStore = createDiskWatch(clock, () => changed());
  const held = createHeld(emit);
  let cancelConfirm: () => void = () => undefined;

  const linkState = (): LinkState => ({
    ...link.view(),
    // Whoever may not read the record has nothing to catch up with.
    caughtUp: session.view() !== null && !mayRead(session.view()) ? link.isUp() : record.isCaughtUp(),
    refusedMessages: refused.total(),
    droppedFrames: frames.dropped(),
    diskFailingSince_ms: disk.failingSince_ms(),
    serverStoreFailingSince_ms: serverStore.failingSince_ms(),
  });
  const changed = (): void => emit('link', linkState());
  const operator = (): OperatorId | null => session.view()?.operator.id ?? null;
  const pending = (): readonly PendingCommand[] => outbox.view(operator());

  const record = createRecord({
    journal,
    timers,
    fetchPage: async (since) => {
      const answer = await link.call('catchUp', { since });
      if (!answer.ok) return err('later');
      if (answer.value.ok) return ok(answer.value.value);
      return err(answer.value.error.reason === 'not-allowed' ? 'not-allowed' : 'later');
    },
    onAppended: (entries) => {
      disk.worked();
      log.journalGrew();
      emit('entries', entries);
    },
    onDiffers: () => log.entriesDiffer(),
    onReset: () => {
      log.journalReset();
      restate();
    },
    onStoreFailure: () => {
      disk.failed();
      refused.count('journal');
    },
    onChange: () => {
      log.journalGrew();
      changed();
    },
  });

  const log: LogKeeper = createLogKeeper({
    memory: createLogMemory(options.store.db),
    journal,
    isCaughtUp: record.isCaughtUp,
    fetchNews: async (since) => {
      const answer = await link.call('head', { since });
      if (!answer.ok) return err('unheard');
      if (answer.value.ok) return ok(answer.value.value);
      const { reason } = answer.value.error;
      if (reason === 'store-failed') serverStore.failed();
      if (reason === 'store-failed') return err('cannot-store');
      return err(reason === 'not-allowed' ? 'not-allowed' : 'later');
    },
    timers,
    now: clock.now,
    serverNow: () => link.serverNow(),
    onRefused: refused.count,
    onAccepted: record.restart,
    onChange: () => emit('log', log.view()),
  });

  /** Tells windows to take the record anew, and what they hold beside it. */
  const restate = (): void => {
    emit('recordReset', null);
    emit('leases', held.leases());
    for (const advice of held.advice()) emit('advice', advice);
  };

  const onEvent = <K extends Exclude<ServerEventName, 'heartbeat'>>(name: K, payload: ServerEventPayload<K>): void => {
    // The pair comes from one schema table; a switch over a generic name cannot narrow its payload by itself.
    const event = { name, payload } as { [N in K]: { name: N; payload: ServerEventPayload<N> } }[K] as ServerEvent;
    switch (event.name) {
      case 'entries':
        return record.receive(event.payload);
      case 'head':
        serverStore.worked(); // it is on the server's disk before it is told
        return log.heard(event.payload);
      case 'leaseOpened':
        return held.opened(event.payload);
      case 'leaseRenewed':
        return held.renewed(event.payload.leaseId, event.payload.expiresAt_ms);
      case 'leaseEnded':
        return held.ended(event.payload.leaseId);
      case 'advice':
        if (held.advised(event.payload)) emit('advice', event.payload);
        return;
      case 'simulatorState':
        return options.onSimulator(event.payload);
      case 'sessionEnded':
        return session.ended(event.payload.reason);
      default:
        return unreachable(event);
    }
  };

  const link: Link = createLink({
    url: options.url,
    hello: { protocol: PROTOCOL_VERSION, consoleId: options.consoleId },
    clock,
    timers,
    listener: {
      onChange: () => {
        if (!link.isUp()) {
          session.disconnected();
          record.stop();
          log.stop();
        }
        changed();
      },
      onUp: () => {
        frames.restart();
        // Before the server can tell again what holds: it may do so ahead of its answer.
        held.unconfirm();
        void session.resume();
      },
      onHeartbeat: record.heard,
      onEvent,
      onPresence: (bytes) => {
        const seen = frames.take(bytes);
        if (!seen.ok) refused.count('presence');
        else if (session.view() !== null) emit('presence', new Uint8Array(bytes)); // out of the socket's shared buffer
        if (!seen.ok || seen.value.missed) changed();
      },
      onInvalid: (what) => {
        refused.count(`server:${what}`);
        changed();
      },
    },
  });

  const session: SessionKeeper = createSession(
    link,
    {
      onSession: (view, ended) => {
        if (view === null) {
          record.stop();
          log.stop();
          held.clear();
          emit('recordReset', null);
        }
        emit('session', { session: view, ended });
        changed(); // who may not read the record has nothing to catch up with
        emit('outbox', pending());
      },
      onDirectory: (directory) => emit('directory', directory),
      onReady: (view, isNew) => {
        if (isNew) restate();
        if (mayRead(view)) record.start();
        log.start();
        cancelConfirm();
        cancelConfirm = timers.after(CONFIRM_LEASES_MS, held.dropUnconfirmed);
        outbox.flush();
      },
    },
    options.token,
  );

  const outbox: Outbox = createOutbox({
    store: watchedOutbox(createOutboxStore(options.store), disk),
    clock,
    timers,
    newId: options.newId,
    sender: () => (session.isReady() && link.isUp() ? operator() : null),
    deliver: (command) => {
      const { clockOffset_ms } = link.view();
      const measured = clockOffset_ms === null ? {} : { clockOffset_ms: Math.round(clockOffset_ms) };
      return deliver(link, serverStore, {
        ...command,
        ...measured,
        issuedAt_ms: link.toServerTime(command.issuedAt_ms),
      });
    },
    onChange: () => emit('outbox', pending()),
  });

  const stopTick = timers.every(TICK_MS, () => {
    held.expire(link.serverNow());
    if (link.isUp() && session.isPending()) void session.resume();
  });

  return {
    link,
    linkState,
    session,
    journal,
    log,
    outbox,
    pending,
    held,
    close: () => {
      stopTick();
      cancelConfirm();
      record.stop();
      log.close();
      outbox.close();
      link.close();
      held.clear();
    },
  };
};

type ServerEvent = {
  [N in Exclude<ServerEventName, 'heartbeat'>]: { readonly name: N; readonly payload: ServerEventPayload<N> };
}[Exclude<ServerEventName, 'heartbeat'>];
