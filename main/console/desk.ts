import type { StrandedCommand, LinkState, PendingCommand } from '../../shared/api/contract.ts';
import type { ConsoleId, OperatorId } from '../../shared/domain/ids.ts';
import type { ProvisionalEntries } from '../../shared/domain/incidents/provisional.ts';
import type { SimulatorState } from '../../shared/protocol/messages.ts';
import { ATTEND_EVERY_MS, PROTOCOL_VERSION } from '../../shared/protocol/version.ts';
import { createAccessKeeper } from './access/access.ts';
import type { Clock, Timers } from './clock.ts';
import { linkListener } from './desk/events.ts';
import type { DeskEvent } from './desk/events.ts';
import { createLinkState } from './desk/linkState.ts';
import { createQuestions } from './desk/questions.ts';
import { createReactions } from './desk/reactions.ts';
import type { AnyEventListener } from './emitter.ts';
import { createFrames } from './link/frames.ts';
import { createLink } from './link/link.ts';
import type { Link } from './link/link.ts';
import type { Dial } from './link/socket.ts';
import { createOutbox } from './outbox/outbox.ts';
import type { Outbox } from './outbox/outbox.ts';
import { createProvisional } from './record/provisional.ts';
import { createRecord } from './record/record.ts';
import type { Refused } from './refused.ts';
import { createHeld } from './session/held.ts';
import type { Held } from './session/held.ts';
import { createSession } from './session/session.ts';
import type { SessionKeeper } from './session/session.ts';
import { createSignal } from './signal.ts';
import { createDiskWatch, watchedOutbox } from './store/disk.ts';
import { createDraftStore } from './store/drafts.ts';
import type { DraftStore } from './store/drafts.ts';
import { createJournal } from './store/journal.ts';
import type { Journal } from './store/journal.ts';
import { createOutboxStore } from './store/outbox.ts';
import { createProvisionalLeaseStore } from './store/provisionalLeases.ts';
import type { ConsoleStore } from './store/store.ts';
import { createLogKeeper } from './witness/keeper.ts';
import type { LogKeeper } from './witness/keeper.ts';
import { createLogMemory } from './witness/memory.ts';

/** Everything the console holds about one monitoring server. Live and training each have a desk, and share nothing. */
export type Desk = {
  readonly link: Link;
  readonly linkState: () => LinkState;
  readonly session: SessionKeeper;
  readonly journal: Journal;
  /** What the server cannot record yet, beyond the journal. */
  readonly provisional: () => ProvisionalEntries;
  readonly log: LogKeeper;
  readonly outbox: Outbox;
  readonly drafts: DraftStore;
  readonly pending: () => readonly PendingCommand[];
  /** What others gave at this console and was not carried out. */
  readonly stranded: () => readonly StrandedCommand[];
  readonly held: Held;
  /** Tells the server that this desk is there, whether it is locked, and whether an alarm would be heard at it. */
  readonly attend: () => void;
  readonly close: () => void;
};

type DeskOptions = {
  readonly url: Promise<string>;
  readonly dial: Dial;
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
  readonly isLocked: () => boolean;
  readonly canSound: () => boolean;
  /** Told of what a part of this desk throws: the other parts go on. */
  readonly onFailure: (thrown: unknown) => void;
};

/** Makes a desk's parts, each telling what happens at it, and then lets them hear what follows from that. */
export const createDesk = (options: DeskOptions): Desk => {
  const { store, consoleId, clock, timers, newId, refused, emit, onSimulator } = options;
  const { tell, hear } = createSignal<DeskEvent>(options.onFailure);

  const journal = createJournal(store, clock.now);
  const frames = createFrames();
  const held = createHeld(emit);
  const disk = createDiskWatch(clock, () => tell({ kind: 'disk-changed' }));

  const link = createLink({
    url: options.url,
    dial: options.dial,
    hello: { protocol: PROTOCOL_VERSION, consoleId },
    clock,
    timers,
    listener: linkListener(tell),
  });
  const questions = createQuestions(link);
  const record = createRecord({
    journal,
    timers,
    fetchPage: questions.fetchPage,
    onAppended: (entries) => tell({ kind: 'entries-appended', entries }),
    onDiffers: () => tell({ kind: 'entries-differ' }),
    onReset: () => tell({ kind: 'record-reset' }),
    onStoreFailure: () => tell({ kind: 'journal-failed' }),
    onUnkept: (entries) => tell({ kind: 'entries-unkept', entries }),
    onChange: () => tell({ kind: 'record-changed' }),
  });
  const provisional = createProvisional({
    journalHead: journal.head,
    onTold: (news) => tell({ kind: 'provisional-told', news }),
    onUnkept: (news) => emit('provisional', news),
  });
  const log = createLogKeeper({
    memory: createLogMemory(store.db),
    journal,
    isCaughtUp: record.isCaughtUp,
    fetchNews: questions.fetchNews,
    timers,
    now: clock.now,
    serverNow: link.serverNow,
    onRefused: refused.count,
    onAccepted: record.restart,
    onChange: () => tell({ kind: 'log-changed' }),
  });
  const session = createSession(
    link,
    {
      onSession: (view, ended) => tell({ kind: 'session-changed', session: view, ended }),
      onDirectory: (directory) => tell({ kind: 'directory-changed', directory }),
      onReady: (view, isNew) => tell({ kind: 'session-ready', session: view, isNew }),
    },
    options.token,
  );
  const operator = (): OperatorId | null => session.view()?.operator.id ?? null;
  const outbox = createOutbox({
    store: watchedOutbox(createOutboxStore(store), disk),
    clock,
    timers,
    newId,
    sender: () => (session.isReady() && link.isUp() ? operator() : null),
    operator,
    life: () => session.directory()?.policy.commands ?? null,
    serverTime: () => {
      const { clockOffset_ms } = link.view();
      // A scenario's time runs and stands still as its trainer likes: no order ages by it.
      const isReal = session.view()?.mode === 'live';
      return isReal && clockOffset_ms !== null ? { now_ms: link.serverNow(), clockOffset_ms } : null;
    },
    deliver: questions.deliver,
    isUnrecorded: provisional.holds,
    onChange: () => tell({ kind: 'outbox-changed' }),
  });

  const access = createAccessKeeper({
    store: createProvisionalLeaseStore(store),
    timers,
    operator: () => (session.isReady() && link.isUp() ? operator() : null),
    mayHandIn: () =>
      link.view().serverStore?.state === 'working' && record.isCaughtUp() && provisional.entries().length === 0,
    handIn: questions.handInAccess,
    onStoreFailure: disk.failed,
    onRefused: (reason) => refused.count(`access:${reason}`),
  });
  const drafts = createDraftStore(store);
  const pending = (): readonly PendingCommand[] => outbox.view(operator());
  const stranded = (): readonly StrandedCommand[] => outbox.strandedBeside(operator());
  const linkState = createLinkState({ now: clock.now, link, session, record, refused, frames, disk });
  const attend = (): void => {
    // Unheard is answered by the server itself, which misses this desk then; the next second says it again.
    if (!session.isReady() || !link.isUp()) return;
    void link.call('attend', {
      locked: options.isLocked(),
      sounds: options.canSound(),
      ...(clock.wall_ms === undefined ? {} : { wall_ms: Math.round(clock.wall_ms()) }),
    });
  };
  const reactions = createReactions({
    timers,
    frames,
    held,
    disk,
    link,
    record,
    provisional,
    access,
    log,
    session,
    outbox,
    drafts,
    refused,
    linkState,
    pending,
    stranded,
    emit,
    onSimulator,
    attend,
  });
  hear(reactions.react);
  const stopTick = timers.every(ATTEND_EVERY_MS, () => tell({ kind: 'second-passed' }));

  return {
    link,
    linkState,
    session,
    journal,
    provisional: provisional.entries,
    log,
    outbox,
    drafts,
    pending,
    stranded,
    held,
    attend,
    close: () => {
      stopTick();
      reactions.close();
      record.stop();
      log.close();
      outbox.close();
      access.close();
      link.close();
      held.clear();
    },
  };
};
