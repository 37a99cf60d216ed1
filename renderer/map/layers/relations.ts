import { LineLayer, TextLayer } from '@deck.gl/layers';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { INK, LABEL, codeColor, faded, toDeck, withAlpha } from '../palette.ts';
import type { RelationSymbol } from '../scene/types.ts';
import { distanceText, mapText } from '../text.ts';
import type { MapText } from '../text.ts';
import { LABEL_PLATE, LABEL_TYPE, focusOpacity, xy } from './deck.ts';
import type { LayerView } from './view.ts';

const middle = ({ offender, victim }: RelationSymbol): LonLat => [
  (offender.position[0] + victim.position[0]) / 2,
  (offender.position[1] + victim.position[1]) / 2,
];

/** Distance, its 95 % bounds where they say more than the figure does, and whether it shrinks. */
export const relationLabel = ({ relation }: RelationSymbol, text: MapText): string => {
  const { distance_m, min_m, max_m, trend } = relation;
  const head = `${distanceText(distance_m)} · ${text.trend[trend]}`;
  return max_m - min_m < 1 ? head : `${head}\n${distanceText(min_m)} – ${distanceText(max_m)}`;
};

/** The line between offender and victim, cased in dark so that it reads over streets and trails. */
export const relationLayers = (relations: readonly RelationSymbol[], view: LayerView) => {
  const text = mapText(view.locale);
  const ends = {
    data: relations,
    getSourcePosition: (r: RelationSymbol) => xy(r.offender.position),
    getTargetPosition: (r: RelationSymbol) => xy(r.victim.position),
    widthUnits: 'pixels',
  } as const;
  return [
    new LineLayer<RelationSymbol>({
      ...ends,
      id: 'relation-casing',
      getWidth: 6,
      getColor: (r) => toDeck(faded(withAlpha(INK, 200), focusOpacity(r.inFocus))),
    }),
    new LineLayer<RelationSymbol>({
      ...ends,
      id: 'relation-lines',
      getWidth: 2.5,
      getColor: (r) =>
        toDeck(faded(codeColor(r.offender.code), focusOpacity(r.inFocus) * (r.relation.certainty === 'possible' ? 0.55 : 1))),
    }),
    new TextLayer<RelationSymbol>({
      ...LABEL_TYPE,
      ...LABEL_PLATE,
      id: 'relation-labels',
      data: relations,
      getPosition: (r) => xy(middle(r)),
      getText: (r) => relationLabel(r, text),
      getSize: 13,
      lineHeight: 1.35,
      getColor: (r) => toDeck(faded(LABEL, focusOpacity(r.inFocus))),
      getBorderColor: (r) => toDeck(faded(withAlpha(codeColor(r.offender.code), 200), focusOpacity(r.inFocus))),
      getBorderWidth: 1,
      updateTriggers: { getText: view.locale },
    }),
  ];
};
