import type { Layer, PickingInfo } from '@deck.gl/core';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { Camera, ViewSize } from '../camera.ts';
import type { MapLocale } from '../text.ts';

/** What the console asks of a map, whichever library draws it. */
export type MapEngine = {
  readonly setLayers: (layers: readonly Layer[]) => void;
  readonly setLocale: (locale: MapLocale) => void;
  /** Moves the camera; `duration_ms` 0 jumps. */
  readonly move: (camera: Camera, duration_ms: number) => void;
  readonly zoomBy: (levels: number) => void;
  readonly camera: () => Camera;
  readonly size: () => ViewSize;
  /** Pixels from the top left of the map. */
  readonly project: (position: LonLat) => readonly [x: number, y: number];
  /** True where the base map is the bundled schematic, which has to say so. */
  readonly schematic: boolean;
  readonly destroy: () => void;
};

/** What a map tells of the operator's hand. */
export type MapEvents = {
  /** The view changed, by whomever. */
  readonly onMove: () => void;
  /** The operator moved the map: following ends. */
  readonly onUserMove: () => void;
  /** A click; `picked` holds what lies under it, or nothing. */
  readonly onClick: (picked: PickingInfo) => void;
};

export type EngineOptions = {
  readonly container: HTMLElement;
  readonly locale: MapLocale;
  readonly camera: Camera;
  readonly events: MapEvents;
};
