import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { useSession } from '../../stores/session.ts';
import { personLabel } from '../layers/people.ts';
import { patrolLabel } from '../layers/patrols.ts';
import { relationLabel } from '../layers/relations.ts';
import { mapText } from '../text.ts';
import type { MapUi } from '../ui.ts';
import styles from './SymbolList.module.css';

/** The canvas in words, for screen readers: who is on the map, how far apart, and which patrols are coming. */
export const SymbolList = ({ ui }: { readonly ui: StoreApi<MapUi> }) => {
  const text = mapText(useSession((state) => state.settings.locale));
  const { people, relations, patrols } = useStore(ui, (state) => state.scene);
  return (
    <ul className={styles['list']} aria-label={text.symbols} data-map-symbols>
      {people.map((p) => (
        <li key={`p${p.handle}`} data-symbol="person" data-role={p.role} data-freshness={p.freshness}>
          {personLabel(p, text)}
        </li>
      ))}
      {relations.map((r) => (
        <li key={`r${r.key}`} data-symbol="relation" data-distance-m={Math.round(r.relation.distance_m)}>
          {`${text.distance} ${relationLabel(r, text)}`}
        </li>
      ))}
      {patrols
        .filter((p) => p.emphasised)
        .map((p) => (
          <li key={`u${p.handle}`} data-symbol="patrol" data-status={p.status}>
            {patrolLabel(p, text)}
          </li>
        ))}
    </ul>
  );
};
