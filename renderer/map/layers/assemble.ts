import type { Layer } from '@deck.gl/core';
import { memoLast } from '../memo.ts';
import type { MapScene } from '../scene/types.ts';
import { discLayers } from './discs.ts';
import { escapeLabelLayers, escapeLayers } from './escape.ts';
import { patrolLayers } from './patrols.ts';
import { peopleLayers } from './people.ts';
import { goalsOf, nearPlaceLayers, placeLayers } from './places.ts';
import type { PlaceSymbol } from './places.ts';
import { relationLayers } from './relations.ts';
import { responseLayers, responses } from './responses.ts';
import { ringLayers } from './rings.ts';
import { trailLayers } from './trails.ts';
import type { LayerView } from './view.ts';
import { zoneLayers } from './zones.ts';

export type LayerSlices = {
  readonly scene: MapScene;
  readonly places: readonly PlaceSymbol[];
  readonly nearPlaces: readonly PlaceSymbol[];
  readonly metresPerPixel: number;
};

/**
 * Layer builder, bottom to top. A group whose slice and view are the same as last time answers with the very same layers,
 * which deck.gl then passes over.
 */
export const createLayerBuilder = (): ((slices: LayerSlices, view: LayerView) => readonly Layer[]) => {
  const zones = memoLast(zoneLayers);
  const rings = memoLast(ringLayers);
  const discs = memoLast(discLayers);
  const trails = memoLast(trailLayers);
  const places = memoLast(placeLayers);
  const near = memoLast(nearPlaceLayers);
  const lines = memoLast(responses);
  const response = memoLast(responseLayers);
  const relations = memoLast(relationLayers);
  const escapes = memoLast(escapeLayers);
  const escapeNames = memoLast(escapeLabelLayers);
  const patrols = memoLast(patrolLayers);
  const people = memoLast(peopleLayers);
  return ({ scene, ...own }, view) => [
    ...zones(scene.zones, view),
    ...rings(scene.rings, view, own.metresPerPixel),
    ...discs(scene.people),
    ...trails(scene.trails),
    ...places(own.places, view, goalsOf(scene.escapes)),
    ...near(own.nearPlaces, view),
    ...escapes(scene.escapes, view),
    ...response(lines(scene.patrols, scene.people)),
    ...patrols(scene.patrols, view),
    ...relations(scene.relations, view, own.metresPerPixel),
    ...escapeNames(scene.escapes, view),
    ...people(scene.people, view),
  ];
};
