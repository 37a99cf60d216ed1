import { PathLayer } from '@deck.gl/layers';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import { TIERS } from '../../../shared/domain/tiers.ts';
import type { TierId } from '../../../shared/domain/tiers.ts';
import { LABEL_BACK, LABEL_DIM, VICTIM, faded, toDeck, withAlpha } from '../palette.ts';
import { circleRing, dashedCircle } from '../scene/circles.ts';
import type { RingSymbol } from '../scene/types.ts';
import { limitText, mapText } from '../text.ts';
import { LABEL_TYPE, focusOpacity, labels, path, xy } from './deck.ts';
import type { LayerView } from './view.ts';

/** The nearer the tier, the firmer its line. The farthest is dashed. */
const ALPHA: Readonly<Record<TierId, number>> = { warning: 90, alert: 120, contact: 190 };
const DASHES = 90;
const LABEL_FROM_PX = 130;

type Arc = { readonly ring: RingSymbol; readonly points: readonly LonLat[] };

const NEAREST = TIERS[0].id;
const FARTHEST = TIERS.at(-1)?.id;

const arcs = (ring: RingSymbol): readonly Arc[] =>
  ring.tier === FARTHEST
    ? dashedCircle(ring.centre, ring.radius_m, DASHES).map((points) => ({ ring, points }))
    : [{ ring, points: circleRing(ring.centre, ring.radius_m, 120) }];

/** Proximity limits around a victim. */
export const ringLayers = (rings: readonly RingSymbol[], view: LayerView, metresPerPixel: number) => {
  const text = mapText(view.locale);
  return [
    new PathLayer<Arc>({
      id: 'tier-rings',
      data: rings.flatMap(arcs),
      getPath: (arc) => path(arc.points),
      getWidth: (arc) => (arc.ring.tier === NEAREST ? 2 : 1.25),
      widthUnits: 'pixels',
      getColor: (arc) => toDeck(faded(withAlpha(VICTIM, ALPHA[arc.ring.tier]), focusOpacity(arc.ring.inFocus))),
    }),
    ...labels<RingSymbol>({
      ...LABEL_TYPE,
      id: 'tier-labels',
      // A ring that is small on the screen has its label too near to the people's.
      data: rings.filter((ring) => ring.inFocus && ring.radius_m / metresPerPixel > LABEL_FROM_PX),
      getPosition: (ring) => xy(destination(ring.centre, 0, ring.radius_m)),
      getText: (ring) => `${text.tier[ring.tier]} ${limitText(ring.radius_m)}`,
      getSize: 11,
      getColor: toDeck(LABEL_DIM),
      background: true,
      backgroundPadding: [4, 1, 4, 1],
      getBackgroundColor: toDeck(withAlpha(LABEL_BACK, 150)),
      updateTriggers: { getText: view.locale },
    }),
  ];
};
