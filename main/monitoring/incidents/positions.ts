import type { IncidentId, PersonId } from '../../../shared/domain/ids.ts';
import type { Track, TrackPoint } from '../../../shared/protocol/track.ts';
import type { Placed, PositionRoom } from '../ports/positions.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';

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

/**
 * What has gathered while the store took nothing is written in pieces of about so many positions, whole incidents each: what is handed to the
 * store's thread is copied on the loop.
 */
const POINTS_AT_ONCE = 20_000;
/**
 * Of one incident no more are kept in memory than both people report in 50 minutes, one a second; then the oldest go, a tenth at a time, and
 * are counted. An incident's newest positions are those that somebody is sent to.
 */
const MOST_OF_AN_INCIDENT = 6000;

type Noted = { readonly personId: PersonId; readonly point: TrackPoint };

const NONE: readonly Noted[] = [];
const piecesOf = (noted: readonly Noted[]): readonly Track[] =>
  [...Map.groupBy(noted, ({ personId }) => personId)].map(([personId, own]) => ({
    personId,
    points: own.map(({ point }) => point),
  }));

/** `count` is told of each position that is let go of because the store has taken none for too long. */
export const createPositionRoom = (
  { sealed }: Pick<RecordReads, 'sealed'>,
  commits: CommitQueue,
  count: (reason: 'position-dropped') => void,
): PositionRoom => {
  const { positions, seals } = sealed;
  const gathered = new Map<IncidentId, Noted[]>();
  /** What the commit that is under way takes with it. */
  const taken = new Map<IncidentId, readonly Noted[]>();
  /** What a kept batch will seal. It holds at most one piece of an incident, since none is added while the record takes nothing. */
  const promised = new Map<IncidentId, readonly Noted[]>();
  const keyless = new Set<IncidentId>();
  let arrivals = 0;
  /** Which began to wait before which; those that a killed server left come first. */
  const arrivalOf = new Map(positions.incidents().map((id) => [id, (arrivals += 1)]));
  const arrive = (incident: IncidentId): void => {
    if (!arrivalOf.has(incident)) arrivalOf.set(incident, (arrivals += 1));
  };

  const takeOut = (incident: IncidentId): readonly Noted[] => {
    const noted = gathered.get(incident) ?? NONE;
    gathered.delete(incident);
    taken.set(incident, noted);
    return noted;
  };
  const putBack = (incident: IncidentId): void => {
    const noted = [...(taken.get(incident) ?? NONE), ...(gathered.get(incident) ?? NONE)];
    taken.delete(incident);
    if (noted.length > 0) gathered.set(incident, noted);
  };
  const unwrittenOf = (incident: IncidentId): readonly Noted[] => [
    ...(promised.get(incident) ?? NONE),
    ...(taken.get(incident) ?? NONE),
    ...(gathered.get(incident) ?? NONE),
  ];
  const committed = (incident: IncidentId): readonly Track[] =>
    seals.open(incident).flatMap(({ content }): readonly Track[] => (content.kind === 'positions' ? [content] : []));

  return {
    note: (incident, personId, fix, accuracy_m) => {
      arrive(incident);
      const noted = { personId, point: toPoint(fix, accuracy_m) };
      const known = gathered.get(incident);
      if (known === undefined) gathered.set(incident, [noted]);
      else known.push(noted);
      if (known !== undefined && known.length > MOST_OF_AN_INCIDENT) {
        for (const _ of known.splice(0, MOST_OF_AN_INCIDENT / 10)) count('position-dropped');
      }
    },
    needKeys: (incidents) => {
      for (const incident of incidents) if (!sealed.hasKey(incident)) keyless.add(incident);
    },
    unwritten: () => [...new Set([...gathered.keys(), ...keyless])],
    flush: (incidents, done) => {
      let flushed: readonly IncidentId[] = [];
      commits.add({
        prepare: () => {
          let points = 0;
          flushed = incidents
            .filter((incident) => gathered.has(incident) || keyless.has(incident))
            .filter((incident) => {
              const isRoom = points < POINTS_AT_ONCE;
              points += gathered.get(incident)?.length ?? 0;
              return isRoom;
            });
          if (flushed.length === 0) return null;
          const pieces = flushed.map((incident) => ({ incident, pieces: piecesOf(takeOut(incident)) }));
          return {
            keys: flushed.filter((incident) => keyless.has(incident)),
            gathered: pieces.filter((one) => one.pieces.length > 0),
          };
        },
        done: (outcome) => {
          for (const incident of flushed) {
            if (!outcome.ok) putBack(incident);
            taken.delete(incident);
            if (outcome.ok) keyless.delete(incident);
          }
          done(outcome);
        },
      });
    },
    take: (batch, incident) => {
      const { pieces, through } = positions.read(incident);
      const noted = takeOut(incident);
      batch.afterwards((fate) => {
        if (fate === 'undone') return putBack(incident);
        if (fate === 'stored') promised.delete(incident);
        // Read from here for as long as the seals that hold it are not on disk.
        else promised.set(incident, noted);
        return void taken.delete(incident);
      });
      return { pieces: merged([...pieces, ...piecesOf(noted)]), through };
    },
    inMemory: (incident) => unwrittenOf(incident).length,
    amongWaiting: (incidents) =>
      [...incidents]
        .flatMap((id) => {
          const arrival = arrivalOf.get(id);
          return arrival === undefined ? [] : [{ id, arrival }];
        })
        .toSorted((a, b) => a.arrival - b.arrival)
        .map(({ id }) => id),
    settled: (incident, isGone) => {
      arrivalOf.delete(incident);
      if (isGone) gathered.delete(incident);
      else if (gathered.has(incident)) arrive(incident);
    },
    read: (incident, subjects) =>
      merged(
        [...committed(incident), ...positions.read(incident).pieces, ...piecesOf(unwrittenOf(incident))].filter(
          (piece) => subjects.has(piece.personId),
        ),
      ),
  };
};
