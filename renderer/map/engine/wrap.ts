import type { Layer } from '@deck.gl/core';
import { MapboxOverlay } from '@deck.gl/mapbox';
import type { EngineOptions, MapEngine } from './types.ts';

/** The part that maplibre-gl and mapbox-gl have in common and this console uses. */
type BaseMap = {
  readonly easeTo: (options: { center: [number, number]; zoom: number; duration: number }) => unknown;
  readonly jumpTo: (options: { center: [number, number]; zoom: number }) => unknown;
  readonly zoomTo: (zoom: number, options: { duration: number }) => unknown;
  readonly getCenter: () => { readonly lng: number; readonly lat: number };
  readonly getZoom: () => number;
  readonly getContainer: () => HTMLElement;
  readonly project: (position: [number, number]) => { readonly x: number; readonly y: number };
  readonly remove: () => void;
};

/** Pixels around a symbol that still count as a hit. */
const PICKING_RADIUS = 6;

/** The deck.gl layers over a base map. They have a canvas of their own, so that the base map redraws only when it moves. */
export const createOverlay = (options: EngineOptions): MapboxOverlay =>
  new MapboxOverlay({
    interleaved: false,
    layers: [],
    pickingRadius: PICKING_RADIUS,
    getCursor: ({ isHovering }) => (isHovering ? 'pointer' : ''),
    onClick: (info) => options.events.onClick(info),
  });

/** True when an event of the map comes from the operator's hand rather than from the camera. */
export const isByHand = (event: object): boolean => 'originalEvent' in event && event.originalEvent !== undefined;

type Rest = Pick<MapEngine, 'setLocale' | 'schematic'>;

/** Passes layers on unless they are the very ones passed on last: a tick of the clock then costs deck.gl nothing. */
export const onlyWhenChanged = (pass: MapEngine['setLayers']): MapEngine['setLayers'] => {
  let last: readonly Layer[] = [];
  return (layers) => {
    if (layers.length === last.length && layers.every((layer, i) => layer === last[i])) return;
    last = layers;
    pass(layers);
  };
};

/** Puts one face on either library. */
export const wrapMap = (map: BaseMap, overlay: MapboxOverlay, rest: Rest): MapEngine => ({
  ...rest,
  setLayers: onlyWhenChanged((layers) => overlay.setProps({ layers: [...layers] })),
  move: ({ center, zoom }, duration_ms) => {
    const target = { center: [center[0], center[1]] as [number, number], zoom };
    if (duration_ms === 0) map.jumpTo(target);
    else map.easeTo({ ...target, duration: duration_ms });
  },
  zoomBy: (levels) => map.zoomTo(map.getZoom() + levels, { duration: 150 }),
  camera: () => {
    const { lng, lat } = map.getCenter();
    return { center: [lng, lat], zoom: map.getZoom() };
  },
  size: () => {
    const { clientWidth, clientHeight } = map.getContainer();
    return { width: clientWidth, height: clientHeight };
  },
  project: (position) => {
    const { x, y } = map.project([position[0], position[1]]);
    return [x, y];
  },
  destroy: () => map.remove(),
});
