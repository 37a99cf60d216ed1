import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Store } from '../store/store.ts';
import type { Batch } from './record.ts';
import { systemDraft } from './systemDraft.ts';

/**
 * Finishes what a killed server began and a restore undid: every incident that the record says is deleted loses whatever is left of it.
 * After a restore, incidents younger than the backup are unknown to the record and can never be closed: their keys go too.
 */
export const forgetDeleted = (store: Store, { incidents }: World, now_ms: number): void => {
  const { sealed } = store;
  const wasRestored = store.restored.mark() !== null;
  const left = [...sealed.remaining()].filter((id) => {
    const incident = incidents.get(id);
    return incident === undefined ? wasRestored : !incident.positionsExist;
  });
  // Earlier versions kept no list of destroyed keys.
  const unlisted = [...incidents.values()].filter(({ id, positionsExist }) => !positionsExist && !sealed.destroyed().has(id));
  const due = new Set([...left, ...unlisted.map(({ id }) => id)]);
  if (due.size === 0) return;
  store.transaction(() => {
    for (const id of due) sealed.forget(id, now_ms);
  });
};

/** What the record must say after a restore: that it happened, and which incidents in it have no positions any more. */
export const createRestoreSettler = (store: Store, world: World, now: () => number) => {
  let mark = store.restored.mark();
  const destroyed = [...world.incidents.values()].filter(({ id }) => store.sealed.destroyed().has(id));
  let believed = destroyed.filter(({ positionsExist }) => positionsExist).map(({ id }) => id);
  return {
    settle: (batch: Batch): void => {
      if (mark !== null) {
        batch.add([systemDraft(null, now(), { kind: 'record.restored', ...mark })]);
        batch.alongside(() => store.restored.clear());
      }
      for (const id of believed) {
        batch.alongside(() => store.sealed.forget(id, now()));
        batch.add([systemDraft(id, now(), { kind: 'positions.deleted', count: store.sealed.points(id) })]);
      }
    },
    onEntries: (entries: readonly Entry[]): void => {
      if (mark !== null && entries.some(({ body }) => body.kind === 'record.restored')) mark = null;
      if (believed.length === 0) return;
      const gone = new Set(entries.flatMap(({ body, incidentId }) => (body.kind === 'positions.deleted' ? [incidentId] : [])));
      believed = believed.filter((id) => !gone.has(id));
    },
  };
};
