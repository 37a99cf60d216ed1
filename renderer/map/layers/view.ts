import type { IconAtlas } from '../icons/atlas.ts';
import { memoLast } from '../memo.ts';
import type { MapLocale } from '../text.ts';

/** From this zoom on all safe places are drawn; below it only those near the selected incident. */
export const PLACES_FROM_ZOOM = 12.5;
/** From this zoom on places and free patrols carry their names. */
export const NAMES_FROM_ZOOM = 13.5;

/** What the layers need to know of the view. Zoom is cut into bands, so that zooming rebuilds nothing between them. */
export type LayerView = {
  readonly locale: MapLocale;
  readonly atlas: IconAtlas;
  readonly places: boolean;
  readonly names: boolean;
};

/** View of a zoom level. The same view while nothing in it changes. */
export const createLayerView = (): ((locale: MapLocale, atlas: IconAtlas, zoom: number) => LayerView) => {
  const view = memoLast(
    (locale: MapLocale, atlas: IconAtlas, places: boolean, names: boolean): LayerView => ({ locale, atlas, places, names }),
  );
  return (locale, atlas, zoom) => view(locale, atlas, zoom >= PLACES_FROM_ZOOM, zoom >= NAMES_FROM_ZOOM);
};
