import type { EngineOptions, MapEngine } from './types.ts';

/** Starts a map of one library. */
export type EngineStart = (options: EngineOptions) => Promise<MapEngine>;

/** Loads maplibre-gl for the bundled schematic, or mapbox-gl where the deployment has set a token; never both. */
export const loadEngine = async (mapboxToken: string | null): Promise<EngineStart> => {
  if (mapboxToken !== null) {
    const { createMapbox } = await import('./mapbox.ts');
    return (options) => createMapbox(options, mapboxToken);
  }
  const { createMapLibre } = await import('./maplibre.ts');
  return createMapLibre;
};
