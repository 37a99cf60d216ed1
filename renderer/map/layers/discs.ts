import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { VICTIM, codeColor, faded, toDeck, withAlpha } from '../palette.ts';
import type { Rgba } from '../palette.ts';
import { circleRing, dashedCircle } from '../scene/circles.ts';
import type { PersonSymbol } from '../scene/types.ts';
import { focusOpacity, path } from './deck.ts';

const DASHES = 48;

type Arc = { readonly person: PersonSymbol; readonly points: readonly LonLat[] };

const colorOf = (person: PersonSymbol): Rgba => (person.role === 'offender' ? codeColor(person.code) : VICTIM);

const opacity = (person: PersonSymbol): number =>
  focusOpacity(person.inFocus) * (person.freshness === 'fresh' ? 1 : person.freshness === 'stale' ? 0.6 : 0.5);

const outline = (person: PersonSymbol): readonly Arc[] =>
  person.freshness === 'silent'
    ? dashedCircle(person.position, person.radius_m, DASHES).map((points) => ({ person, points }))
    : [{ person, points: circleRing(person.position, person.radius_m) }];

/**
 * Discs in which a person is with 95 % confidence. A silent person's is dashed and fainter: it is a guess that grows. Drawn with
 * the same two layer types as zones and rings: every further type costs a software renderer seconds to compile.
 */
export const discLayers = (people: readonly PersonSymbol[]) => [
  new SolidPolygonLayer<PersonSymbol>({
    id: 'discs',
    data: people,
    getPolygon: (p) => path(circleRing(p.position, p.radius_m)),
    getFillColor: (p) => toDeck(faded(withAlpha(colorOf(p), p.freshness === 'silent' ? 14 : 28), opacity(p))),
  }),
  new PathLayer<Arc>({
    id: 'disc-edges',
    data: people.flatMap(outline),
    getPath: (arc) => path(arc.points),
    getWidth: 1.75,
    widthUnits: 'pixels',
    getColor: ({ person }) =>
      toDeck(faded(withAlpha(colorOf(person), person.freshness === 'silent' ? 220 : 130), opacity(person))),
  }),
];
