import type { IncidentId, LeaseId } from '../../shared/domain/ids.ts';
import type { Advice, LeaseOpened } from '../../shared/protocol/messages.ts';
import {
  applyAdvice,
  applyLeaseEnded,
  applyLeaseOpened,
  applyLeaseRenewed,
  applyLeases,
  resetPresence,
} from './presence.ts';

/** Leases on their way to the presence store, and the advice that is given under them. */
export type LeaseOrder = {
  readonly all: (leases: readonly LeaseOpened[]) => void;
  readonly opened: (opened: LeaseOpened) => void;
  readonly renewed: (id: LeaseId, expiresAt_ms: number) => void;
  readonly ended: (id: LeaseId) => void;
  readonly advised: (advice: Advice) => void;
  /** The record has grown: lets those through whose incident is there now. */
  readonly release: () => void;
  /** Nothing precise is left, neither shown nor held back. */
  readonly reset: () => void;
};

/**
 * Holds a lease back until the record tells of its incident, in whatever order the two arrive: after a gap, or when the record is taken
 * anew, leases come ahead of pages that are still being asked for. A pin never stands on the map without the incident that explains it.
 */
export const createLeaseOrder = (isKnown: (id: IncidentId) => boolean): LeaseOrder => {
  const waiting = new Map<LeaseId, LeaseOpened>();
  /** Given under a lease that waits: it would be dropped as advice that no lease covers. */
  const advice = new Map<IncidentId, Advice>();

  const waits = (id: IncidentId): boolean => [...waiting.values()].some(({ lease }) => lease.incidentId === id);
  const dropAdvice = (): void => {
    for (const id of advice.keys()) if (!waits(id)) advice.delete(id);
  };
  return {
    all: (leases) => {
      waiting.clear();
      for (const opened of leases) if (!isKnown(opened.lease.incidentId)) waiting.set(opened.lease.id, opened);
      dropAdvice();
      applyLeases(leases.filter(({ lease }) => !waiting.has(lease.id)));
    },
    opened: (opened) => {
      if (isKnown(opened.lease.incidentId)) applyLeaseOpened(opened);
      else waiting.set(opened.lease.id, opened);
    },
    renewed: (id, expiresAt_ms) => {
      const held = waiting.get(id);
      if (held === undefined) applyLeaseRenewed(id, expiresAt_ms);
      else waiting.set(id, { ...held, lease: { ...held.lease, expiresAt_ms } });
    },
    ended: (id) => {
      if (waiting.delete(id)) dropAdvice();
      else applyLeaseEnded(id);
    },
    advised: (given) => {
      if (waits(given.incidentId)) advice.set(given.incidentId, given);
      else applyAdvice(given);
    },
    release: () => {
      const known = [...waiting.values()].filter(({ lease }) => isKnown(lease.incidentId));
      if (known.length === 0) return;
      for (const { lease } of known) waiting.delete(lease.id);
      applyLeaseOpened(...known);
      for (const [id, given] of advice) if (!waits(id)) applyAdvice(given);
      dropAdvice();
    },
    reset: () => {
      waiting.clear();
      advice.clear();
      resetPresence();
    },
  };
};
