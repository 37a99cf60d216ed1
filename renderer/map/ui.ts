import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Picked } from './picking.ts';
import type { MapScene } from './scene/types.ts';

/** What the controls around the map need to know of it. */
export type MapUi = {
  readonly scene: MapScene;
  readonly picked: Picked | null;
  readonly following: boolean;
  /** Counts every change of the view, so that what hangs on a place moves with it. */
  readonly view: number;
};

export const emptyScene: MapScene = {
  ...{ people: [], relations: [], patrols: [], rings: [], zones: [], trails: [], escapes: [] },
};

export const createMapUi = (): StoreApi<MapUi> =>
  createStore<MapUi>(() => ({ scene: emptyScene, picked: null, following: false, view: 0 }));
