import { PathLayer } from '@deck.gl/layers';
import { VICTIM, codeColor } from '../palette.ts';
import type { TrailSymbol } from '../scene/types.ts';
import { focusOpacity } from './deck.ts';

/** A trail is bounded to this length by the store; at this age it has faded out. */
const TRAIL_MS = 15 * 60_000;
const OLDEST_ALPHA = 18;
const NEWEST_ALPHA = 215;

/** Paths as deck.gl takes them without walking objects: one array each for places, colours and where a path begins. */
export type TrailBuffers = {
  readonly length: number;
  readonly startIndices: Uint32Array;
  readonly attributes: {
    readonly getPath: { readonly value: Float64Array; readonly size: 2 };
    readonly getColor: { readonly value: Uint8Array; readonly size: 4; readonly normalized: true };
  };
};

/** Packs trails; each point fades with its age behind the newest one of its trail. */
export const trailBuffers = (trails: readonly TrailSymbol[]): TrailBuffers => {
  const total = trails.reduce((sum, trail) => sum + trail.points.length, 0);
  const places = new Float64Array(total * 2);
  const colors = new Uint8Array(total * 4);
  const startIndices = new Uint32Array(trails.length + 1);
  let at = 0;
  trails.forEach((trail, i) => {
    startIndices[i] = at;
    const newest_ms = trail.points.at(-1)?.at_ms ?? 0;
    const [r, g, b] = trail.role === 'offender' ? codeColor(trail.code) : VICTIM;
    const strength = focusOpacity(trail.inFocus);
    for (const point of trail.points) {
      const freshness = Math.max(0, 1 - (newest_ms - point.at_ms) / TRAIL_MS);
      // Squared: the last minutes matter, the rest is a hint of where from.
      const alpha = strength * (OLDEST_ALPHA + (NEWEST_ALPHA - OLDEST_ALPHA) * freshness * freshness);
      places.set([point.lon, point.lat], at * 2);
      colors.set([r, g, b, Math.round(alpha)], at * 4);
      at += 1;
    }
  });
  startIndices[trails.length] = total;
  return {
    length: trails.length,
    startIndices,
    attributes: { getPath: { value: places, size: 2 }, getColor: { value: colors, size: 4, normalized: true } },
  };
};

/** Where the people came from. */
export const trailLayers = (trails: readonly TrailSymbol[]) => [
  new PathLayer({
    id: 'trails',
    data: trailBuffers(trails),
    _pathType: 'open',
    getWidth: 3,
    widthUnits: 'pixels',
    jointRounded: true,
    capRounded: true,
  }),
];
