import { PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { VICTIM, codeColor, faded, toDeck, withAlpha } from '../palette.ts';
import type { Rgba } from '../palette.ts';
import { dashedCircle } from '../scene/circles.ts';
import type { PersonSymbol } from '../scene/types.ts';
import { focusOpacity, path, xy } from './deck.ts';

const DASHES = 48;

type Arc = { readonly person: PersonSymbol; readonly points: readonly LonLat[] };

const colorOf = (person: PersonSymbol): Rgba => (person.role === 'offender' ? codeColor(person.code) : VICTIM);

const opacity = (person: PersonSymbol): number =>
  focusOpacity(person.inFocus) * (person.freshness === 'fresh' ? 1 : person.freshness === 'stale' ? 0.6 : 0.5);

/** Discs in which a person is with 95 % confidence. A silent person's disc is dashed and fainter: it is a guess that grows. */
export const discLayers = (people: readonly PersonSymbol[]) => [
  new ScatterplotLayer<PersonSymbol>({
    id: 'discs',
    data: people,
    getPosition: (p) => xy(p.position),
    getRadius: (p) => p.radius_m,
    radiusUnits: 'meters',
    stroked: true,
    filled: true,
    lineWidthUnits: 'pixels',
    getLineWidth: 1.5,
    getFillColor: (p) => toDeck(faded(withAlpha(colorOf(p), p.freshness === 'silent' ? 14 : 28), opacity(p))),
    getLineColor: (p) => toDeck(faded(withAlpha(colorOf(p), p.freshness === 'silent' ? 0 : 130), opacity(p))),
  }),
  new PathLayer<Arc>({
    id: 'discs-silent',
    data: people
      .filter((p) => p.freshness === 'silent')
      .flatMap((person) => dashedCircle(person.position, person.radius_m, DASHES).map((points) => ({ person, points }))),
    getPath: (arc) => path(arc.points),
    getWidth: 2,
    widthUnits: 'pixels',
    getColor: (arc) => toDeck(faded(withAlpha(colorOf(arc.person), 220), opacity(arc.person))),
  }),
];
