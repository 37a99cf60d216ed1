import type { Handle, IncidentId } from '../../../shared/domain/ids.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Advice, LeaseOpened } from '../../../shared/protocol/messages.ts';
import type { TrackPoint } from '../../../shared/protocol/track.ts';
import type { RelationPresence, SubjectPresence } from '../../../shared/protocol/presence.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';
import { escapeOnMap } from '../../lib/escapes.ts';
import type { EscapeChoice } from '../../lib/escapes.ts';
import { memoLast } from '../memo.ts';
import { escapeSymbols } from './escape.ts';
import { frameAge_s, overdue_s } from './freshness.ts';
import { ringSymbols, zoneSymbols } from './limits.ts';
import { patrolSymbols } from './patrols.ts';
import { peopleSymbols } from './people.ts';
import { relationSymbols } from './relations.ts';
import { trailSymbols } from './trails.ts';
import type { MapScene } from './types.ts';

/** Slices of the stores that the map draws from. */
export type SceneInput = {
  readonly index: DirectoryIndex;
  readonly subjects: ReadonlyMap<Handle, SubjectPresence>;
  readonly relations: readonly RelationPresence[];
  readonly trails: ReadonlyMap<Handle, readonly TrackPoint[]>;
  readonly leases: readonly LeaseOpened[];
  readonly advice: ReadonlyMap<IncidentId, Advice>;
  readonly world: World;
  readonly selected: IncidentId | null;
  readonly escapeChoice: EscapeChoice;
  /** When the newest frame arrived and what time it is, both by this machine's clock. */
  readonly receivedAt_ms: number;
  readonly now_ms: number;
  /** The server's time, for zone schedules. */
  readonly serverNow_ms: number;
};

const MINUTE_MS = 60_000;

/**
 * Scene builder that keeps each part's identity while its inputs stay the same: a second that brings no frame rebuilds nothing,
 * and a frame leaves zones alone.
 */
export const createSceneBuilder = (): ((input: SceneInput) => MapScene) => {
  const people = memoLast(peopleSymbols);
  const relations = memoLast(relationSymbols);
  const patrols = memoLast(patrolSymbols);
  const rings = memoLast(ringSymbols);
  const zones = memoLast(zoneSymbols);
  const trails = memoLast(trailSymbols);
  const escapes = memoLast(escapeSymbols);
  const compose = memoLast(
    (
      ...[p, r, u, g, z, t, e]: readonly [
        MapScene['people'],
        MapScene['relations'],
        MapScene['patrols'],
        MapScene['rings'],
        MapScene['zones'],
        MapScene['trails'],
        MapScene['escapes'],
      ]
    ): MapScene => ({ people: p, relations: r, patrols: u, rings: g, zones: z, trails: t, escapes: e }),
  );
  return (input) => {
    const { index, subjects, leases, world, selected } = input;
    const age_s = frameAge_s(input.receivedAt_ms, input.now_ms);
    const overdue = overdue_s(age_s);
    const advice = selected === null ? null : (input.advice.get(selected) ?? null);
    const shown = people(subjects, index, leases, world.incidents, selected, overdue);
    return compose(
      shown,
      // Only a countdown changes with the age of its frame.
      relations(input.relations, shown, index, input.relations.some(({ contact }) => contact !== null) ? age_s : 0),
      patrols(subjects, index, world.units, advice, selected, overdue),
      rings(leases, shown),
      // Schedules turn on the minute; between two minutes the zones keep their identity.
      zones(leases, selected, Math.floor(input.serverNow_ms / MINUTE_MS) * MINUTE_MS),
      trails(input.trails, shown),
      escapes(advice === null ? null : escapeOnMap(advice.escape, input.escapeChoice), shown, index, selected),
    );
  };
};
