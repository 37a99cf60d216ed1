import type { StoreApi } from 'zustand/vanilla';
import type { IncidentId } from '../../shared/domain/ids.ts';
import type { SafePlace } from '../../shared/domain/places.ts';
import { sinceKey_ms } from '../lib/keys.ts';
import { clockStore } from '../stores/clock.ts';
import { directoryIndex } from '../stores/directoryIndex.ts';
import { presenceStore } from '../stores/presence.ts';
import { recordStore } from '../stores/record.ts';
import { selectIncident, sessionStore } from '../stores/session.ts';
import { fitTo, needsRefit } from './camera.ts';
import type { MapEngine, MapEvents } from './engine/types.ts';
import { notFollowing, stepFollow, STILL_AFTER_KEY_MS } from './follow.ts';
import type { FollowEvent } from './follow.ts';
import { homeCamera } from './home.ts';
import type { IconAtlas } from './icons/atlas.ts';
import { createLayerBuilder } from './layers/assemble.ts';
import type { PlaceSymbol } from './layers/places.ts';
import { coarseMetresPerPixel, createLayerView } from './layers/view.ts';
import { memoLast } from './memo.ts';
import { fitDuration_ms } from './motion.ts';
import { pickedOf, symbolUnder } from './picking.ts';
import { focusPoints } from './scene/focusPoints.ts';
import { frameAge_s } from './scene/freshness.ts';
import { placesNear, victimCell } from './scene/nearPlaces.ts';
import { createSceneBuilder } from './scene/scene.ts';
import type { MapScene } from './scene/types.ts';
import type { MapUi } from './ui.ts';

/** Drives one map: listens to the operator's hand, fits on demand, stops when the map goes. */
export type MapController = MapEvents & { readonly fit: () => void; readonly stop: () => void };

const NO_PLACES: readonly SafePlace[] = [];

/** Draws what the stores hold: once per animation frame at most, and only what has changed. */
export const startDispatch = (engine: MapEngine, atlas: IconAtlas, ui: StoreApi<MapUi>): MapController => {
  const buildScene = createSceneBuilder();
  const buildLayers = createLayerBuilder();
  const view = createLayerView();
  const places = memoLast((list: readonly SafePlace[]): readonly PlaceSymbol[] =>
    list.map((place) => ({ type: 'place', place })),
  );
  const near = memoLast(placesNear);
  let follow = notFollowing;
  let locale = sessionStore.getState().settings.locale;
  let request: number | null = null;

  const chosenPlace = (): SafePlace | null => {
    const { chosenPlace: id, directory } = sessionStore.getState();
    return id === null ? null : (directoryIndex(directory).placeById.get(id) ?? null);
  };

  const step = (event: FollowEvent): void => {
    const next = stepFollow(follow, event);
    follow = next.follow;
    // With nobody of the incident on the map there is nothing to follow yet.
    const following = follow.following && follow.fitted;
    if (ui.getState().following !== following) ui.setState({ following });
    if (!next.move) return;
    const { selectedIncident } = sessionStore.getState();
    const points = focusPoints(ui.getState().scene, selectedIncident, chosenPlace());
    const target = fitTo(points, engine.size()) ?? homeCamera(engine.size());
    engine.move(target, fitDuration_ms());
  };

  // Only what happened may move the camera: a view that merely changes must not, or it would chase its own movement.
  const followed = memoLast(
    (
      scene: MapScene,
      selected: IncidentId | null,
      chosen: SafePlace | null,
      sounding: number,
      typing: boolean,
    ): void => {
      const points = focusPoints(scene, selected, chosen);
      step({
        type: 'scene',
        incident: selected,
        sounding,
        typing,
        points: points.length,
        moved: points.length > 0 && needsRefit(points, engine.camera(), engine.size()),
      });
    },
  );

  const draw = (): void => {
    request = null;
    const session = sessionStore.getState();
    const presence = presenceStore.getState();
    const { world } = recordStore.getState();
    const { now_ms } = clockStore.getState();
    const selected = session.selectedIncident;
    if (session.settings.locale !== locale) {
      locale = session.settings.locale;
      engine.setLocale(locale);
    }
    const scene = buildScene({
      ...presence,
      index: directoryIndex(session.directory),
      world,
      selected,
      escapeChoice: { chosen: session.chosenPlace, previewed: session.previewedPlace },
      now_ms,
      serverNow_ms: now_ms + (session.link?.clockOffset_ms ?? 0),
    });
    const allPlaces = places(session.directory?.places ?? NO_PLACES);
    const nearPlaces = near(allPlaces, victimCell(scene, selected));
    const { zoom } = engine.camera();
    const slices = { scene, places: allPlaces, nearPlaces, metresPerPixel: coarseMetresPerPixel(zoom) };
    engine.setLayers(buildLayers(slices, view(locale, atlas, zoom)));
    if (ui.getState().scene !== scene) ui.setState({ scene });
    followed(
      scene,
      selected,
      chosenPlace(),
      selected === null ? 0 : (world.incidents.get(selected)?.soundings ?? 0),
      sinceKey_ms() < STILL_AFTER_KEY_MS,
    );
  };

  const schedule = (): void => {
    request ??= requestAnimationFrame(draw);
  };
  // Frames draw once a second; the clock does so only where one has grown old, so that ages need one drawing a second and not two.
  const tick = (): void => {
    if (frameAge_s(presenceStore.getState().receivedAt_ms, clockStore.getState().now_ms) > 0) schedule();
  };
  const stops = [
    ...[sessionStore, presenceStore, recordStore].map((store) => store.subscribe(schedule)),
    clockStore.subscribe(tick),
  ];
  engine.move(homeCamera(engine.size()), 0);
  draw();

  return {
    onMove: () => {
      ui.setState(({ view: count }) => ({ view: count + 1 }));
      schedule();
    },
    onUserMove: () => step({ type: 'pan' }),
    onClick: (info) => {
      const symbol = symbolUnder(info);
      ui.setState({ picked: symbol === null ? null : pickedOf(symbol) });
      if (symbol?.type === 'person') selectIncident(symbol.incidentId);
    },
    fit: () => step({ type: 'fit' }),
    stop: () => {
      if (request !== null) cancelAnimationFrame(request);
      for (const stop of stops) stop();
    },
  };
};
