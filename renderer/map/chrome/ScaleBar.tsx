import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { useSession } from '../../stores/session.ts';
import type { MapEngine } from '../engine/types.ts';
import { scaleBar } from '../scale.ts';
import { mapText } from '../text.ts';
import type { MapUi } from '../ui.ts';
import styles from './ScaleBar.module.css';

const ROOM_PX = 110;

const scaleText = (distance_m: number): string => (distance_m < 1000 ? `${distance_m} m` : `${distance_m / 1000} km`);

/** Scale, and the plain word that the schematic is one. */
export const ScaleBar = ({ ui, engine }: { readonly ui: StoreApi<MapUi>; readonly engine: MapEngine }) => {
  const text = mapText(useSession((state) => state.settings.locale));
  useStore(ui, (state) => state.view);
  const { center, zoom } = engine.camera();
  const { distance_m, width_px } = scaleBar(center[1], zoom, ROOM_PX);
  return (
    <div className={styles['corner']}>
      <div className={styles['bar']} style={{ width: `${Math.round(width_px)}px` }}>
        {scaleText(distance_m)}
      </div>
      {engine.schematic && <div className={styles['schematic']}>{text.schematic}</div>}
    </div>
  );
};
