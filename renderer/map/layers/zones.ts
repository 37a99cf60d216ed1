import { PathLayer, SolidPolygonLayer, TextLayer } from '@deck.gl/layers';
import { LABEL_DIM, PATROL, faded, toDeck, withAlpha } from '../palette.ts';
import type { ZoneSymbol } from '../scene/types.ts';
import { mapText } from '../text.ts';
import { LABEL_TYPE, focusOpacity, path, xy } from './deck.ts';
import type { LayerView } from './view.ts';

const OFF_SCHEDULE = 0.45;

const strength = (zone: ZoneSymbol): number => focusOpacity(zone.inFocus) * (zone.active ? 1 : OFF_SCHEDULE);

/** Exclusion zones: buffer as a band along the edge, area, outline, kind. */
export const zoneLayers = (zones: readonly ZoneSymbol[], view: LayerView) => {
  const text = mapText(view.locale);
  return [
    new PathLayer<ZoneSymbol>({
      id: 'zone-buffers',
      data: zones,
      // A band of twice the buffer, centred on the edge, reaches exactly one buffer outwards.
      getPath: (z) => path(z.ring),
      getWidth: (z) => 2 * z.zone.buffer_m,
      widthUnits: 'meters',
      jointRounded: true,
      getColor: (z) => toDeck(faded(withAlpha(PATROL, 30), strength(z))),
    }),
    new SolidPolygonLayer<ZoneSymbol>({
      id: 'zone-areas',
      data: zones,
      getPolygon: (z) => path(z.ring),
      getFillColor: (z) => toDeck(faded(withAlpha(PATROL, 38), strength(z))),
    }),
    new PathLayer<ZoneSymbol>({
      id: 'zone-edges',
      data: zones,
      getPath: (z) => path(z.ring),
      getWidth: 1.5,
      widthUnits: 'pixels',
      jointRounded: true,
      getColor: (z) => toDeck(faded(withAlpha(PATROL, 190), strength(z))),
    }),
    new TextLayer<ZoneSymbol>({
      ...LABEL_TYPE,
      id: 'zone-labels',
      data: zones,
      getPosition: (z) => xy(z.centre),
      getText: (z) => (z.active ? text.zone[z.zone.kind] : `${text.zone[z.zone.kind]} · ${text.zoneOff}`),
      getSize: 12,
      getColor: (z) => toDeck(faded(LABEL_DIM, strength(z))),
      updateTriggers: { getText: view.locale },
    }),
  ];
};
