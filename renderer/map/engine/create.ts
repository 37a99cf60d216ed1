import type { EngineOptions, MapEngine } from './types.ts';

/** maplibre-gl on the bundled schematic; mapbox-gl where the deployment has set a token. Only the one used is loaded. */
export const createEngine = async (options: EngineOptions, mapboxToken: string | null): Promise<MapEngine> => {
  if (mapboxToken !== null) {
    const { createMapbox } = await import('./mapbox.ts');
    return createMapbox(options, mapboxToken);
  }
  const { createMapLibre } = await import('./maplibre.ts');
  return createMapLibre(options);
};
