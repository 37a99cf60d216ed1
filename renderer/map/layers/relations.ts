import { PathLayer } from '@deck.gl/layers';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { contactNow } from '../../lib/contact.ts';
import { formatStopwatch } from '../../lib/format.ts';
import { INK, LABEL, codeColor, faded, toDeck, withAlpha } from '../palette.ts';
import type { RelationSymbol } from '../scene/types.ts';
import { distanceText, mapText } from '../text.ts';
import type { MapText } from '../text.ts';
import { LABEL_PLATE, LABEL_TYPE, focusOpacity, labels, xy } from './deck.ts';
import type { LayerView } from './view.ts';

/** Ends nearer than this on the screen leave no room between them: the label moves beside the pair. */
const TIGHT_PX = 110;
const BESIDE_PX = 30;
/** Coarse zoom takes a distance on the screen for up to this much shorter than it is. */
const COARSE = Math.SQRT2;

const middle = ({ offender, victim }: RelationSymbol): LonLat => [
  (offender.position[0] + victim.position[0]) / 2,
  (offender.position[1] + victim.position[1]) / 2,
];

const isGuess = ({ offender, victim }: RelationSymbol): boolean =>
  offender.freshness === 'silent' || victim.freshness === 'silent';

/** When the two meet, counting down, where that is known; else where the distance is heading. A figure of before says so. */
const headingText = ({ relation: { contact, trend }, age_s }: RelationSymbol, text: MapText): string => {
  const now = contactNow({ contact, trend, age_s });
  if (now.kind !== 'time' && now.kind !== 'within') return text.trend[trend];
  const figure = now.kind === 'within' ? text.inContact : text.contactIn(formatStopwatch(now.expected_s));
  return now.isStale ? `${figure} · ${text.ago.s(age_s)}` : figure;
};

/** Distance, its 95 % bounds where they say more than the figure does, and whether it shrinks. */
export const relationLabel = (symbol: RelationSymbol, text: MapText): string => {
  const { distance_m, min_m, max_m } = symbol.relation;
  // Of a last known place nobody can say that it comes nearer.
  const head = isGuess(symbol)
    ? distanceText(distance_m)
    : `${distanceText(distance_m)} · ${headingText(symbol, text)}`;
  return max_m - min_m < 1 ? head : `${head}\n${distanceText(min_m)} – ${distanceText(max_m)}`;
};

/** The line between offender and victim, cased in dark so that it reads over streets and trails. */
export const relationLayers = (relations: readonly RelationSymbol[], view: LayerView, metresPerPixel: number) => {
  const apart_px = (r: RelationSymbol): number => r.relation.distance_m / metresPerPixel;
  const isTight = (r: RelationSymbol): boolean => apart_px(r) < TIGHT_PX;
  const beside_px = (r: RelationSymbol): number => (apart_px(r) * COARSE) / 2 + BESIDE_PX;
  const text = mapText(view.locale);
  const ends = {
    data: relations,
    getPath: (r: RelationSymbol) => [xy(r.offender.position), xy(r.victim.position)],
    widthUnits: 'pixels',
  } as const;
  return [
    new PathLayer<RelationSymbol>({
      ...ends,
      id: 'relation-casing',
      getWidth: 6,
      getColor: (r) => toDeck(faded(withAlpha(INK, 200), focusOpacity(r.inFocus))),
    }),
    new PathLayer<RelationSymbol>({
      ...ends,
      id: 'relation-lines',
      getWidth: 2.5,
      getColor: (r) =>
        toDeck(
          faded(
            codeColor(r.offender.code),
            focusOpacity(r.inFocus) * (isGuess(r) || r.relation.certainty === 'possible' ? 0.5 : 1),
          ),
        ),
    }),
    ...labels<RelationSymbol>({
      ...LABEL_TYPE,
      ...LABEL_PLATE,
      id: 'relation-labels',
      data: relations,
      getPosition: (r) => xy(middle(r)),
      getText: (r) => relationLabel(r, text),
      getTextAnchor: (r) => (isTight(r) ? 'start' : 'middle'),
      getPixelOffset: (r) => (isTight(r) ? [beside_px(r), 0] : [0, 0]),
      getSize: 13,
      lineHeight: 1.35,
      getColor: (r) => toDeck(faded(LABEL, focusOpacity(r.inFocus))),
      getBorderColor: (r) => toDeck(faded(withAlpha(codeColor(r.offender.code), 200), focusOpacity(r.inFocus))),
      getBorderWidth: 1,
      updateTriggers: { getText: view.locale, getTextAnchor: metresPerPixel, getPixelOffset: metresPerPixel },
    }),
  ];
};
