import { IconLayer, PathLayer } from '@deck.gl/layers';
import { iconName } from '../icons/atlas.ts';
import { INK, LABEL, VICTIM, toDeck, withAlpha } from '../palette.ts';
import type { EscapeSymbol } from '../scene/types.ts';
import { etaText, mapText } from '../text.ts';
import type { MapText } from '../text.ts';
import { LABEL_PLATE, LABEL_TYPE, labels, path } from './deck.ts';
import type { LayerView } from './view.ts';

const GOAL_PX = 38;

/** Name of the place and how long the victim walks. */
export const escapeLabel = (symbol: EscapeSymbol, text: MapText, locale: LayerView['locale']): string =>
  `${symbol.place[locale]} · ${text.walk(etaText(symbol.walk_s, text))}`;

const at = ({ place }: EscapeSymbol): [number, number] => [place.lon, place.lat];

/** Pixels from the place to its label, which stands on the far side, where it hides nothing of the way. */
export const labelOffset = ({ place, route }: EscapeSymbol): [number, number] => {
  const before = route.at(-2);
  const beyond_px = GOAL_PX / 2 + 12;
  return [0, before !== undefined && before[1] < place.lat ? -beyond_px : beyond_px];
};

/**
 * The victim's way to a safe place: a double line as light as the victim's own symbol, told from the single lines of distance and
 * patrols by its shape, with a ring around the place.
 */
export const escapeLayers = (escapes: readonly EscapeSymbol[], view: LayerView) => {
  const way = {
    data: escapes,
    getPath: (e: EscapeSymbol) => path(e.route),
    widthUnits: 'pixels',
    capRounded: true,
    jointRounded: true,
  } as const;
  return [
    new PathLayer<EscapeSymbol>({ ...way, id: 'escape-casing', getWidth: 10, getColor: toDeck(withAlpha(INK, 200)) }),
    new PathLayer<EscapeSymbol>({ ...way, id: 'escape-ways', getWidth: 7, getColor: toDeck(withAlpha(VICTIM, 210)) }),
    new PathLayer<EscapeSymbol>({ ...way, id: 'escape-inner', getWidth: 3, getColor: toDeck(INK) }),
    new IconLayer<EscapeSymbol>({
      id: 'escape-places',
      data: escapes,
      iconAtlas: view.atlas.image,
      iconMapping: view.atlas.mapping,
      getPosition: at,
      getIcon: ({ place }) => iconName({ type: 'place', kind: place.kind, goal: true }),
      getSize: GOAL_PX,
    }),
  ];
};

/** Their labels, which no line is to run through. */
export const escapeLabelLayers = (escapes: readonly EscapeSymbol[], view: LayerView) => {
  const text = mapText(view.locale);
  return labels<EscapeSymbol>({
    ...LABEL_TYPE,
    ...LABEL_PLATE,
    id: 'escape-labels',
    data: escapes,
    getPosition: at,
    getText: (e) => escapeLabel(e, text, view.locale),
    getSize: 12,
    getPixelOffset: labelOffset,
    getColor: toDeck(LABEL),
    updateTriggers: { getText: view.locale },
  });
};
