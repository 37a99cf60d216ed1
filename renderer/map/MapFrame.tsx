import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { useShortcut } from '../lib/keys.ts';
import { sessionStore, useSession } from '../stores/session.ts';
import { Legend } from './chrome/Legend.tsx';
import { MapButtons } from './chrome/MapButtons.tsx';
import { OperatorMark } from './chrome/OperatorMark.tsx';
import { ScaleBar } from './chrome/ScaleBar.tsx';
import { SymbolList } from './chrome/SymbolList.tsx';
import { SymbolTooltip } from './chrome/SymbolTooltip.tsx';
import type { MapController } from './controller.ts';
import { loadEngine } from './engine/create.ts';
import { loadMapFonts } from './engine/fonts.ts';
import type { MapEngine } from './engine/types.ts';
import { SEOUL } from './home.ts';
import type { IconAtlas } from './icons/atlas.ts';
import { drawAtlas } from './icons/draw.ts';
import { mapLetters, mapText } from './text.ts';
import { createMapUi } from './ui.ts';
import type { MapUi } from './ui.ts';
import styles from './MapFrame.module.css';

type Props = {
  /** Called once the map can draw; must keep its identity. */
  readonly control: (engine: MapEngine, atlas: IconAtlas, ui: StoreApi<MapUi>) => MapController;
  readonly children?: ReactNode;
};

type Running = { readonly engine: MapEngine; readonly controller: MapController };

const start = async (container: HTMLElement, ui: StoreApi<MapUi>, control: Props['control']): Promise<Running> => {
  const { settings, shell, directory } = sessionStore.getState();
  const callsigns = directory?.units.map(({ unit }) => unit.callsign).join('') ?? '';
  const names = directory?.places.map(({ ko }) => ko).join('') ?? '';
  const [createEngine] = await Promise.all([
    loadEngine(shell?.mapboxToken ?? null),
    loadMapFonts(mapLetters + callsigns + names),
  ]);
  let controller: MapController | null = null;
  const engine = await createEngine({
    container,
    locale: settings.locale,
    camera: SEOUL,
    events: {
      onMove: () => controller?.onMove(),
      onUserMove: () => controller?.onUserMove(),
      onClick: (picked) => controller?.onClick(picked),
    },
  });
  controller = control(engine, drawAtlas(), ui);
  return { engine, controller };
};

const stop = ({ engine, controller }: Running): void => {
  controller.stop();
  engine.destroy();
};

/** A map with its controls; what it draws is up to `control`. */
export const MapFrame = ({ control, children }: Props) => {
  const container = useRef<HTMLDivElement>(null);
  const [ui] = useState(createMapUi);
  const [running, setRunning] = useState<Running | 'failed' | null>(null);
  const text = mapText(useSession((state) => state.settings.locale));

  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    let gone = false;
    let mine: Running | null = null;
    start(element, ui, control).then(
      (ready) => {
        if (gone) return stop(ready);
        mine = ready;
        return setRunning(ready);
      },
      () => setRunning('failed'),
    );
    return () => {
      gone = true;
      if (mine !== null) stop(mine);
      setRunning(null);
    };
  }, [ui, control]);

  const ready = running === null || running === 'failed' ? null : running;
  useShortcut('fit', () => ready?.controller.fit());

  return (
    <section
      className={styles['frame']}
      aria-label={text.mapRegion}
      data-map={running === 'failed' ? 'failed' : ready === null ? 'loading' : 'ready'}
    >
      <div ref={container} className={styles['canvas']} />
      <OperatorMark />
      {running === 'failed' && <p className={styles['failed']}>{text.noWebgl}</p>}
      {ready !== null && (
        <>
          <SymbolList ui={ui} />
          <MapButtons ui={ui} engine={ready.engine} onFit={ready.controller.fit} />
          <ScaleBar ui={ui} engine={ready.engine} />
          <Legend />
          <SymbolTooltip ui={ui} engine={ready.engine} />
        </>
      )}
      {children}
    </section>
  );
};
