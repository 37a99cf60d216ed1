import FlatQueue from 'flatqueue';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { inOrder } from '../../../shared/domain/layeredMap.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Batch } from '../ports/incidentRecord.ts';

/**
 * The incidents that a settler must look at with a write, so that it need not look through all of them: those that the batch touches,
 * those whose time has come, and those that an earlier batch touched, since that one may have failed. With the first write, all.
 */
export type DueIncidents = {
  /** Has them looked at in the world's order. One that was looked at and left alone is not due again before its next time. */
  readonly settle: (batch: Batch, now_ms: number, look: (incident: Incident) => void) => void;
  /** Makes incidents due whatever their time. */
  readonly wake: (incidents: Iterable<IncidentId>) => void;
};

export const createDueIncidents = (given: {
  /** What is looked after, for telling it apart from what else looks at the same incidents. */
  readonly name: string;
  readonly bulkhead: Bulkhead;
  /** The next time after `now_ms` at which something may be due of an incident without an entry; null where there is none. */
  readonly nextAt_ms: (incident: Incident, batch: Batch, now_ms: number) => number | null;
  /** True where an incident that is settled has to be brought back and looked at all the same. */
  readonly recalls?: (incident: IncidentId, batch: Batch) => boolean;
}): DueIncidents => {
  const due = new Set<IncidentId>();
  const queue = new FlatQueue<IncidentId>();
  /** The time that counts of each incident in the queue; what else the queue holds of it is passed over. */
  const queuedFor_ms = new Map<IncidentId, number>();
  let isFirst = true;

  const queueFor = (id: IncidentId, at_ms: number | null): void => {
    if (at_ms === null || at_ms >= (queuedFor_ms.get(id) ?? Number.POSITIVE_INFINITY)) return;
    queuedFor_ms.set(id, at_ms);
    queue.push(id, at_ms);
  };
  const takeFromQueue = (now_ms: number): void => {
    for (let at_ms = queue.peekValue(); at_ms !== undefined && at_ms <= now_ms; at_ms = queue.peekValue()) {
      const id = queue.pop();
      if (id === undefined || queuedFor_ms.get(id) !== at_ms) continue;
      queuedFor_ms.delete(id);
      due.add(id);
    }
  };
  /** Lets go of what is no longer in the world, and brings back what has to be there once more. */
  const sift = (batch: Batch): void => {
    for (const id of due) {
      if (batch.world().incidents.has(id)) continue;
      if (given.recalls?.(id, batch) === true) batch.recall(id);
      else due.delete(id);
    }
  };

  return {
    settle: (batch, now_ms, look) => {
      if (isFirst) for (const id of batch.world().incidents.keys()) due.add(id);
      isFirst = false;
      takeFromQueue(now_ms);
      sift(batch);
      for (const id of inOrder(batch.world().incidents, [...due, ...batch.touched()])) {
        const before = batch.world().incidents.get(id);
        if (before === undefined) continue;
        // Until it was left alone: this batch may not reach the disk.
        due.add(id);
        // One that cannot be looked at holds up no other, and is looked at again with the next write.
        const thrown = batch.attempt(() => look(before));
        given.bulkhead.report('incidents', `${given.name} ${id}`, thrown);
        if (thrown !== null) continue;
        const after = batch.world().incidents.get(id);
        if (after === undefined || batch.touched().has(id)) continue;
        due.delete(id);
        queueFor(id, given.nextAt_ms(after, batch, now_ms));
      }
    },
    wake: (incidents) => {
      for (const id of incidents) due.add(id);
    },
  };
};
