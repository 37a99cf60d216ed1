import { endedHolds } from '../../../shared/domain/incidents/holds.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Store } from '../store/sqlite/store.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Settler } from '../ports/incidentRecord.ts';

/** Holds end by themselves: when their time is over and, the automatic ones, some time after evidence with positions was exported. */
export const createHoldSettler =
  (now: () => number, policy: Pick<Policy, 'hold'>): Settler =>
  (batch) => {
    const now_ms = now();
    for (const incident of batch.world().incidents.values()) {
      if (incident.holds.size === 0) continue;
      const ended = endedHolds(incident, now_ms, policy);
      if (ended.length > 0) batch.add(ended.map((body) => systemDraft(incident.id, now_ms, body)));
    }
  };

/**
 * A closed incident that nothing holds loses everything precise: the entry says so first, rows go in the same transaction, and the key
 * as soon as that is on disk.
 */
export const createDeletionSettler =
  (store: Store, now: () => number): Settler =>
  (batch) => {
    const { points, forget } = store.sealed;
    for (const incident of batch.world().incidents.values()) {
      if (incident.status !== 'closed' || !incident.positionsExist || incident.holds.size > 0) continue;
      const at_ms = now();
      const count = points(incident.id);
      batch.alongside(() => forget(incident.id, at_ms));
      batch.add([systemDraft(incident.id, at_ms, { kind: 'positions.deleted', count })]);
    }
  };
