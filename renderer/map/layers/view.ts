import type { IconAtlas } from '../icons/atlas.ts';
import { SEOUL } from '../home.ts';
import { memoLast } from '../memo.ts';
import { metresPerPixel } from '../scale.ts';
import type { MapLocale } from '../text.ts';

/** From this zoom on all safe places are drawn; below it only those near the selected incident. */
export const PLACES_FROM_ZOOM = 12.5;
/** From this zoom on places and free patrols carry their names. */
export const NAMES_FROM_ZOOM = 13.5;
/** Distances on the screen are judged anew at every such step of zoom, levels. */
const SCREEN_STEP = 0.5;

/** What the layers need to know of the view. Zoom is cut into bands, so that zooming rebuilds nothing between them. */
export type LayerView = {
  readonly locale: MapLocale;
  readonly atlas: IconAtlas;
  readonly places: boolean;
  readonly names: boolean;
};

/** Metres a pixel covers in Seoul at this zoom, in coarse steps so that zooming seldom rebuilds what depends on it. */
export const coarseMetresPerPixel = (zoom: number): number =>
  metresPerPixel(SEOUL.center[1], Math.floor(zoom / SCREEN_STEP) * SCREEN_STEP);

/** View of a zoom level. The same view while nothing in it changes. */
export const createLayerView = (): ((locale: MapLocale, atlas: IconAtlas, zoom: number) => LayerView) => {
  const view = memoLast((locale: MapLocale, atlas: IconAtlas, places: boolean, names: boolean): LayerView => ({
    locale,
    atlas,
    places,
    names,
  }));
  return (locale, atlas, zoom) => view(locale, atlas, zoom >= PLACES_FROM_ZOOM, zoom >= NAMES_FROM_ZOOM);
};
