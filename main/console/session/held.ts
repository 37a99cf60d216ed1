import type { IncidentId, LeaseId } from '../../../shared/domain/ids.ts';
import { keepsOpen } from '../../../shared/domain/incidents/leases.ts';
import type { Lease } from '../../../shared/domain/incidents/leases.ts';
import type { Impairment } from '../../../shared/protocol/impairments.ts';
import type { Advice, DeskStates, LeaseOpened } from '../../../shared/protocol/messages.ts';
import type { AnyEventListener } from '../emitter.ts';

/** What gives places away, leases with their zones and lead-ins, and advice; who is at their desk, and what fails. In memory only, never on disk. */
export type Held = {
  readonly leases: () => readonly LeaseOpened[];
  readonly advice: () => readonly Advice[];
  /** Whether each operator is at their desk, as far as the server has told. */
  readonly desks: () => DeskStates;
  readonly setDesks: (desks: DeskStates) => void;
  /** What fails on the server, as far as it has told this desk. */
  readonly impaired: () => readonly Impairment[];
  readonly setImpaired: (impaired: readonly Impairment[]) => void;
  readonly opened: (lease: LeaseOpened) => void;
  readonly renewed: (id: LeaseId, expiresAt_ms: number) => void;
  readonly ended: (id: LeaseId) => void;
  /** Keeps advice only under a lease of its incident. @returns true when it was kept. */
  readonly advised: (advice: Advice) => boolean;
  /** Drops leases that have run out by server time, told so or not: a lost link must not prolong them. */
  readonly expire: (serverNow_ms: number) => void;
  /** Marks what is held as unconfirmed: the server tells again, after a new sign-in, what still holds. */
  readonly unconfirm: () => void;
  /** Drops what the server has not told again. */
  readonly dropUnconfirmed: () => void;
  readonly clear: () => void;
};

const bare = (held: ReadonlyMap<LeaseId, LeaseOpened>): readonly Lease[] =>
  [...held.values()].map(({ lease }) => lease);

/** Holds leases and advice; `emit` hears of each change by itself. */
export const createHeld = (emit: AnyEventListener): Held => {
  let leases: ReadonlyMap<LeaseId, LeaseOpened> = new Map();
  let unconfirmed: ReadonlySet<LeaseId> = new Set();
  let advice: ReadonlyMap<IncidentId, Advice> = new Map();
  let desks: DeskStates = [];
  let impaired: readonly Impairment[] = [];

  const replace = (next: ReadonlyMap<LeaseId, LeaseOpened>): void => {
    const [before, after] = [bare(leases), bare(next)];
    leases = next;
    advice = new Map([...advice].filter(([id]) => keepsOpen(before, after, id)));
  };
  const keep = (wanted: (opened: LeaseOpened) => boolean): void => {
    const gone = [...leases.values()].filter((opened) => !wanted(opened));
    if (gone.length === 0) return;
    replace(new Map([...leases].filter(([, opened]) => wanted(opened))));
    for (const { lease } of gone) emit('leaseEnded', { leaseId: lease.id });
  };

  return {
    leases: () => [...leases.values()],
    advice: () => [...advice.values()],
    desks: () => desks,
    setDesks: (next) => {
      desks = next;
    },
    impaired: () => impaired,
    setImpaired: (next) => {
      impaired = next;
    },
    opened: (opened) => {
      unconfirmed = new Set([...unconfirmed].filter((id) => id !== opened.lease.id));
      replace(new Map(leases).set(opened.lease.id, opened));
      emit('leaseOpened', opened);
    },
    renewed: (id, expiresAt_ms) => {
      const known = leases.get(id);
      if (known === undefined) return;
      leases = new Map(leases).set(id, { ...known, lease: { ...known.lease, expiresAt_ms } });
      emit('leaseRenewed', { leaseId: id, expiresAt_ms });
    },
    ended: (id) => keep(({ lease }) => lease.id !== id),
    advised: (next) => {
      if (![...leases.values()].some(({ lease }) => lease.incidentId === next.incidentId)) return false;
      advice = new Map(advice).set(next.incidentId, next);
      return true;
    },
    expire: (serverNow_ms) => keep(({ lease }) => lease.expiresAt_ms > serverNow_ms),
    unconfirm: () => {
      unconfirmed = new Set(leases.keys());
    },
    dropUnconfirmed: () => {
      keep(({ lease }) => !unconfirmed.has(lease.id));
      unconfirmed = new Set();
    },
    clear: () => {
      unconfirmed = new Set();
      advice = new Map();
      desks = [];
      impaired = [];
      if (leases.size === 0) return;
      leases = new Map();
      emit('leases', []);
    },
  };
};
