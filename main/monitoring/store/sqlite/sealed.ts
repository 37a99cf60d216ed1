import type { DatabaseSync } from 'node:sqlite';
import type { IncidentId } from '../../../../shared/domain/ids.ts';
import { emptyLog } from './database.ts';
import type { ForgottenIncident } from '../../ports/commit.ts';
import type { KeyStore } from './keys.ts';
import { createPositionStore } from './positions.ts';
import type { PositionStore } from './positions.ts';
import { createSealStore } from './seals.ts';
import type { Random, SealStore } from './seals.ts';

/** Everything that is kept sealed under the incidents' own keys, and its end. */
export type Sealed = {
  readonly positions: PositionStore;
  readonly seals: SealStore;
  /** Makes the keys that incidents about to be sealed for the first time need, all at once. Outside of any transaction. */
  readonly makeKeys: (incidents: Iterable<IncidentId>) => void;
  /** How many positions are kept of an incident. */
  readonly points: (incident: IncidentId) => number;
  /** Removes every row of incidents that are forgotten; their keys go once that is on disk (`Destruction`). Repeating it is harmless. */
  readonly forget: (forgotten: readonly ForgottenIncident[]) => void;
  /** Incidents of which anything is left: a key or rows. */
  readonly remaining: () => ReadonlySet<IncidentId>;
  /** Incidents whose key was destroyed, also those that a restored record still believes in. */
  readonly destroyed: () => ReadonlySet<IncidentId>;
  /**
   * Incidents with something sealed that does not open, although nobody destroyed their key: the keys file is another one, or was left
   * behind by a restore. Nothing more is kept of them, so that no part of a way stands for the whole.
   */
  readonly lost: () => readonly IncidentId[];
};

/** The same for whoever only reads: what is written goes through a commit. */
export type SealedReads = Omit<Sealed, 'makeKeys' | 'forget' | 'positions' | 'seals'> & {
  readonly positions: Omit<PositionStore, 'add' | 'remove'>;
  /** `close` makes ready what a commit then holds. */
  readonly seals: Omit<SealStore, 'put' | 'remove'>;
};

/** The end of keys, which are no part of the database. */
export type Destruction = {
  /** Destroys the keys of incidents whose rows are gone from the disk, now or as soon as it can be done. */
  readonly committed: (forgotten: readonly ForgottenIncident[]) => void;
  /** Does what could not be done at once. @throws what the keys file throws: the keys stand until it works. */
  readonly finish: () => void;
};

/** Reaches over all rows. */
const ALL = Number.MAX_SAFE_INTEGER;

export const createSealed = (
  db: DatabaseSync,
  file: KeyStore,
  random: Random,
): Sealed & { readonly destruction: Destruction } => {
  const hasRows = db.prepare(
    `SELECT EXISTS (SELECT 1 FROM seals WHERE incident_id = ?1)
      OR EXISTS (SELECT 1 FROM incident_positions WHERE incident_id = ?1) AS found`,
  );
  const isLost = (incident: IncidentId): boolean =>
    file.keyOf(incident) === null && !file.destroyed().has(incident) && hasRows.get(incident)?.['found'] === 1;
  // A new key beside rows of an old one would hide that they cannot be opened any more.
  const keys: KeyStore = {
    ...file,
    keyFor: (incident) => (isLost(incident) ? null : file.keyFor(incident)),
    makeFor: (incidents) => file.makeFor([...incidents].filter((incident) => !isLost(incident))),
  };
  const positions = createPositionStore(db, keys);
  const seals = createSealStore(db, keys, random);
  /** On record as deleted, and the key still there: while the keys file cannot be written. */
  const owed = new Map<IncidentId, number>();
  /** Destroyed, and earlier copies of pages still on disk: while somebody else reads the files, a backup say. */
  let unwiped = false;

  const finish = (): void => {
    for (const [at_ms, incidents] of Map.groupBy(owed.keys(), (incident) => owed.get(incident) ?? 0)) {
      keys.destroy(incidents, at_ms);
      for (const incident of incidents) owed.delete(incident);
      unwiped = true;
    }
    // Both, whatever the first says.
    if (unwiped) unwiped = [keys.wipe(), emptyLog(db)].includes(false);
  };

  return {
    positions,
    seals,
    makeKeys: keys.makeFor,
    points: (incident) => positions.count(incident) + seals.points(incident),
    forget: (forgotten) => {
      positions.remove(forgotten.map(({ incident }) => ({ incident, through: ALL })));
      for (const { incident } of forgotten) seals.remove(incident);
    },
    remaining: () => new Set([...keys.live(), ...positions.incidents(), ...seals.incidents()]),
    destroyed: keys.destroyed,
    lost: () => [...new Set([...positions.incidents(), ...seals.incidents()])].filter(isLost),
    destruction: {
      committed: (forgotten) => {
        for (const { incident, at_ms } of forgotten) owed.set(incident, at_ms);
        try {
          finish();
        } catch {
          // What is written stands, so this is not its failure; `finish` is asked again and says it then.
        }
      },
      finish,
    },
  };
};
