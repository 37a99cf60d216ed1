import type { Digest, IncidentId } from '../../../shared/domain/ids.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { SealedContent } from '../../../shared/protocol/evidence.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Batch } from '../ports/incidentRecord.ts';
import type { Commitments, PositionRoom } from '../ports/positions.ts';
import type { RecordReads } from '../ports/record.ts';
import { fromStore } from '../store/refusal.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';

export const createCommitments = (given: {
  readonly store: Pick<RecordReads, 'sealed'>;
  readonly room: PositionRoom;
  readonly policy: Pick<Policy, 'record'>;
  readonly now: () => number;
  readonly bulkhead: Bulkhead;
  /** Told when keys cannot be made now. */
  readonly onStoreFailure: (thrown: unknown) => void;
}): Commitments => {
  const { store, room, now } = given;
  const { seals, hasKey } = store.sealed;
  const every_s = given.policy.record.commitEvery_s;
  /** Since when positions of an incident have waited. */
  const since = new Map<IncidentId, number>();
  /** Positions are noted of running incidents alone: only an entry, the one that ends it, makes those of an incident due at once. */
  const due = createDueIncidents({ name: 'commitments', bulkhead: given.bulkhead, nextAt_ms: () => null });

  /** Made at once, since guidance may have to be sealed under it; where it cannot be, the next tick tries again. */
  const makeKeys = (incidents: readonly IncidentId[]): void => {
    room.needKeys(incidents);
    room.flush(incidents, (outcome) => {
      if (!outcome.ok) given.onStoreFailure(outcome.error);
    });
  };

  const put = (batch: Batch, incident: IncidentId, content: SealedContent): Digest => {
    const fresh = seals.close(incident, content);
    batch.alongside({ seals: [fresh] });
    return fresh.commitment;
  };

  const commit = (batch: Batch, incident: IncidentId): void => {
    // While the record takes nothing, positions wait in memory anyway: what is promised of them is promised once it is known to be kept.
    if (batch.isProvisional) return;
    // Its key may not be made yet, since another program holds the keys file: that keeps no other incident from being committed to.
    if (!hasKey(incident)) return;
    const { pieces, through } = room.take(batch, incident);
    if (pieces.length === 0) return;
    const promised = pieces.map(({ personId, points }) => ({
      personId,
      points: points.length,
      from_ms: points[0]?.at_ms ?? 0, // a piece has points, in order of time
      to_ms: points.at(-1)?.at_ms ?? 0,
      commitment: put(batch, incident, { kind: 'positions', personId, points }),
    }));
    batch.alongside({ sealed: [{ incident, through }] });
    batch.add([systemDraft(incident, now(), { kind: 'positions.committed', pieces: promised })]);
  };

  return {
    seal: (batch, incident, content) => {
      const fresh = fromStore(() => seals.close(incident, content));
      if (fresh.plain === null) return null;
      batch.alongside({ seals: [fresh] });
      return fresh.commitment;
    },
    settle: (batch) => {
      const ended: IncidentId[] = [];
      due.settle(batch, now(), (incident) => {
        if (incident.positionsExist && !isRunning(incident)) ended.push(incident.id);
      });
      const waiting = room.amongWaiting(ended);
      due.wake(waiting); // until it is on disk
      for (const id of waiting) commit(batch, id);
    },
    commitDue: (batch, incidents) => {
      const now_ms = now();
      const running = room.amongWaiting(incidents).filter((id) => {
        const incident = batch.world().incidents.get(id);
        return incident?.positionsExist === true && isRunning(incident);
      });
      for (const id of running) since.set(id, since.get(id) ?? now_ms);
      const inTurn = running
        .map((id) => ({ id, since_ms: since.get(id) ?? now_ms }))
        .filter(({ since_ms }) => now_ms - since_ms >= every_s * 1000)
        .toSorted((a, b) => a.since_ms - b.since_ms);
      // Incidents that began together do not all fall into one tick: it takes the share that lets each have its turn in time.
      const share = Math.ceil(running.length / Math.max(1, every_s));
      const turn = inTurn.slice(0, share).map(({ id }) => id);
      for (const id of turn) commit(batch, id);
    },
    commitNow: (batch, incident) => {
      if (batch.world().incidents.get(incident)?.positionsExist === true) commit(batch, incident);
    },
    onEntries: (entries) => {
      const raised = entries.flatMap(({ body, incidentId }) =>
        body.kind === 'incident.raised' && incidentId !== null ? [incidentId] : [],
      );
      if (raised.length > 0) makeKeys(raised);
      for (const { body, incidentId } of entries) {
        if (incidentId === null || (body.kind !== 'positions.committed' && body.kind !== 'positions.deleted')) continue;
        since.delete(incidentId);
        room.settled(incidentId, body.kind === 'positions.deleted');
      }
    },
  };
};
