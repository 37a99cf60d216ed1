import type { LeaseId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { ProvisionalLease, ServerCallResult } from '../../../shared/protocol/messages.ts';
import { PROVISIONAL_LEASES_AT_ONCE } from '../../../shared/protocol/version.ts';
import type { Timers } from '../clock.ts';
import type { ProvisionalLeaseStore } from '../store/provisionalLeases.ts';

/** Remembers which leases the operator here held while the server could not log them, and hands them in once it can. */
export type AccessKeeper = {
  /** Entries that are not recorded: what they grant, renew or end of this operator's leases is kept. */
  readonly note: (entries: readonly Entry[]) => void;
  /** Entries that are recorded, and with them what the access log says of their leases. */
  readonly recorded: (entries: readonly Entry[]) => void;
  /** Hands in what is kept, where it is time to; called whenever it may be. */
  readonly handIn: () => void;
  readonly close: () => void;
};

/** Before a server that has not answered, or could not write, is asked again. */
const RETRY_MS = 5000;

/** A lease as an entry leaves it; null where the entry says nothing of it. */
const stepLease = (
  held: ProvisionalLease | undefined,
  { body, incidentId, at_ms }: Entry,
  operator: OperatorId,
): ProvisionalLease | null => {
  switch (body.kind) {
    case 'lease.granted': {
      if (incidentId === null || held !== undefined || !body.holders.includes(operator)) return null;
      const { leaseId: id, purpose, subjects, holders, expiresAt_ms, reason } = body;
      const lease = { id, incidentId, subjects, purpose, holders, start_ms: at_ms, expiresAt_ms };
      return { lease, reason, endedAt_ms: null };
    }
    case 'lease.renewed':
      return held === undefined || held.lease.expiresAt_ms >= body.expiresAt_ms
        ? null
        : { ...held, lease: { ...held.lease, expiresAt_ms: body.expiresAt_ms } };
    case 'lease.ended':
      return held === undefined || held.endedAt_ms !== null ? null : { ...held, endedAt_ms: at_ms };
    default:
      return null;
  }
};

const leaseIdIn = ({ body }: Entry): LeaseId | null => ('leaseId' in body ? body.leaseId : null);

/** Keeps them in `store`. `operator`: who is signed in; null where nobody is, or this console is not heard. */
export const createAccessKeeper = (given: {
  readonly store: ProvisionalLeaseStore;
  readonly timers: Timers;
  readonly operator: () => OperatorId | null;
  /** The server writes again, and this console has all that it wrote. */
  readonly mayHandIn: () => boolean;
  /** Null where the server was not heard. */
  readonly handIn: (leases: readonly ProvisionalLease[]) => Promise<ServerCallResult<'provisionalAccess'> | null>;
  /** This disk took nothing. */
  readonly onStoreFailure: () => void;
  /** Something is in no log yet, and could not be kept here or handed in. */
  readonly onRefused: (reason: 'full' | 'not-taken') => void;
}): AccessKeeper => {
  const { store } = given;
  let isUnderWay = false;
  let isEarly = false;
  let closed = false;
  let cancelRetry: () => void = () => undefined;

  const kept = (write: () => void): void => {
    try {
      write();
    } catch {
      given.onStoreFailure();
    }
  };

  const later = (): void => {
    isEarly = true;
    cancelRetry = given.timers.after(RETRY_MS, () => {
      isEarly = false;
    });
  };

  const run = async (operator: OperatorId, leases: readonly ProvisionalLease[]): Promise<void> => {
    const answer = await given.handIn(leases);
    if (closed) return;
    if (answer?.ok !== true) {
      if (answer !== null && answer.error.reason !== 'store-failed') given.onRefused('not-taken');
      return later();
    }
    const now = new Map(store.of(operator).map((held) => [held.lease.id, JSON.stringify(held)]));
    // What has changed meanwhile is told again.
    for (const told of leases)
      if (now.get(told.lease.id) === JSON.stringify(told)) kept(() => store.remove(told.lease.id));
  };

  return {
    note: (entries) => {
      const operator = given.operator();
      if (operator === null) return;
      const about = entries.filter((entry) => leaseIdIn(entry) !== null);
      if (about.length === 0) return;
      const held = new Map(store.of(operator).map((one) => [one.lease.id, one]));
      const changed = new Map<LeaseId, ProvisionalLease>();
      for (const entry of about) {
        const id = leaseIdIn(entry);
        const next = id === null ? null : stepLease(changed.get(id) ?? held.get(id), entry, operator);
        if (next !== null) changed.set(next.lease.id, next);
      }
      kept(() => {
        if (store.keep(operator, [...changed.values()]) > 0) given.onRefused('full');
      });
    },
    recorded: (entries) => {
      for (const { body } of entries) if (body.kind === 'lease.granted') kept(() => store.remove(body.leaseId));
    },
    handIn: () => {
      const operator = given.operator();
      if (operator === null || isUnderWay || isEarly || closed || !given.mayHandIn()) return;
      const leases = store.of(operator).slice(0, PROVISIONAL_LEASES_AT_ONCE);
      if (leases.length === 0) return;
      isUnderWay = true;
      void run(operator, leases).finally(() => {
        isUnderWay = false;
      });
    },
    close: () => {
      closed = true;
      cancelRetry();
    },
  };
};
