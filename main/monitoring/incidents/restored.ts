import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { ok } from '../../../shared/domain/result.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { IncidentRecord, Settler } from '../ports/incidentRecord.ts';
import type { CommitQueue, Outcome, RecordReads } from '../ports/record.ts';

/** What has to be destroyed at a server's start, tried until it is done. */
export type Forgetting = {
  /** Does what is left to do; asks the record for each incident. */
  readonly finish: (incidentOf: IncidentRecord['incident'], done: (outcome: Outcome) => void) => void;
  readonly isDone: () => boolean;
};

/**
 * Finishes what a killed server began: every incident that the record says is deleted loses whatever is left of it. After a restore,
 * incidents younger than the backup are unknown to the record and can never be closed: their keys go too.
 */
export const createForgetting = (
  store: Pick<RecordReads, 'sealed' | 'restored'>,
  commits: CommitQueue,
  now: () => number,
): Forgetting => {
  const { sealed } = store;
  const wasRestored = store.restored.mark() !== null;
  let isDone = false;
  const dueBy = (incidentOf: IncidentRecord['incident']): readonly IncidentId[] =>
    [...sealed.remaining()].filter((id) => {
      const incident = incidentOf(id);
      return incident === undefined ? wasRestored : !incident.positionsExist;
    });
  return {
    isDone: () => isDone,
    finish: (incidentOf, done) => {
      if (isDone) return done(ok(null));
      return commits.add({
        prepare: () => {
          const incidents = dueBy(incidentOf);
          return incidents.length === 0
            ? null
            : { forgotten: incidents.map((incident) => ({ incident, at_ms: now() })) };
        },
        done: (outcome) => {
          // A key that could not be destroyed is still owed.
          isDone = outcome.ok && dueBy(incidentOf).length === 0;
          done(outcome);
        },
      });
    },
  };
};

/** Says once, loudly, of which incidents the keys are missing; alerts, distances and commands of these go on. */
export const tellLostKeys = (
  { sealed }: Pick<RecordReads, 'sealed'>,
  onStoreFailure: (thrown: unknown) => void,
): void => {
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

/**
 * What the record must say after a restore: that it happened, and which incidents in it have no positions any more. It is told once `isForgotten`:
 * a server that is killed before that does not know later that there was a restore, and what is to be destroyed with it.
 */
export const createRestoreSettler = (
  store: Pick<RecordReads, 'sealed' | 'restored'>,
  now: () => number,
  isForgotten: () => boolean,
): RestoreSettler => {
  const { sealed } = store;
  let mark = store.restored.mark();
  /** Keys destroyed before this server started: only these can stand against a record that was put back. */
  const destroyed = [...sealed.destroyed()];
  let told = false;
  return {
    settle: (batch) => {
      if (mark !== null && isForgotten()) {
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
