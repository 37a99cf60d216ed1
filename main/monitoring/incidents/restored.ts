import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Store } from '../store/sqlite/store.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { IncidentRecord, Settler } from '../ports/incidentRecord.ts';

/**
 * Finishes what a killed server began: every incident that the record says is deleted loses whatever is left of it. After a restore,
 * incidents younger than the backup are unknown to the record and can never be closed: their keys go too.
 */
export const forgetDeleted = (store: Store, record: Pick<IncidentRecord, 'incident'>, now_ms: number): void => {
  const { sealed } = store;
  const wasRestored = store.restored.mark() !== null;
  const due = [...sealed.remaining()].filter((id) => {
    const incident = record.incident(id);
    return incident === undefined ? wasRestored : !incident.positionsExist;
  });
  if (due.length === 0) return;
  store.commit({ forgotten: due.map((incident) => ({ incident, at_ms: now_ms })) });
};

/** Says once, loudly, of which incidents the keys are missing; alerts, distances and commands of these go on. */
export const tellLostKeys = ({ sealed }: Pick<Store, 'sealed'>, onStoreFailure: (thrown: unknown) => void): void => {
  const lost = sealed.lost();
  if (lost.length === 0) return;
  const error = new Error(`keys are missing: nothing precise is kept of ${lost.join(', ')}`);
  error.name = 'KeysLost'; // only names of errors go into the log
  onStoreFailure(error);
};

export type RestoreSettler = {
  readonly settle: Settler;
  /** Told of every entry that is on disk. */
  readonly onEntries: (entries: readonly Entry[]) => void;
};

/** What the record must say after a restore: that it happened, and which incidents in it have no positions any more. */
export const createRestoreSettler = (store: Store, now: () => number): RestoreSettler => {
  const { sealed } = store;
  let mark = store.restored.mark();
  /** Keys destroyed before this server started: only these can stand against a record that was put back. */
  const destroyed = [...sealed.destroyed()];
  let told = false;
  return {
    settle: (batch) => {
      if (mark !== null) {
        batch.add([systemDraft(null, now(), { kind: 'record.restored', ...mark })]);
        batch.alongside({ isRestoreTold: true });
      }
      if (told) return;
      for (const id of destroyed) {
        if (batch.world().incidents.get(id)?.positionsExist !== true) continue;
        batch.alongside({ forgotten: [{ incident: id, at_ms: now() }] });
        batch.add([systemDraft(id, now(), { kind: 'positions.deleted', count: sealed.points(id) })]);
      }
    },
    onEntries: (entries: readonly Entry[]): void => {
      // Both went to disk with the first batch.
      told = true;
      if (entries.some(({ body }) => body.kind === 'record.restored')) mark = null;
    },
  };
};
