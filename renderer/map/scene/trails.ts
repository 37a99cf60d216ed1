import type { Handle } from '../../../shared/domain/ids.ts';
import type { TrackPoint } from '../../../shared/protocol/track.ts';
import type { PersonSymbol, TrailSymbol } from './types.ts';

/** Trails of the people on the map; a trail without its person is not drawn. */
export const trailSymbols = (
  trails: ReadonlyMap<Handle, readonly TrackPoint[]>,
  people: readonly PersonSymbol[],
): readonly TrailSymbol[] =>
  people.flatMap(({ handle, role, code, inFocus }) => {
    const points = trails.get(handle);
    return points === undefined || points.length < 2 ? [] : [{ handle, role, code, inFocus, points }];
  });
