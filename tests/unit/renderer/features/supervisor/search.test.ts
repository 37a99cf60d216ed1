import { beforeAll, describe, expect, it } from 'vitest';
import i18next from 'i18next';
import { resources } from '../../../../../renderer/app/i18n/resources.ts';
import { createSearchIndex, holdsAll, searchWords } from '../../../../../renderer/features/supervisor/search.ts';
import { directoryIndex } from '../../../../../renderer/stores/directoryIndex.ts';
import type { EntryBody } from '../../../../../shared/domain/incidents/entries.ts';
import { CommandId, GuidanceId, PlaceId, ZoneId } from '../../../../../shared/domain/ids.ts';
import {
  ID,
  acknowledged,
  alerted,
  assigned,
  directory,
  dispatcher,
  entriesOf,
  incidentOf,
  measured,
  raised,
  worldOf,
} from '../builders.ts';

beforeAll(async () => {
  await i18next.init({ resources, lng: 'ko', fallbackLng: 'ko', ns: ['common', 'dispatch'], defaultNS: 'common' });
});

const ZONE = ZoneId.parse('Z-home');
const PLACE = PlaceId.parse('P-1');
const LED = CommandId.parse('CMD-led');
const withZone = {
  ...directory,
  orders: directory.orders.map((listed) => ({
    ...listed,
    order: { ...listed.order, zones: [{ id: ZONE, kind: 'home', buffer_m: 50 } as const] },
  })),
  places: [
    {
      id: PLACE,
      kind: 'police-box',
      ko: '연남지구대',
      en: 'Yeonnam police box',
      lon: 126.9,
      lat: 37.5,
      staffed: '24h',
    } as const,
  ],
};
const by = (at_s: number, body: EntryBody) => ({ at_s, actor: dispatcher, body });

const STEPS = [
  raised,
  alerted({ rule: { type: 'zone', zone: ZONE }, level: 'zone' }),
  measured(2, 900),
  acknowledged(3),
  ...assigned(4),
  by(5, { kind: 'note.added', text: '옆집 할머니가 신고함' }),
  {
    ...by(6, {
      kind: 'guidance.sent',
      guidanceId: GuidanceId.parse('G-1'),
      victim: ID.victim,
      message: { type: 'place', commitment: 'a'.repeat(64) },
    }),
    commandId: LED,
  },
  by(7, {
    kind: 'guidance.sent',
    guidanceId: GuidanceId.parse('G-2'),
    victim: ID.victim,
    message: { type: 'text', text: '문을 잠그세요' },
  }),
  by(8, { kind: 'call.logged', party: 'control-centre', result: 'no-answer', text: null }),
  by(60, {
    ...{ kind: 'incident.resolved', outcome: 'false-alert', falseCause: 'device-fault', cause: '충전 중 측위 튐' },
  }),
];

const finds = (search: string, led: ReadonlyMap<CommandId, PlaceId> = new Map([[LED, PLACE]])): boolean => {
  const texts = createSearchIndex({ index: directoryIndex(withZone), led });
  return holdsAll(texts.textOf(incidentOf(worldOf(STEPS)), entriesOf(STEPS)), searchWords(search));
};

describe('E7: the search of the review', () => {
  it.each([
    ['a name', '가상인물 갑'],
    ['a victim who is not the one in the row', '가상인물 병'],
    ['the order number', '2026-시험-1'],
    ['an operator', '시험 접수'],
    ['a unit', '순찰 2'],
    ['the outcome in Korean', '오경보'],
    ['the outcome in English', 'False alert'],
    ['the cause of the false alert in Korean', '장치 고장'],
    ['the cause of the false alert in English', 'device fault'],
    ['the cause that was typed', '충전 측위'],
    ['a note', '할머니'],
    ['a message', '잠그세요'],
    ['the zone in Korean', '주거'],
    ['the zone in English', 'home'],
    ['the safe place while this screen knows it', '연남지구대'],
    ['a device', 'D-V2'],
    ['the code', '코드 1'],
    ['the code in English', 'Code 1'],
    ['a call', '관제센터 받지'],
    ['all of them at once', '접수 순찰 오경보 할머니 코드 1'],
  ])('finds by %s', (_what, search) => {
    expect(finds(search)).toBe(true);
  });

  it('finds nothing by what is not there, by another code, or by a place nobody knows any more', () => {
    expect(finds('없는말')).toBe(false);
    expect(finds('할머니 없는말')).toBe(false);
    expect(finds('코드 0')).toBe(false);
    expect(finds('연남지구대', new Map())).toBe(false);
  });

  it('finds everything by no word', () => {
    expect(finds('   ')).toBe(true);
  });

  it('reads what has been added, and another record anew', () => {
    const texts = createSearchIndex({ index: directoryIndex(withZone), led: new Map() });
    const incident = incidentOf(worldOf(STEPS));
    const [all, some] = [entriesOf(STEPS), entriesOf(STEPS.slice(0, 4))];
    const holds = (entries: typeof all) => holdsAll(texts.textOf(incident, entries), ['할머니']);
    expect([holds(all.slice(0, 4)), holds(all), holds(some)]).toEqual([false, true, false]);
  });

  it('a key press reads no entry again: 500 incidents of 200 entries are searched in a few milliseconds', () => {
    const texts = createSearchIndex({ index: directoryIndex(withZone), led: new Map() });
    const incident = incidentOf(worldOf(STEPS));
    const many = Array.from({ length: 500 }, (_, i) => ({
      incident: { ...incident, id: `INC-${i}` as typeof incident.id },
      entries: entriesOf(Array.from({ length: 20 }, () => STEPS).flat()),
    }));
    const search = (text: string) => {
      const words = searchWords(text);
      const from = performance.now();
      const found = many.filter((one) => holdsAll(texts.textOf(one.incident, one.entries), words)).length;
      return { found, took_ms: performance.now() - from };
    };
    const first = search('할');
    const next = search('할머니 없는말');
    expect([first.found, next.found]).toEqual([500, 0]);
    expect(next.took_ms).toBeLessThan(50);
  });
});
