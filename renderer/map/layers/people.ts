import { IconLayer } from '@deck.gl/layers';
import { personIcon } from '../icons/atlas.ts';
import { LABEL, VICTIM, codeColor, faded, toDeck } from '../palette.ts';
import type { PersonSymbol } from '../scene/types.ts';
import { ageText, distanceText, mapText } from '../text.ts';
import type { MapText } from '../text.ts';
import { LABEL_PLATE, LABEL_TYPE, focusOpacity, labels, xy } from './deck.ts';
import type { LayerView } from './view.ts';

const SIZE = 40;
const STALE = 0.55;

const opacity = (p: PersonSymbol): number => focusOpacity(p.inFocus) * (p.freshness === 'stale' ? STALE : 1);

/** Who, how old and how sure: "피해자 · 3초 전 ±25 m". */
export const personLabel = (p: PersonSymbol, text: MapText): string => {
  const age = `${ageText(p.age_s, text)} ±${distanceText(p.radius_m)}`;
  return `${text.role[p.role]} · ${p.freshness === 'silent' ? `${text.lastKnown} ${age}` : age}`;
};

/** Offender above, victim below: near each other their labels do not cover one another. */
const offset = (p: PersonSymbol): [number, number] => [0, p.role === 'offender' ? -34 : 34];

/** The people, on top of everything else. */
export const peopleLayers = (people: readonly PersonSymbol[], view: LayerView) => {
  const text = mapText(view.locale);
  const icons = {
    iconAtlas: view.atlas.image,
    iconMapping: view.atlas.mapping,
    getPosition: (p: PersonSymbol) => xy(p.position),
    getColor: (p: PersonSymbol): [number, number, number, number] => [0, 0, 0, Math.round(255 * opacity(p))],
  } as const;
  return [
    new IconLayer<PersonSymbol>({
      ...icons,
      id: 'people-ticks',
      data: people.filter((p) => p.heading_deg !== null && p.freshness !== 'silent'),
      getIcon: () => 'tick-bright',
      getSize: SIZE * 1.5,
      getAngle: (p) => -(p.heading_deg ?? 0),
    }),
    new IconLayer<PersonSymbol>({
      ...icons,
      id: 'people',
      data: people,
      pickable: true,
      getIcon: personIcon,
      getSize: SIZE,
    }),
    ...labels<PersonSymbol>({
      ...LABEL_TYPE,
      ...LABEL_PLATE,
      id: 'people-labels',
      data: people,
      getPosition: (p) => xy(p.position),
      getText: (p) => personLabel(p, text),
      getSize: 12,
      getPixelOffset: offset,
      getColor: (p) => toDeck(faded(LABEL, focusOpacity(p.inFocus))),
      getBorderColor: (p) => toDeck(faded(p.role === 'offender' ? codeColor(p.code) : VICTIM, 0.6 * opacity(p))),
      getBorderWidth: 1,
      updateTriggers: { getText: view.locale },
    }),
  ];
};
