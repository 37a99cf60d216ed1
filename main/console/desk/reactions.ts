import type { StrandedCommand, LinkState, PendingCommand, SessionView } from '../../../shared/api/contract.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import type { SimulatorState } from '../../../shared/protocol/messages.ts';
import { reached } from '../../files/stages.ts';
import type { AccessKeeper } from '../access/access.ts';
import type { Timers } from '../clock.ts';
import type { AnyEventListener } from '../emitter.ts';
import type { Frames } from '../link/frames.ts';
import type { Link } from '../link/link.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { ProvisionalKeeper } from '../record/provisional.ts';
import type { RecordKeeper } from '../record/record.ts';
import type { Refused } from '../refused.ts';
import type { Held } from '../session/held.ts';
import type { SessionKeeper } from '../session/session.ts';
import type { DiskWatch } from '../store/disk.ts';
import type { DraftStore } from '../store/drafts.ts';
import type { LogKeeper } from '../witness/keeper.ts';
import type { DeskEvent, ServerEvent } from './events.ts';
import { mayRead } from './linkState.ts';

/** How long the server has, after a session is taken up again, to tell which leases still hold and what is provisional still. */
const CONFIRM_MS = 1500;

type Parts = {
  readonly timers: Timers;
  readonly frames: Frames;
  readonly held: Held;
  readonly disk: DiskWatch;
  readonly link: Link;
  readonly record: RecordKeeper;
  readonly provisional: ProvisionalKeeper;
  readonly access: AccessKeeper;
  readonly log: LogKeeper;
  readonly session: SessionKeeper;
  readonly outbox: Outbox;
  readonly drafts: DraftStore;
  readonly refused: Refused;
  readonly linkState: () => LinkState;
  readonly pending: () => readonly PendingCommand[];
  readonly stranded: () => readonly StrandedCommand[];
  readonly emit: AnyEventListener;
  readonly onSimulator: (state: SimulatorState) => void;
  /** Tells the server that this desk is there. */
  readonly attend: () => void;
};

/** What follows at a desk from what happens at one of its parts. */
export type Reactions = { readonly react: (event: DeskEvent) => void; readonly close: () => void };

export const createReactions = (parts: Parts): Reactions => {
  const { timers, frames, held, disk, link, record, log, session, outbox, drafts, refused, emit } = parts;
  const { provisional, access } = parts;
  let cancelConfirm = (): void => undefined;
  let serverHead = 0;

  const changed = (): void => emit('link', parts.linkState());

  /** Tells windows to take the record anew, and what they hold beside it. */
  const restate = (): void => {
    emit('recordReset', null);
    emit('provisional', { after: 0, entries: provisional.entries() });
    emit('leases', held.leases());
    emit('desks', held.desks());
    emit('impaired', held.impaired());
    for (const advice of held.advice()) emit('advice', advice);
  };

  const linkChanged = (): void => {
    if (!link.isUp()) {
      session.disconnected();
      record.stop();
      log.stop();
    }
    changed();
  };

  const linkUp = (): void => {
    frames.restart();
    // Before the server can tell again what holds: it may do so ahead of its answer.
    held.unconfirm();
    provisional.unconfirm();
    void session.resume();
  };

  /** What is provisional has changed, or is recorded now: commands have been decided, or are to be sent again for the server's answer. */
  const commandsMoved = (): void => {
    const pending = parts.pending();
    if (!pending.some(({ state }) => state === 'waiting' || state === 'unrecorded')) return;
    emit('outbox', pending);
    outbox.flush();
  };

  const takeFrame = (bytes: Uint8Array): void => {
    const seen = frames.take(bytes);
    if (!seen.ok) refused.count('presence');
    else if (session.view() !== null) emit('presence', new Uint8Array(bytes)); // out of the socket's shared buffer
    if (!seen.ok || seen.value.missed) changed();
  };

  const sessionChanged = ({ session: view, ended }: Extract<DeskEvent, { readonly kind: 'session-changed' }>): void => {
    if (view === null) {
      record.stop();
      log.stop();
      held.clear();
      provisional.clear();
      emit('recordReset', null);
    }
    emit('session', { session: view, ended });
    changed(); // who may not read the record has nothing to catch up with
    emit('outbox', parts.pending());
    emit('strandedCommands', parts.stranded());
  };

  const begin = (view: SessionView, isNew: boolean): void => {
    if (isNew) restate();
    if (mayRead(view)) record.start();
    log.start();
    // What is provisional may have been told ahead of the session's own answer.
    access.note(provisional.entries());
    parts.attend();
    cancelConfirm();
    cancelConfirm = timers.after(CONFIRM_MS, () => {
      held.dropUnconfirmed();
      provisional.dropUnconfirmed(serverHead);
    });
    outbox.flush();
  };

  const passSecond = (): void => {
    held.expire(link.serverNow());
    access.handIn();
    if (link.isUp() && session.isPending()) void session.resume();
    if (link.isUp()) session.handInEnds();
    parts.attend();
  };

  const hearServer = (event: ServerEvent): void => {
    switch (event.name) {
      case 'entries':
        for (const { incidentId } of event.payload) reached('received', incidentId);
        return record.receive(event.payload);
      case 'provisional':
        return provisional.told(event.payload);
      case 'head':
        return log.heard(event.payload);
      case 'leaseOpened':
        return held.opened(event.payload);
      case 'leaseRenewed':
        return held.renewed(event.payload.leaseId, event.payload.expiresAt_ms);
      case 'leaseEnded':
        return held.ended(event.payload.leaseId);
      case 'desks':
        held.setDesks(event.payload);
        return emit('desks', event.payload);
      case 'impaired':
        held.setImpaired(event.payload);
        return emit('impaired', event.payload);
      case 'advice':
        if (held.advised(event.payload)) emit('advice', event.payload);
        return;
      case 'simulatorState':
        return parts.onSimulator(event.payload);
      case 'sessionEnded':
        return session.ended(event.payload.reason);
      default:
        return unreachable(event);
    }
  };

  const dropUnsendable = (entries: readonly Entry[]): void => {
    for (const { body, incidentId } of entries) {
      if (body.kind !== 'incident.closed' || incidentId === null) continue;
      try {
        drafts.closed(incidentId);
      } catch {
        disk.failed(); // the drafts stay, sealed and of no more use to anybody
      }
    }
  };

  /** An answer may be lost or unreadable; what is on the record was carried out all the same. */
  const noteCarriedOut = (entries: readonly Entry[]): void => {
    try {
      outbox.recorded([...new Set(entries.flatMap(({ commandId }) => (commandId === null ? [] : [commandId])))]);
    } catch {
      disk.failed(); // it is sent again, and answered as before
    }
  };

  const react = (event: DeskEvent): void => {
    switch (event.kind) {
      case 'second-passed':
        return passSecond();
      case 'link-changed':
        return linkChanged();
      case 'link-up':
        return linkUp();
      case 'heartbeat':
        serverHead = event.head;
        return record.heard(event.head);
      case 'server-told':
        return hearServer(event.event);
      case 'presence-frame':
        return takeFrame(event.bytes);
      case 'message-invalid':
        refused.count(`server:${event.what}`);
        return changed();
      case 'disk-changed':
        return changed();
      case 'entries-appended':
        disk.worked();
        log.journalGrew();
        dropUnsendable(event.entries);
        noteCarriedOut(event.entries);
        emit('entries', event.entries);
        provisional.recorded(event.entries.at(-1)?.seq ?? 0);
        access.recorded(event.entries);
        return commandsMoved();
      case 'entries-unkept':
        return provisional.unkept(event.entries);
      case 'provisional-told':
        emit('provisional', event.news);
        access.note(event.news.entries);
        return commandsMoved();
      case 'entries-differ':
        return log.entriesDiffer();
      case 'record-reset':
        log.journalReset();
        return restate();
      case 'record-changed':
        log.journalGrew();
        return changed();
      case 'journal-failed':
        disk.failed();
        return refused.count('journal');
      case 'log-changed':
        return emit('log', log.view());
      case 'session-changed':
        return sessionChanged(event);
      case 'directory-changed':
        return emit('directory', event.directory);
      case 'session-ready':
        return begin(event.session, event.isNew);
      case 'outbox-changed':
        return emit('outbox', parts.pending());
      default:
        return unreachable(event);
    }
  };

  return { react, close: () => cancelConfirm() };
};
