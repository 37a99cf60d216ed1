import { endedHolds, endOfHold } from '../../../shared/domain/incidents/holds.ts';
import { isStoryKept, storyExportedAt, storyOf } from '../../../shared/domain/incidents/story.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Settler } from '../ports/incidentRecord.ts';
import type { PositionRoom } from '../ports/positions.ts';
import type { RecordReads } from '../ports/record.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';

/** Holds end by themselves: when their time is over and, the automatic ones, some time after all evidence of the story was exported. */
export const createHoldSettler = (now: () => number, policy: Pick<Policy, 'hold'>, bulkhead: Bulkhead): Settler => {
  const due = createDueIncidents({
    name: 'holds',
    bulkhead,
    nextAt_ms: (incident, batch) => {
      const story = storyOf(batch.world(), incident);
      const exportedAt_ms = storyExportedAt(story);
      const holds = story.flatMap((one) => [...one.holds.values()]);
      const ends_ms = holds.map((hold) => endOfHold(hold, exportedAt_ms, policy.hold.afterExport_s));
      return ends_ms.length === 0 ? null : Math.min(...ends_ms);
    },
  });
  return (batch) => {
    const now_ms = now();
    due.settle(batch, now_ms, (touched) => {
      const story = storyOf(batch.world(), touched);
      const exportedAt_ms = storyExportedAt(story);
      for (const incident of story) {
        const ended = endedHolds(incident, exportedAt_ms, now_ms, policy);
        if (ended.length > 0) batch.add(ended.map((body) => systemDraft(incident.id, now_ms, body)));
      }
    });
  };
};

/**
 * A story that is closed as a whole and that nothing holds loses everything precise: the entry says so first, rows go in the same transaction, and the key
 * as soon as that is on disk.
 */
export const createDeletionSettler = (
  { sealed: { points } }: Pick<RecordReads, 'sealed'>,
  { inMemory }: Pick<PositionRoom, 'inMemory'>,
  now: () => number,
  bulkhead: Bulkhead,
): Settler => {
  // Only entries make an incident due: its closing, and the end of its last hold.
  const due = createDueIncidents({ name: 'deletion', bulkhead, nextAt_ms: () => null });
  return (batch) => {
    const postponed: IncidentId[] = [];
    due.settle(batch, now(), (touched) => {
      const story = storyOf(batch.world(), touched);
      if (isStoryKept(story)) return;
      // Nothing is destroyed for good on the word of entries that are not on disk.
      if (batch.isProvisional) return void postponed.push(touched.id);
      for (const incident of story) {
        if (!incident.positionsExist) continue;
        const at_ms = now();
        const count = points(incident.id) + inMemory(incident.id);
        batch.alongside({ forgotten: [{ incident: incident.id, at_ms }] });
        batch.add([systemDraft(incident.id, at_ms, { kind: 'positions.deleted', count })]);
      }
    });
    due.wake(postponed);
  };
};
