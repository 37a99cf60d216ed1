import type { IncidentId, PersonId } from '../../../shared/domain/ids.ts';
import type { Track, TrackPoint } from '../../../shared/protocol/track.ts';
import type { Store } from '../store/sqlite/store.ts';
import type { Placed, PositionRoom } from '../ports/positions.ts';

const toPoint = (fix: Placed, defaultAccuracy_m: number): TrackPoint => ({
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

export const createPositionRoom = (store: Store): PositionRoom => {
  const { positions, seals } = store.sealed;
  const waiting = new Map<IncidentId, Map<PersonId, TrackPoint[]>>();
  let arrivals = 0;
  const arrive = (): number => (arrivals += 1);
  /** When each incident in memory, and each with rows on disk, began to wait; also those that a killed server left. */
  const inMemory = new Map<IncidentId, number>();
  const onDisk = new Map(positions.incidents().map((id) => [id, arrive()]));
  const piecesOf = (incident: IncidentId): readonly Track[] =>
    [...(waiting.get(incident) ?? [])].map(([personId, points]) => ({ personId, points }));

  const committed = (incident: IncidentId): readonly Track[] =>
    seals.open(incident).flatMap(({ content }): readonly Track[] => (content.kind === 'positions' ? [content] : []));

  return {
    note: (incident, person, fix, accuracy_m) => {
      const people = waiting.get(incident) ?? new Map<PersonId, TrackPoint[]>();
      if (people.size === 0) inMemory.set(incident, arrive());
      waiting.set(incident, people);
      const points = people.get(person);
      if (points === undefined) people.set(person, [toPoint(fix, accuracy_m)]);
      else points.push(toPoint(fix, accuracy_m));
    },
    unwritten: () => [...waiting.keys()],
    flush: (incidents) => {
      const unwritten = incidents.filter((incident) => waiting.has(incident));
      if (unwritten.length === 0) return;
      store.commit({ gathered: unwritten.map((incident) => ({ incident, pieces: piecesOf(incident) })) });
      for (const incident of unwritten) {
        if (!onDisk.has(incident)) onDisk.set(incident, arrive());
        waiting.delete(incident);
        inMemory.delete(incident);
      }
    },
    uncommitted: (incident) => {
      const { pieces, through } = positions.read(incident);
      return { pieces: merged(pieces), through };
    },
    amongWaiting: (incidents) =>
      [...incidents]
        .filter((id) => onDisk.has(id) || inMemory.has(id))
        .map((id) => ({ id, disk: onDisk.get(id) ?? Number.POSITIVE_INFINITY, memory: inMemory.get(id) ?? 0 }))
        .toSorted((a, b) => (a.disk === b.disk ? a.memory - b.memory : a.disk - b.disk))
        .map(({ id }) => id),
    settled: (incident) => {
      onDisk.delete(incident);
    },
    read: (incident, subjects) =>
      merged(
        [...committed(incident), ...positions.read(incident).pieces, ...piecesOf(incident)].filter((piece) =>
          subjects.has(piece.personId),
        ),
      ).map(({ personId, points }) => ({ personId, points })),
  };
};
