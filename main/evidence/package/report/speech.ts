import type { OperatorId, PersonId, UnitId, ZoneId } from '../../../../shared/domain/ids.ts';
import type { EvidenceData } from '../../../../shared/protocol/evidence.ts';
import { wordsOf } from '../words.ts';
import type { Language } from '../../../../shared/domain/languages.ts';
import type { Words } from '../words.ts';

/** How a report in one language speaks of people, units, times and lengths. */
export type Speech = {
  readonly language: Language;
  readonly t: Words;
  readonly person: (id: PersonId) => string;
  readonly operator: (id: OperatorId) => string;
  readonly unit: (id: UnitId) => string;
  readonly zone: (id: ZoneId) => string;
  /** Name of the place that guidance led to; null where it is sealed or gone. */
  readonly placeOf: (guidanceId: string) => string | null;
  /** Date and time of day in Korea. */
  readonly time: (at_ms: number) => string;
  /** Time of day in Korea, to the second. */
  readonly clock: (at_ms: number) => string;
  readonly distance: (metres: number) => string;
  readonly span: (seconds: number) => string;
};

const KOREA = { timeZone: 'Asia/Seoul', hourCycle: 'h23' } as const;
/** Digits only, so that a report does not depend on the locale data of the machine that makes it. */
const PARTS = new Intl.DateTimeFormat('en-CA', {
  ...KOREA,
  ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
  ...({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
});

const partsOf = (at_ms: number): Readonly<Record<string, string>> =>
  Object.fromEntries(PARTS.formatToParts(at_ms).map(({ type, value }) => [type, value]));

const distance = (t: Words, metres: number): string =>
  metres < 1000
    ? t('report.unit_m', { value: Math.round(metres) })
    : t('report.unit_km', { value: (metres / 1000).toFixed(2) });

const span = (t: Words, seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole < 60) return t('report.unit_s', { s: whole });
  if (whole < 3600) return t('report.unit_min', { m: Math.floor(whole / 60), s: whole % 60 });
  return t('report.unit_h', { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60) });
};

const namesIn = <K, V>(list: readonly V[], key: (one: V) => K, name: (one: V) => string): ReadonlyMap<K, string> =>
  new Map(list.map((one) => [key(one), name(one)]));

export const speechOf = ({ record, sealed }: EvidenceData, language: Language): Speech => {
  const t = wordsOf(language);
  const people = namesIn(
    record.people,
    ({ id }) => id,
    ({ name, role }) => `${name} (${t(`word.role.${role}`)})`,
  );
  const operators = namesIn(
    record.operators,
    ({ id }) => id,
    ({ name }) => name,
  );
  const units = namesIn(
    record.units,
    ({ id }) => id,
    ({ callsign }) => callsign,
  );
  const kinds = namesIn(
    record.order.zones,
    ({ id }) => id,
    ({ kind }) => t(`word.zone.${kind}`),
  );
  const places = namesIn(
    sealed.places,
    ({ id }) => id,
    (place) => place[language],
  );
  const led = new Map(
    sealed.seals.flatMap(({ content }) =>
      content.kind === 'guidance' ? [[String(content.guidanceId), content.placeId] as const] : [],
    ),
  );
  return {
    language,
    t,
    person: (id) => people.get(id) ?? id,
    operator: (id) => operators.get(id) ?? id,
    unit: (id) => units.get(id) ?? id,
    zone: (id) => kinds.get(id) ?? id,
    placeOf: (guidanceId) => {
      const place = led.get(guidanceId);
      return place === undefined ? null : (places.get(place) ?? place);
    },
    time: (at_ms) => {
      const p = partsOf(at_ms);
      return `${p['year']}-${p['month']}-${p['day']} ${p['hour']}:${p['minute']}:${p['second']}`;
    },
    clock: (at_ms) => {
      const p = partsOf(at_ms);
      return `${p['hour']}:${p['minute']}:${p['second']}`;
    },
    distance: (metres) => distance(t, metres),
    span: (seconds) => span(t, seconds),
  };
};
