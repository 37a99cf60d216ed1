import type { DatabaseSync } from 'node:sqlite';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { emptyLog } from './database.ts';
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
  /**
   * Destroys for good what is sealed of an incident: its rows in the caller's transaction, its key once that is on disk. Repeating it is
   * harmless.
   */
  readonly forget: (incident: IncidentId, at_ms: number) => void;
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

/** What the store's transactions owe to `forget`. */
export type Destruction = {
  /** A transaction begins: what an earlier one asked for and did not commit is void. */
  readonly begin: () => void;
  readonly committed: () => void;
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
  /** Asked for in the transaction that runs, or in one that failed. */
  const asked = new Map<IncidentId, number>();
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
    forget: (incident, at_ms) => {
      positions.remove(incident, ALL);
      seals.remove(incident);
      asked.set(incident, at_ms);
    },
    remaining: () => new Set([...keys.live(), ...positions.incidents(), ...seals.incidents()]),
    destroyed: keys.destroyed,
    lost: () => [...new Set([...positions.incidents(), ...seals.incidents()])].filter(isLost),
    destruction: {
      begin: () => asked.clear(),
      committed: () => {
        for (const [incident, at_ms] of asked) owed.set(incident, at_ms);
        asked.clear();
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
