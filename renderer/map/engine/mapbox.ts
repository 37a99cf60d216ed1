import mapboxgl from 'mapbox-gl';
import type { ExpressionSpecification } from 'mapbox-gl';
import 'mapbox-gl/dist/mapbox-gl.css';
import workerUrl from 'mapbox-gl/dist/mapbox-gl-csp-worker.js?url';
import type { MapLocale } from '../text.ts';
import type { EngineOptions, MapEngine } from './types.ts';
import { createOverlay, isByHand, wrapMap } from './wrap.ts';

const STYLE = 'mapbox://styles/mapbox/dark-v11';

/** Mapbox's vector tiles carry names by language as `name_ko`, `name_en`. */
const nameField = (locale: MapLocale): ExpressionSpecification => [
  'coalesce',
  ['get', `name_${locale}`],
  ['get', 'name'],
];

/**
 * mapbox-gl with a deployment's own token: loaded on demand only, fetches style and tiles from Mapbox, and keeps Mapbox's
 * attribution as its terms ask.
 */
export const createMapbox = async (options: EngineOptions, token: string): Promise<MapEngine> => {
  mapboxgl.accessToken = token;
  // A file of its own: the page's content policy starts no worker made of text.
  mapboxgl.workerUrl = workerUrl;
  const map = new mapboxgl.Map({
    container: options.container,
    style: STYLE,
    center: [options.camera.center[0], options.camera.center[1]],
    zoom: options.camera.zoom,
    minZoom: 9,
    dragRotate: false,
    pitchWithRotate: false,
    keyboard: false,
    projection: 'mercator',
  });
  const overlay = createOverlay(options);
  map.addControl(overlay);
  map.on('move', () => options.events.onMove());
  map.on('resize', () => options.events.onMove());
  map.on('movestart', (event) => {
    if (isByHand(event)) options.events.onUserMove();
  });
  await new Promise<void>((resolve, reject) => {
    map.once('load', () => resolve());
    map.once('error', (event) => reject(event.error));
  });
  const setLocale = (locale: MapLocale): void => {
    for (const { id, type } of map.getStyle().layers) {
      if (type === 'symbol') map.setLayoutProperty(id, 'text-field', nameField(locale));
    }
  };
  setLocale(options.locale);
  return wrapMap(map, overlay, { schematic: false, setLocale });
};
