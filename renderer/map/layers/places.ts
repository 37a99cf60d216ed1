import { IconLayer } from '@deck.gl/layers';
import type { SafePlace } from '../../../shared/domain/places.ts';
import { LABEL_DIM, toDeck } from '../palette.ts';
import { LABEL_TYPE, labels } from './deck.ts';
import type { EscapeSymbol } from '../scene/types.ts';
import type { LayerView } from './view.ts';

/** A safe place as picking meets it. */
export type PlaceSymbol = { readonly type: 'place'; readonly place: SafePlace };

const layersOf = (
  id: string,
  places: readonly PlaceSymbol[],
  visible: boolean,
  names: boolean,
  goals: string,
  view: LayerView,
) => [
  new IconLayer<PlaceSymbol>({
    id,
    data: places,
    visible,
    pickable: true,
    iconAtlas: view.atlas.image,
    iconMapping: view.atlas.mapping,
    getPosition: ({ place }) => [place.lon, place.lat],
    getIcon: ({ place }) => `place-${place.kind}`,
    getSize: 18,
  }),
  ...labels<PlaceSymbol>({
    ...LABEL_TYPE,
    id: `${id}-names`,
    // A station office stands where the base map already names the station, and a way to safety names its own end.
    data: places.filter(({ place }) => place.kind !== 'station-office' && !goals.split(' ').includes(place.id)),
    visible: visible && names,
    getPosition: ({ place }) => [place.lon, place.lat],
    getText: ({ place }) => place[view.locale],
    getSize: 11,
    getPixelOffset: [0, 15],
    getColor: toDeck(LABEL_DIM),
    fontSettings: { fontSize: 48, sdf: true, buffer: 8, radius: 14 },
    outlineWidth: 3,
    outlineColor: [11, 16, 22, 255],
    updateTriggers: { getText: view.locale },
  }),
];

/** Where ways to safety lead, as one value that is the same for as long as they lead there. */
export const goalsOf = (escapes: readonly EscapeSymbol[]): string => escapes.map(({ place }) => place.id).join(' ');

/** All safe places, from their zoom on; shown and hidden, rebuilt only where a way leads elsewhere. */
export const placeLayers = (places: readonly PlaceSymbol[], view: LayerView, goals: string) =>
  layersOf('places', places, view.places, view.names, goals, view);

/** Places near the selected incident, at any zoom; hidden where all places are drawn anyway. */
export const nearPlaceLayers = (places: readonly PlaceSymbol[], view: LayerView) =>
  layersOf('places-near', places, !view.places, false, '', view);
