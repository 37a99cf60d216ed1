import type { PickingInfo } from '@deck.gl/core';
import type { Handle, PlaceId } from '../../shared/domain/ids.ts';
import type { SafePlace } from '../../shared/domain/places.ts';
import type { PlaceSymbol } from './layers/places.ts';
import type { MapScene, PatrolSymbol, PersonSymbol } from './scene/types.ts';

/** What was clicked, by name rather than by object: the symbol behind it is a new one every second. */
export type Picked =
  | { readonly type: 'person'; readonly handle: Handle }
  | { readonly type: 'patrol'; readonly handle: Handle }
  | { readonly type: 'place'; readonly id: PlaceId };

export type PickedSymbol = PersonSymbol | PatrolSymbol | { readonly type: 'place'; readonly place: SafePlace };

const isSymbol = (object: unknown): object is PersonSymbol | PatrolSymbol | PlaceSymbol =>
  typeof object === 'object' &&
  object !== null &&
  'type' in object &&
  (object.type === 'person' || object.type === 'patrol' || object.type === 'place');

/** The symbol under a click; null on empty ground. */
export const symbolUnder = (info: Pick<PickingInfo, 'object'>): PersonSymbol | PatrolSymbol | PlaceSymbol | null => {
  const object: unknown = info.object;
  return isSymbol(object) ? object : null;
};

export const pickedOf = (symbol: PersonSymbol | PatrolSymbol | PlaceSymbol): Picked =>
  symbol.type === 'place' ? { type: 'place', id: symbol.place.id } : { type: symbol.type, handle: symbol.handle };

/** The picked symbol as it is now; null once it is no longer on the map. */
export const findPicked = (
  picked: Picked | null,
  scene: Pick<MapScene, 'people' | 'patrols'>,
  places: ReadonlyMap<PlaceId, SafePlace>,
): PickedSymbol | null => {
  if (picked === null) return null;
  switch (picked.type) {
    case 'person':
      return scene.people.find((p) => p.handle === picked.handle) ?? null;
    case 'patrol':
      return scene.patrols.find((p) => p.handle === picked.handle) ?? null;
    case 'place': {
      const place = places.get(picked.id);
      return place === undefined ? null : { type: 'place', place };
    }
  }
};
