import { Maximize, Minus, Plus } from 'lucide-react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { useSession } from '../../stores/session.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { MapEngine } from '../engine/types.ts';
import { mapText } from '../text.ts';
import type { MapUi } from '../ui.ts';
import styles from './MapButtons.module.css';

type Props = { readonly ui: StoreApi<MapUi>; readonly engine: MapEngine; readonly onFit: () => void };

/** Zoom and Fit, and whether the camera follows the incident. */
export const MapButtons = ({ ui, engine, onFit }: Props) => {
  const text = mapText(useSession((state) => state.settings.locale));
  const following = useStore(ui, (state) => state.following);
  return (
    <div className={styles['buttons']}>
      {following && <span className={styles['following']}>{text.following}</span>}
      <div className={styles['group']}>
        <IconButton label={text.zoomIn} onClick={() => engine.zoomBy(1)}>
          <Plus size={16} aria-hidden />
        </IconButton>
        <IconButton label={text.zoomOut} onClick={() => engine.zoomBy(-1)}>
          <Minus size={16} aria-hidden />
        </IconButton>
        <IconButton label={text.fitHint} onClick={onFit} aria-keyshortcuts="F">
          <Maximize size={15} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
};
