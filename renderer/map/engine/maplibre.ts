import { Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { bundledBasemap } from '../style/bundled.ts';
import { buildStyle, labelFields } from '../style/style.ts';
import type { EngineOptions, MapEngine } from './types.ts';
import { createOverlay, isByHand, wrapMap } from './wrap.ts';

/** Somewhat more than the city; there is nothing to see beyond. */
const BOUNDS: [[number, number], [number, number]] = [
  [126.55, 37.3],
  [127.42, 37.82],
];

/** maplibre-gl on the bundled schematic: no address, no network. Throws where the browser gives no WebGL2. */
export const createMapLibre = async (options: EngineOptions): Promise<MapEngine> => {
  // Without the bundled worker's own address the map would never finish loading, and say nothing about it.
  setWorkerUrl(workerUrl);
  const map = new MapLibre({
    container: options.container,
    style: buildStyle(bundledBasemap, options.locale),
    center: [options.camera.center[0], options.camera.center[1]],
    zoom: options.camera.zoom,
    minZoom: 9,
    maxZoom: 18,
    maxBounds: BOUNDS,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    // The keys belong to the queue and the incident.
    keyboard: false,
  });
  map.touchZoomRotate.disableRotation();
  const overlay = createOverlay(options);
  map.addControl(overlay);
  map.on('move', () => options.events.onMove());
  map.on('resize', () => options.events.onMove());
  map.on('movestart', (event) => {
    if (isByHand(event)) options.events.onUserMove();
  });
  // Not 'load': people must not wait for the base map's last tile.
  await map.once('style.load');
  return wrapMap(map, overlay, {
    schematic: true,
    setLocale: (locale) => {
      for (const { layer, field } of labelFields(locale)) map.setLayoutProperty(layer, 'text-field', field);
    },
  });
};
