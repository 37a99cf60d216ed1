import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers';
import { LABEL_DIM, PATROL, faded, toDeck, withAlpha } from '../palette.ts';
import type { ZoneSymbol } from '../scene/types.ts';
import { mapText } from '../text.ts';
import { LABEL_TYPE, focusOpacity, labels, path, xy } from './deck.ts';
import type { LayerView } from './view.ts';

const OFF_SCHEDULE = 0.45;

const strength = (zone: ZoneSymbol): number => focusOpacity(zone.inFocus) * (zone.active ? 1 : OFF_SCHEDULE);

/** Exclusion zones: buffer as a band along the edge, area, outline, kind. */
export const zoneLayers = (zones: readonly ZoneSymbol[], view: LayerView) => {
  const text = mapText(view.locale);
  return [
    new SolidPolygonLayer<ZoneSymbol>({
      id: 'zone-buffers',
      data: zones,
      getPolygon: (z) => path(z.buffer),
      getFillColor: (z) => toDeck(faded(withAlpha(PATROL, 22), strength(z))),
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
    ...labels<ZoneSymbol>({
      ...LABEL_TYPE,
      id: 'zone-labels',
      visible: view.places,
      data: zones,
      getPosition: (z) => xy(z.centre),
      getText: (z) => (z.active ? text.zone[z.zone.kind] : `${text.zone[z.zone.kind]} · ${text.zoneOff}`),
      getSize: 12,
      getColor: (z) => toDeck(faded(LABEL_DIM, strength(z))),
      updateTriggers: { getText: view.locale },
    }),
  ];
};
