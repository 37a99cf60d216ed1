import type { Language } from '../../shared/domain/languages.ts';
import type { PersonRole, ZoneKind } from '../../shared/domain/orders.ts';
import type { SafePlace } from '../../shared/domain/places.ts';
import type { UnitKind, UnitStatus } from '../../shared/domain/units.ts';
import type { TierId } from '../../shared/domain/tiers.ts';
import type { Trend } from '../../shared/domain/proximity/relation.ts';

export type MapLocale = Language;

/** Words drawn on the map itself. Both languages have the same keys by type. */
export type MapText = {
  readonly schematic: string;
  readonly role: Readonly<Record<PersonRole, string>>;
  readonly kind: Readonly<Record<UnitKind, string>>;
  readonly status: Readonly<Record<UnitStatus, string>>;
  readonly zone: Readonly<Record<ZoneKind, string>>;
  readonly place: Readonly<Record<SafePlace['kind'], string>>;
  readonly trend: Readonly<Record<Trend, string>>;
  readonly tier: Readonly<Record<TierId, string>>;
  readonly ago: {
    readonly s: (n: number) => string;
    readonly min: (n: number) => string;
    readonly h: (n: number) => string;
  };
  readonly lastKnown: string;
  readonly eta: (min: number) => string;
  readonly etaUnderOne: string;
  /** A time, on foot. */
  readonly walk: (time: string) => string;
  readonly contactIn: (time: string) => string;
  readonly inContact: string;
  readonly facts: Readonly<
    Record<'age' | 'accuracy' | 'battery' | 'unknown' | 'kind' | 'status' | 'eta' | 'staffed', string>
  >;
  readonly zoneOff: string;
  readonly staffed24: string;
  readonly fit: string;
  readonly fitHint: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly following: string;
  readonly legend: string;
  readonly legendItems: {
    readonly offender: string;
    readonly victim: string;
    readonly silent: string;
    readonly disc: string;
    readonly tiers: string;
    readonly zones: string;
    readonly escape: string;
    readonly fade: string;
    readonly colour: string;
  };
  readonly mapRegion: string;
  readonly symbols: string;
  readonly distance: string;
  readonly close: string;
  readonly noWebgl: string;
};

const ko: MapText = {
  schematic: '개략도 · 축척 정확하지 않음',
  role: { offender: '가해자', victim: '피해자' },
  kind: { car: '순찰차', motorbike: '싸이카', foot: '도보' },
  status: {
    available: '대기',
    dispatched: '출동 지령',
    'en-route': '이동 중',
    'on-scene': '현장 도착',
    clear: '임무 종료',
    'out-of-service': '운행 제외',
  },
  zone: { home: '주거', work: '직장', school: '학교', other: '금지구역' },
  place: { 'police-box': '경찰', hospital: '병원', 'station-office': '역무실', 'shop-24h': '24시간 상점' },
  trend: { closing: '접근 중', steady: '거리 유지', opening: '멀어지는 중', unknown: '접근 여부 불명' },
  tier: { warning: '경고', alert: '경보', contact: '접촉' },
  ago: { s: (n) => `${n}초 전`, min: (n) => `${n}분 전`, h: (n) => `${n}시간 전` },
  lastKnown: '마지막 위치',
  eta: (min) => `약 ${min}분`,
  etaUnderOne: '1분 이내',
  walk: (time) => `도보 ${time}`,
  contactIn: (time) => `접촉 ${time}`,
  inContact: '접촉 거리 안',
  facts: {
    age: '측위',
    accuracy: '오차 (95 %)',
    battery: '배터리',
    unknown: '알 수 없음',
    kind: '종류',
    status: '상태',
    eta: '도착 예상',
    staffed: '운영',
  },
  zoneOff: '시간 외',
  staffed24: '24시간',
  fit: '맞춤',
  fitHint: '사건에 맞춰 보기 (F)',
  zoomIn: '확대',
  zoomOut: '축소',
  following: '따라가는 중',
  legend: '범례',
  legendItems: {
    offender: '가해자',
    victim: '피해자',
    silent: '새 위치 없음 · 마지막 위치',
    disc: '오차 범위 (95 %)',
    tiers: '접근거리: 경고 · 경보 · 접촉',
    zones: '접근금지구역과 구역 주변',
    escape: '피해자가 안전지점으로 가는 길',
    fade: '10초 넘으면 흐려지고 경과 시간 표시',
    colour: '색은 긴급도만 뜻함',
  },
  mapRegion: '지도',
  symbols: '지도에 표시된 사람과 배정된 순찰',
  distance: '거리',
  close: '닫기',
  noWebgl: '이 화면에서 지도를 그릴 수 없습니다 (WebGL2 없음). 목록과 사건 패널은 계속 작동합니다.',
};

const en: MapText = {
  schematic: 'Schematic — not survey-accurate',
  role: { offender: 'Offender', victim: 'Victim' },
  kind: { car: 'Car', motorbike: 'Motorbike', foot: 'Foot' },
  status: {
    available: 'Available',
    dispatched: 'Dispatched',
    'en-route': 'En route',
    'on-scene': 'On scene',
    clear: 'Clear',
    'out-of-service': 'Out of service',
  },
  zone: { home: 'Home', work: 'Work', school: 'School', other: 'Zone' },
  place: {
    'police-box': 'Police',
    hospital: 'Hospital',
    'station-office': 'Station office',
    'shop-24h': '24-hour shop',
  },
  trend: { closing: 'closing', steady: 'steady', opening: 'moving away', unknown: 'trend unknown' },
  tier: { warning: 'Warning', alert: 'Alert', contact: 'Contact' },
  ago: { s: (n) => `${n} s ago`, min: (n) => `${n} min ago`, h: (n) => `${n} h ago` },
  lastKnown: 'Last known',
  eta: (min) => `${min} min`,
  etaUnderOne: 'under 1 min',
  walk: (time) => `${time} on foot`,
  contactIn: (time) => `contact ${time}`,
  inContact: 'within contact',
  facts: {
    age: 'Position',
    accuracy: 'Accuracy (95 %)',
    battery: 'Battery',
    unknown: 'unknown',
    kind: 'Kind',
    status: 'Status',
    eta: 'Arrival',
    staffed: 'Staffed',
  },
  zoneOff: 'off schedule',
  staffed24: '24 h',
  fit: 'Fit',
  fitHint: 'Fit the incident (F)',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  following: 'Following',
  legend: 'Legend',
  legendItems: {
    offender: 'Offender',
    victim: 'Victim',
    silent: 'No new place · last known',
    disc: 'Uncertainty (95 %)',
    tiers: 'Limits: warning · alert · contact',
    zones: 'Exclusion zone and buffer',
    escape: 'Victim’s way to a safe place',
    fade: 'Fades after 10 s and says its age',
    colour: 'Colour means urgency only',
  },
  mapRegion: 'Map',
  symbols: 'People and assigned patrols on the map',
  distance: 'Distance',
  close: 'Close',
  noWebgl: 'The map cannot be drawn on this screen (no WebGL2). The queue and the incident panel keep working.',
};

const TEXT: Readonly<Record<MapLocale, MapText>> = { ko, en };

export const mapText = (locale: MapLocale): MapText => TEXT[locale];

/** Age as drawn beside a symbol: seconds to a minute, then minutes, then hours. */
export const ageText = (age_s: number, text: MapText): string => {
  const s = Math.max(0, Math.floor(age_s));
  if (s < 60) return text.ago.s(s);
  if (s < 3600) return text.ago.min(Math.floor(s / 60));
  return text.ago.h(Math.floor(s / 3600));
};

/** Distance as drawn on the map, rounded as in the panels (lib/format.ts), so that the two never disagree. */
export const distanceText = (distance_m: number): string => {
  if (distance_m < 100) return `${Math.round(distance_m)} m`;
  if (distance_m < 995) return `${Math.round(distance_m / 10) * 10} m`;
  return `${(distance_m / 1000).toFixed(distance_m < 9995 ? 2 : 1)} km`;
};

/** A limit as the order states it: whole metres. */
export const limitText = (limit_m: number): string => `${Math.round(limit_m).toLocaleString('en-US')} m`;

/** Time of arrival, whole minutes, rounded up so that it never promises too much. */
export const etaText = (eta_s: number, text: MapText): string =>
  eta_s < 60 ? text.etaUnderOne : text.eta(Math.ceil(eta_s / 60));

const wordsOf = (value: object): readonly string[] =>
  Object.values(value).flatMap((part: unknown) =>
    typeof part === 'string' ? [part] : typeof part === 'object' && part !== null ? wordsOf(part) : [],
  );

/** Every letter the labels may use, for loading the font before the first label is drawn. */
export const mapLetters: string = [
  ...new Set([
    ...wordsOf(ko).join(''),
    ...[ko.ago.s(1), ko.ago.min(1), ko.ago.h(1), ko.eta(1), ko.walk(''), ko.contactIn(''), '±·–'].join(''),
  ]),
].join('');
