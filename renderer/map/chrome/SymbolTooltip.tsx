import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { useDirectory, useSession } from '../../stores/session.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { MapEngine } from '../engine/types.ts';
import { findPicked } from '../picking.ts';
import type { PickedSymbol } from '../picking.ts';
import { mapText } from '../text.ts';
import type { MapUi } from '../ui.ts';
import { symbolFacts } from './symbolFacts.ts';
import styles from './SymbolTooltip.module.css';

const placeOf = (symbol: PickedSymbol): LonLat =>
  symbol.type === 'place' ? [symbol.place.lon, symbol.place.lat] : symbol.position;

/** Facts of the symbol that was clicked, beside it, as long as it is on the map. */
export const SymbolTooltip = ({ ui, engine }: { readonly ui: StoreApi<MapUi>; readonly engine: MapEngine }) => {
  const locale = useSession((state) => state.settings.locale);
  const { placeById } = useDirectory();
  const { scene, picked } = useStore(ui);
  const symbol = findPicked(picked, scene, placeById);
  if (symbol === null) return null;
  const text = mapText(locale);
  const [x, y] = engine.project(placeOf(symbol));
  const { width, height } = engine.size();
  if (x < 0 || y < 0 || x > width || y > height) return null;
  const { title, facts } = symbolFacts(symbol, locale);
  const shift = `translate(${x > width / 2 ? 'calc(-100% - 24px)' : '24px'}, ${y > height / 2 ? '-100%' : '0'})`;
  return (
    <div className={styles['tip']} style={{ left: x, top: y, transform: shift }} role="status" data-map-tooltip>
      <div className={styles['head']}>
        <strong>{title}</strong>
        <button type="button" aria-label={text.close} onClick={() => ui.setState({ picked: null })}>
          <X size={14} aria-hidden />
        </button>
      </div>
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
