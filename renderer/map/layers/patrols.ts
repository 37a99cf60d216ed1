import { IconLayer } from '@deck.gl/layers';
import { patrolIcon } from '../icons/atlas.ts';
import { LABEL, LABEL_DIM, toDeck } from '../palette.ts';
import type { PatrolSymbol } from '../scene/types.ts';
import { ageText, etaText, mapText } from '../text.ts';
import type { MapText } from '../text.ts';
import { LABEL_PLATE, LABEL_TYPE, labels, xy } from './deck.ts';
import type { LayerView } from './view.ts';

const SIZE = 27;
const SIZE_ASSIGNED = 35;
/** Seen from afar patrols make room for the city. */
const FAR_SCALE = 0.75;
const STALE_ALPHA = 110;

const alpha = (p: PatrolSymbol): number => (p.freshness === 'fresh' ? 255 : STALE_ALPHA);
const size = (p: PatrolSymbol): number => (p.emphasised ? SIZE_ASSIGNED : SIZE);

/** Callsign; of an assigned patrol also what it does and when it arrives; of an old position its age. */
export const patrolLabel = (p: PatrolSymbol, text: MapText): string => {
  const parts = [p.callsign];
  if (p.emphasised) parts.push(text.status[p.status]);
  if (p.emphasised && p.eta_s !== null && p.status !== 'on-scene') parts.push(etaText(p.eta_s, text));
  if (p.freshness !== 'fresh') parts.push(ageText(p.age_s, text));
  return parts.join(' · ');
};

const nameLabels = (
  id: string,
  data: readonly PatrolSymbol[],
  visible: boolean,
  emphasised: boolean,
  view: LayerView,
) => {
  const text = mapText(view.locale);
  return labels<PatrolSymbol>({
    ...LABEL_TYPE,
    ...(emphasised
      ? LABEL_PLATE
      : {
          fontSettings: { fontSize: 48, sdf: true, buffer: 8, radius: 14 },
          outlineWidth: 3,
          outlineColor: [11, 16, 22, 255] as const,
        }),
    id,
    data,
    visible,
    getPosition: (p) => xy(p.position),
    getText: (p) => patrolLabel(p, text),
    getSize: emphasised ? 12 : 11,
    getPixelOffset: [0, emphasised ? 28 : 21],
    getColor: toDeck(emphasised ? LABEL : LABEL_DIM),
    updateTriggers: { getText: view.locale },
  });
};

/** Patrols: kind and status by glyph and fill, heading by a tick, assigned ones larger and on top. */
export const patrolLayers = (patrols: readonly PatrolSymbol[], view: LayerView) => {
  const free = patrols.filter((p) => !p.emphasised);
  const assigned = patrols.filter((p) => p.emphasised);
  const moving = patrols.filter((p) => p.heading_deg !== null && p.freshness === 'fresh');
  const icons = { iconAtlas: view.atlas.image, iconMapping: view.atlas.mapping } as const;
  return [
    new IconLayer<PatrolSymbol>({
      ...icons,
      id: 'patrol-ticks',
      data: moving,
      visible: view.places,
      getPosition: (p) => xy(p.position),
      getIcon: (p) => (p.emphasised ? 'tick-bright' : 'tick-calm'),
      getSize: (p) => size(p) * 1.75,
      // deck.gl turns counter-clockwise, headings count clockwise.
      getAngle: (p) => -(p.heading_deg ?? 0),
      getColor: (p) => [0, 0, 0, alpha(p)],
    }),
    ...[free, assigned].map(
      (data, i) =>
        new IconLayer<PatrolSymbol>({
          ...icons,
          id: i === 0 ? 'patrols' : 'patrols-assigned',
          data,
          pickable: true,
          getPosition: (p) => xy(p.position),
          getIcon: patrolIcon,
          getSize: size,
          sizeScale: view.places ? 1 : FAR_SCALE,
          getColor: (p) => [0, 0, 0, alpha(p)],
        }),
    ),
    ...nameLabels('patrol-names', free, view.names, false, view),
    ...nameLabels('patrol-names-old', view.names ? [] : free.filter((p) => p.freshness !== 'fresh'), true, false, view),
    ...nameLabels('patrol-names-assigned', assigned, true, true, view),
  ];
};
