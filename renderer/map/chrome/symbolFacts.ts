import type { PickedSymbol } from '../picking.ts';
import { ageText, distanceText, etaText, mapText } from '../text.ts';
import type { MapLocale } from '../text.ts';

type Fact = readonly [label: string, value: string];
export type SymbolFacts = { readonly title: string; readonly facts: readonly Fact[] };

/** What is said of a clicked symbol. Names of people stay in the panel; the map names roles only. */
export const symbolFacts = (symbol: PickedSymbol, locale: MapLocale): SymbolFacts => {
  const text = mapText(locale);
  const { facts: label } = text;
  switch (symbol.type) {
    case 'person': {
      const facts: Fact[] = [
        [symbol.freshness === 'silent' ? text.lastKnown : label.age, ageText(symbol.age_s, text)],
        [label.accuracy, `±${distanceText(symbol.radius_m)}`],
        [label.battery, symbol.battery_percent === null ? label.unknown : `${Math.round(symbol.battery_percent)} %`],
      ];
      return { title: text.role[symbol.role], facts };
    }
    case 'patrol': {
      const facts: Fact[] = [
        [label.kind, text.kind[symbol.kind]],
        [label.status, text.status[symbol.status]],
        [label.age, ageText(symbol.age_s, text)],
      ];
      if (symbol.eta_s !== null) facts.push([label.eta, etaText(symbol.eta_s, text)]);
      return { title: symbol.callsign, facts };
    }
    case 'place': {
      const { place } = symbol;
      const staffed = place.staffed === '24h' ? text.staffed24 : `${place.staffed.from} – ${place.staffed.to}`;
      return {
        title: place[locale],
        facts: [
          [label.kind, text.place[place.kind]],
          [label.staffed, staffed],
        ],
      };
    }
  }
};
