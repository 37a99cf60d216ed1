import type { DatabaseSync } from 'node:sqlite';
import type { IncidentId } from '../../../../shared/domain/ids.ts';
import { emptyLog } from './database.ts';
import type { ForgottenIncident } from '../../ports/commit.ts';
import type { SealedReads } from '../../ports/record.ts';
import type { KeyStore } from './keys.ts';
import { createPositionStore } from './positions.ts';
import { createSealStore } from './seals.ts';
import type { Random } from './seals.ts';

/** Writes what is kept sealed under the incidents' own keys. */
type SealedWrites = {
  readonly positions: Pick<ReturnType<typeof createPositionStore>, 'add' | 'remove'>;
  readonly seals: Pick<ReturnType<typeof createSealStore>, 'put'>;
  /** Makes the keys that incidents need, all at once. Outside of any transaction. */
  readonly makeKeys: (incidents: Iterable<IncidentId>) => void;
  /** Removes every row of incidents that are forgotten; their keys go once that is on disk (`Destruction`). Repeating it is harmless. */
  readonly forget: (forgotten: readonly ForgottenIncident[]) => void;
};

/** The end of keys, which are no part of the database. */
export type Destruction = {
  /** Destroys the keys of incidents whose rows are gone from the disk, now or as soon as it can be done. */
  readonly committed: (forgotten: readonly ForgottenIncident[]) => void;
  /** Does what could not be done at once, and those as well. @throws what the keys file throws: the keys stand until it works. */
  readonly finish: (forgotten: readonly ForgottenIncident[]) => void;
};

/** Reaches over all rows. */
const ALL = Number.MAX_SAFE_INTEGER;

export const createSealed = (
  db: DatabaseSync,
  file: KeyStore,
  random: Random,
): { readonly reads: SealedReads; readonly writes: SealedWrites; readonly destruction: Destruction } => {
  const hasRows = db.prepare(
    `SELECT EXISTS (SELECT 1 FROM seals WHERE incident_id = ?1)
      OR EXISTS (SELECT 1 FROM incident_positions WHERE incident_id = ?1) AS found`,
  );
  const isLost = (incident: IncidentId): boolean =>
    file.keyOf(incident) === null && !file.destroyed().has(incident) && hasRows.get(incident)?.['found'] === 1;
  const isGone = (incident: IncidentId): boolean => file.destroyed().has(incident) || isLost(incident);
  const positions = createPositionStore(db, file);
  const seals = createSealStore(db, file, isGone, random);
  /** On record as deleted, and the key still there: while the keys file cannot be written. */
  const owed = new Map<IncidentId, number>();
  /**
   * Destroyed, and earlier copies of pages still on disk: while somebody else reads the files, a backup say. True at first: a thread or a
   * server that was killed may have left some, and nobody else would empty the logs of them.
   */
  let unwiped = true;

  const finish: Destruction['finish'] = (forgotten) => {
    for (const { incident, at_ms } of forgotten) owed.set(incident, at_ms);
    for (const [at_ms, incidents] of Map.groupBy(owed.keys(), (incident) => owed.get(incident) ?? 0)) {
      file.destroy(incidents, at_ms);
      for (const incident of incidents) owed.delete(incident);
      unwiped = true;
    }
    // Both, whatever the first says.
    if (unwiped) unwiped = [file.wipe(), emptyLog(db)].includes(false);
  };

  return {
    reads: {
      positions,
      seals,
      hasKey: (incident) => file.keyOf(incident) !== null,
      points: (incident) => positions.count(incident) + seals.points(incident),
      remaining: () => new Set([...file.live(), ...positions.incidents(), ...seals.incidents()]),
      destroyed: file.destroyed,
      lost: () => [...new Set([...positions.incidents(), ...seals.incidents()])].filter(isLost),
    },
    writes: {
      positions,
      seals,
      // A new key beside rows of an old one would hide that they cannot be opened any more.
      makeKeys: (incidents) => file.makeFor([...incidents].filter((incident) => !isLost(incident))),
      forget: (forgotten) => {
        positions.remove(forgotten.map(({ incident }) => ({ incident, through: ALL })));
        for (const { incident } of forgotten) seals.remove(incident);
      },
    },
    destruction: {
      committed: (forgotten) => {
        try {
          finish(forgotten);
        } catch {
          // What is written stands, so this is not its failure; `finish` is asked again and says it then.
        }
      },
      finish,
    },
  };
};
