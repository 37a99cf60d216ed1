import type { Fix } from '../../../shared/domain/fixes.ts';
import type { Digest, IncidentId, PersonId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { SealedContent } from '../../../shared/protocol/evidence.ts';
import type { Track } from '../../../shared/protocol/track.ts';
import type { Batch } from './incidentRecord.ts';
import type { Outcome } from './record.ts';

/** A fix as far as it says where somebody was. */
export type Placed = Pick<Fix, 'at_ms' | 'lon' | 'lat' | 'accuracy_m' | 'heading_deg' | 'speed_mps'>;

/** Positions of the people of running incidents, gathered in memory and sealed to disk once per tick. */
export type PositionRoom = {
  readonly note: (incident: IncidentId, person: PersonId, fix: Placed, accuracy_m: number) => void;
  /** Incidents that need a key, since something of them will be sealed: it is made with the next flush. */
  readonly needKeys: (incidents: readonly IncidentId[]) => void;
  /** Incidents with positions that are in memory only, or without the key they need. */
  readonly unwritten: () => readonly IncidentId[];
  /** Writes what has gathered of these incidents since the last time, in one commit, with the keys that they need. */
  readonly flush: (incidents: readonly IncidentId[], done: (outcome: Outcome) => void) => void;
  /**
   * An incident's positions that the record does not commit to yet, one piece per person, up to a row: also those in memory, which the batch
   * then takes with it.
   */
  readonly take: (
    batch: Batch,
    incident: IncidentId,
  ) => { readonly pieces: readonly Track[]; readonly through: number };
  /** How many positions of an incident are in memory only. */
  readonly inMemory: (incident: IncidentId) => number;
  /** Those of the incidents with positions that the record does not commit to yet, in the order in which they have waited. */
  readonly amongWaiting: (incidents: Iterable<IncidentId>) => readonly IncidentId[];
  /** What there was of an incident is committed to; with `isGone`, nothing of it is kept any more. */
  readonly settled: (incident: IncidentId, isGone: boolean) => void;
  /** All positions of an incident: committed to, on disk and in memory. */
  readonly read: (incident: IncidentId, subjects: ReadonlySet<PersonId>) => readonly Track[];
};

/** What the record promises of content that is kept sealed outside of it. */
export type Commitments = {
  /**
   * Seals content that an entry of this batch speaks of; gives the commitment for that entry. Null where it cannot be kept, since the
   * incident's key was destroyed or lost.
   */
  readonly seal: (batch: Batch, incident: IncidentId, content: SealedContent) => Digest | null;
  /** Settler: what waits of an incident that no longer runs is committed to at once, so also before its deletion. */
  readonly settle: (batch: Batch) => void;
  /** Each tick: commits to the positions of those of the incidents that run and whose turn it is. */
  readonly commitDue: (batch: Batch, incidents: readonly IncidentId[]) => void;
  /** Commits to what waits of one incident, for whoever is about to open its seals. */
  readonly commitNow: (batch: Batch, incident: IncidentId) => void;
  /** Told of every entry that is on disk. */
  readonly onEntries: (entries: readonly Entry[]) => void;
};
