import type { IncidentId, PersonId } from '../../../shared/domain/ids.ts';
import type { Fix } from '../../../shared/domain/fixes.ts';
import type { Track, TrackPoint } from '../../../shared/protocol/track.ts';
import { countPoints } from '../store/positions.ts';
import type { Store } from '../store/store.ts';
import type { Batch } from './record.ts';

/** Positions of the people of running incidents, gathered in memory and sealed to disk once per tick. */
export type PositionRoom = {
  readonly note: (incident: IncidentId, person: PersonId, fix: Fix, accuracy_m: number) => void;
  /** Writes what has gathered since the last time. */
  readonly flush: () => void;
  readonly read: (incident: IncidentId, subjects: ReadonlySet<PersonId>) => readonly Track[];
  /** Settler: an incident that is closed loses its positions and their key in the same transaction, and an entry says so. */
  readonly settle: (batch: Batch) => void;
};

export const toPoint = (fix: Fix, defaultAccuracy_m: number): TrackPoint => ({
  at_ms: fix.at_ms,
  lon: fix.lon,
  lat: fix.lat,
  accuracy_m: fix.accuracy_m ?? defaultAccuracy_m,
  heading_deg: fix.heading_deg,
  speed_mps: fix.speed_mps,
});

const merged = (pieces: readonly Track[]): readonly Track[] =>
  [...Map.groupBy(pieces, (piece) => piece.personId)].map(([personId, own]) => ({
    personId,
    points: own.flatMap((piece) => piece.points).toSorted((a, b) => a.at_ms - b.at_ms),
  }));

export const createPositionRoom = (store: Store, now: () => number): PositionRoom => {
  const waiting = new Map<IncidentId, Map<PersonId, TrackPoint[]>>();
  const piecesOf = (incident: IncidentId): readonly Track[] =>
    [...(waiting.get(incident) ?? [])].map(([personId, points]) => ({ personId, points }));

  return {
    note: (incident, person, fix, accuracy_m) => {
      const people = waiting.get(incident) ?? new Map<PersonId, TrackPoint[]>();
      waiting.set(incident, people);
      const points = people.get(person);
      if (points === undefined) people.set(person, [toPoint(fix, accuracy_m)]);
      else points.push(toPoint(fix, accuracy_m));
    },
    flush: () => {
      if (waiting.size === 0) return;
      store.transaction(() => {
        for (const incident of waiting.keys()) store.positions.add(incident, piecesOf(incident));
      });
      waiting.clear();
    },
    read: (incident, subjects) =>
      merged(
        [...store.positions.read(incident), ...piecesOf(incident)].filter((piece) => subjects.has(piece.personId)),
      ),
    settle: (batch) => {
      for (const incident of batch.world().incidents.values()) {
        if (incident.status !== 'closed' || !incident.positionsExist) continue;
        const count = store.positions.count(incident.id) + countPoints(piecesOf(incident.id));
        waiting.delete(incident.id);
        batch.alongside(() => store.positions.destroy(incident.id));
        batch.add([
          {
            incidentId: incident.id,
            at_ms: now(),
            actor: { type: 'system' },
            commandId: null,
            body: { kind: 'positions.deleted', count },
          },
        ]);
      }
    },
  };
};
