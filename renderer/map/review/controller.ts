import type { StoreApi } from 'zustand/vanilla';
import { directoryIndex } from '../../stores/directoryIndex.ts';
import { sessionStore } from '../../stores/session.ts';
import { fitTo } from '../camera.ts';
import type { MapController } from '../controller.ts';
import type { MapEngine } from '../engine/types.ts';
import { homeCamera } from '../home.ts';
import type { IconAtlas } from '../icons/atlas.ts';
import { createLayerBuilder } from '../layers/assemble.ts';
import type { PlaceSymbol } from '../layers/places.ts';
import { coarseMetresPerPixel, createLayerView } from '../layers/view.ts';
import { memoLast } from '../memo.ts';
import { fitDuration_ms } from '../motion.ts';
import { pickedOf, symbolUnder } from '../picking.ts';
import type { MapUi } from '../ui.ts';
import { reviewScene } from './reviewScene.ts';
import type { ReviewInput } from './reviewScene.ts';

const NONE: readonly PlaceSymbol[] = [];

/** Draws the record at the time in `input`; the whole of both tracks is fitted once, then the operator moves the map. */
export const startReview =
  (input: StoreApi<ReviewInput>) =>
  (engine: MapEngine, atlas: IconAtlas, ui: StoreApi<MapUi>): MapController => {
    const buildScene = memoLast(reviewScene);
    const buildLayers = createLayerBuilder();
    const view = createLayerView();
    let { locale } = sessionStore.getState().settings;
    let request: number | null = null;
    let moved = false;

    const fit = (duration_ms: number): void => {
      const points = input.getState().tracks.flatMap(({ points: p }) => p.map(({ lon, lat }) => [lon, lat] as const));
      engine.move(fitTo(points, engine.size()) ?? homeCamera(engine.size()), duration_ms);
    };

    const draw = (): void => {
      request = null;
      const session = sessionStore.getState();
      if (session.settings.locale !== locale) {
        ({ locale } = session.settings);
        engine.setLocale(locale);
      }
      const scene = buildScene(input.getState(), directoryIndex(session.directory));
      const { zoom } = engine.camera();
      const slices = { scene, places: NONE, nearPlaces: NONE, metresPerPixel: coarseMetresPerPixel(zoom) };
      engine.setLayers(buildLayers(slices, view(locale, atlas, zoom)));
      if (ui.getState().scene !== scene) ui.setState({ scene });
    };
    const schedule = (): void => {
      request ??= requestAnimationFrame(draw);
    };

    const stops = [
      sessionStore.subscribe(schedule),
      input.subscribe((now, before) => {
        // Tracks arrive after the map; scrubbing must not move a view the operator has chosen.
        if (now.tracks !== before.tracks && !moved) fit(0);
        schedule();
      }),
    ];
    fit(0);
    draw();

    return {
      onMove: () => {
        ui.setState(({ view: count }) => ({ view: count + 1 }));
        schedule();
      },
      onUserMove: () => {
        moved = true;
      },
      onClick: (info) => {
        const symbol = symbolUnder(info);
        ui.setState({ picked: symbol === null ? null : pickedOf(symbol) });
      },
      fit: () => {
        moved = false;
        fit(fitDuration_ms());
      },
      stop: () => {
        if (request !== null) cancelAnimationFrame(request);
        for (const stop of stops) stop();
      },
    };
  };
