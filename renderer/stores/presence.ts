import { useStore } from 'zustand';
import type { Handle, IncidentId, LeaseId } from '../../shared/domain/ids.ts';
import { keepsOpen } from '../../shared/domain/incidents/leases.ts';
import type { Advice, LeaseOpened } from '../../shared/protocol/messages.ts';
import type { PresenceFrame, RelationPresence, SubjectPresence } from '../../shared/protocol/presence.ts';
import type { DirectoryIndex } from './directoryIndex.ts';
import { directoryIndex } from './directoryIndex.ts';
import type { LiveDistance } from '../lib/apartness.ts';
import { withFrame } from './liveDistances.ts';
import { sessionStore } from './session.ts';
import { createStepStore } from './step.ts';
import { extendTrails, leasedHandles, seedTrails } from './trails.ts';
import type { Trails } from './trails.ts';

/** Latest-wins state. Precise positions live here alone, only while a lease opens them, and never on disk. */
export type PresenceState = {
  readonly frame: PresenceFrame | null;
  /** When the frame arrived, this machine's clock; 0 = never. */
  readonly receivedAt_ms: number;
  readonly subjects: ReadonlyMap<Handle, SubjectPresence>;
  readonly relations: readonly RelationPresence[];
  /** Distances of the last frames, for the closest until the record has it. */
  readonly distances: readonly LiveDistance[];
  /** People under a lease only, oldest point first. */
  readonly trails: Trails;
  readonly leases: readonly LeaseOpened[];
  readonly advice: ReadonlyMap<IncidentId, Advice>;
};

const initial: PresenceState = {
  frame: null,
  receivedAt_ms: 0,
  subjects: new Map(),
  relations: [],
  distances: [],
  trails: new Map(),
  leases: [],
  advice: new Map(),
};

export const presenceStore = createStepStore(initial);

const currentIndex = (): DirectoryIndex => directoryIndex(sessionStore.getState().directory);

/** A frame that is older by less has been overtaken; by more, the server's time was wrong until now and has been set right. */
const OVERTAKEN_MS = 5000;

/** Takes a frame over, unless a newer one is already shown. */
export const applyFrame = (frame: PresenceFrame, receivedAt_ms: number): void => {
  const { frame: shown, trails, distances } = presenceStore.getState();
  const older_ms = (shown?.serverTime_ms ?? frame.serverTime_ms) - frame.serverTime_ms;
  if (older_ms > 0 && older_ms < OVERTAKEN_MS) return;
  presenceStore.setState({
    frame,
    receivedAt_ms,
    subjects: new Map(frame.subjects.map((subject) => [subject.handle, subject])),
    relations: frame.relations,
    distances: withFrame(distances, frame),
    trails: extendTrails(trails, frame.subjects, frame.serverTime_ms),
  });
};

/** Only a person's position needs a lease; patrols stay. */
const visible = (frame: PresenceFrame, leases: readonly LeaseOpened[], index: DirectoryIndex): PresenceFrame => {
  const leased = leasedHandles(leases, index);
  const subjects = frame.subjects.filter((s) => leased.has(s.handle) || !index.personByHandle.has(s.handle));
  return subjects.length === frame.subjects.length ? frame : { ...frame, subjects };
};

/**
 * Puts the leases in force; `fresh` are those whose lead-ins are new. What no lease covers any more leaves the screen at once, not
 * with the next frame.
 */
const putLeases = (leases: readonly LeaseOpened[], fresh: readonly LeaseOpened[]): void => {
  const state = presenceStore.getState();
  const index = currentIndex();
  const frame = state.frame === null ? null : visible(state.frame, leases, index);
  const before = state.leases.map(({ lease }) => lease);
  const after = leases.map(({ lease }) => lease);
  presenceStore.setState({
    leases,
    frame,
    subjects: frame === state.frame ? state.subjects : new Map(frame?.subjects.map((s) => [s.handle, s])),
    trails: seedTrails(state.trails, leases, fresh, index),
    advice: new Map([...state.advice].filter(([incidentId]) => keepsOpen(before, after, incidentId))),
  });
};

/** All leases in force. */
export const applyLeases = (leases: readonly LeaseOpened[]): void => putLeases(leases, leases);

/** Leases that are new, or told again. */
export const applyLeaseOpened = (...opened: readonly LeaseOpened[]): void => {
  const ids = new Set(opened.map(({ lease }) => lease.id));
  const others = presenceStore.getState().leases.filter(({ lease }) => !ids.has(lease.id));
  putLeases([...others, ...opened], opened);
};

export const applyLeaseRenewed = (id: LeaseId, expiresAt_ms: number): void =>
  presenceStore.setState(({ leases }) => ({
    leases: leases.map((held) => (held.lease.id === id ? { ...held, lease: { ...held.lease, expiresAt_ms } } : held)),
  }));

export const applyLeaseEnded = (id: LeaseId): void =>
  putLeases(
    presenceStore.getState().leases.filter(({ lease }) => lease.id !== id),
    [],
  );

export const applyAdvice = (advice: Advice): void =>
  presenceStore.setState(({ advice: known }) => ({ advice: new Map(known).set(advice.incidentId, advice) }));

export const resetPresence = (): void => presenceStore.setState(initial, true);

export const usePresence = <T>(selector: (state: PresenceState) => T): T => useStore(presenceStore, selector);
