import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeCoordinate } from '../../../../renderer/lib/coordinates.ts';

describe('a place in a text', () => {
  it.each([
    ...[
      '37.5665, 126.9780',
      '위치 37.56650',
      '126.97812 근처',
      '37.5665,126.9780',
      '(37.5665 / 126.9780)',
      '３７.５６６５',
    ],
    ...['37°33\'59"N', '37도 33분', '37˚ 33.99′', "37º33'", '37 33.99 N, 126 58.68 E', 'N37 33 59 E126 58 40'],
    ...[
      '37 33 59 N',
      '37-33-59N',
      '북위 37도',
      '동경 126.978',
      '위도: 37.56',
      '경도=126.9',
      'lat 37.5',
      'lng=126.978',
      '37.5° N',
    ],
    ...['52S CG 12345 67890', '52SCG1234567890', '52S CG 123 678', '52 S 321000 4158000', '52N 321000mE 4158000mN'],
    ...['8Q98HX8H+5V', 'HX8H+5V 서울', 'geo:37.56,126.97', 'geo:37,126'],
    ...[
      'https://map.naver.com/p?lat=37.5&lng=126.9',
      'http://kko.to/abc',
      'https://naver.me/xY12',
      '///가나.다라.마바',
    ],
    ...['https://www.google.com/maps/@37.5,126.9,15z', 'https://maps.app.goo.gl/abc', 'https://w3w.co/a.b.c'],
  ])('is found: %s', (text) => expect(looksLikeCoordinate(text)).toBe(true));

  it.each([
    ...[
      '거리 37.5 m',
      '통화 112, 2분 37초',
      '순찰 12 도착',
      '010-1234-5678',
      '코드 1 / 850 m',
      '37% 배터리',
      '체온 37.5도',
    ],
    ...[
      '02-123-4567',
      '2026-03-06 19:30:12',
      '19:30:12에 도착',
      '2026.03.06.',
      '12가 3456',
      '123다 4567',
      '3,500원',
      '128,000원',
    ],
    ...[
      '36.5 km/h',
      '37도의 더위',
      '동쪽 출구 3번',
      '사건번호 2026-1234',
      '주민등록번호 900101-1******',
      '문 앞 2분 거리',
      '1588-1234',
    ],
    ...[
      '37 50 12',
      '코드 0 → 1',
      'A+ 형',
      '3+1 병력',
      '순11, 순12',
      'No contact for 30 min 45 s',
      'victim at 12 East street',
    ],
    ...[
      '37.25 m',
      '38.125 km',
      '35.123 km',
      '평균 2.2건',
      'KTX 126 열차',
      '버스 7016',
      '112에 재신고',
      'https://example.org/a',
    ],
    ...[
      'lat pulldown',
      'long wait 12 min',
      '혈압 128/80',
      'room 37 N wing',
      '112 30 s',
      '신장 175.5',
      '10:20-10:35',
      '1.5배',
    ],
  ])('is not seen in %s', (text) => expect(looksLikeCoordinate(text)).toBe(false));

  const around = fc.constantFrom('', '피해자 ', '현재 위치는 ', 'seen at ', '(');
  const after = fc.constantFrom('', ' 부근', '에 있음', '.', ')');
  const lat = fc.double({ min: 33, max: 39, noNaN: true });
  const lon = fc.double({ min: 124.5, max: 131.5, noNaN: true });
  const minutes = (degrees: number): readonly [number, number] => [Math.floor(degrees), (degrees % 1) * 60];
  const FORMS: readonly ((lat: number, lon: number) => string)[] = [
    (a, o) => `${a.toFixed(4)}, ${o.toFixed(4)}`,
    (a, o) => `${o.toFixed(6)} ${a.toFixed(6)}`,
    (a) => a.toFixed(5),
    (_a, o) => o.toFixed(5),
    (a) => `${minutes(a)[0]}°${Math.floor(minutes(a)[1])}'${Math.floor((minutes(a)[1] % 1) * 60)}"`,
    (a, o) => `N${minutes(a)[0]} ${minutes(a)[1].toFixed(3)} E${minutes(o)[0]} ${minutes(o)[1].toFixed(3)}`,
    (a, o) => `${minutes(a)[0]}도 ${Math.floor(minutes(a)[1])}분, ${minutes(o)[0]}도 ${Math.floor(minutes(o)[1])}분`,
    (a, o) => `북위 ${a.toFixed(2)}도 동경 ${o.toFixed(2)}도`,
    (a, o) => `lat=${a.toFixed(3)}&lon=${o.toFixed(3)}`,
    (a, o) => `geo:${a.toFixed(3)},${o.toFixed(3)}`,
    (a, o) => `https://map.kakao.com/link/map/${a.toFixed(4)},${o.toFixed(4)}`,
  ];

  it('is found in Korea in every form, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FORMS), lat, lon, around, after, (form, a, o, before, behind) => {
        expect(looksLikeCoordinate(`${before}${form(a, o)}${behind}`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  const digits = (n: number) => fc.integer({ min: 0, max: 10 ** n - 1 }).map((value) => String(value).padStart(n, '0'));
  const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
  const phone = fc
    .tuple(fc.constantFrom('010', '011', '02', '031', '051', '070'), digits(4), digits(4))
    .chain((parts) => fc.constantFrom(parts.join('-'), parts.join(' '), parts.join('')));
  const time = fc.tuple(two(23), two(59), two(59)).map(([h, m, s]) => `${h}:${m}:${s}`);
  const date = fc
    .tuple(fc.integer({ min: 2020, max: 2035 }), two(12), two(28))
    .chain(([y, m, d]) => fc.constantFrom(`${y}-${m}-${d}`, `${y}.${m}.${d}.`, `${y}년 ${m}월 ${d}일`, `${y}${m}${d}`));
  const spans = fc.tuple(fc.nat(59), fc.nat(59)).map(([m, s]) => `${m}분 ${s}초`);
  const metres = fc.double({ min: 0, max: 9999, noNaN: true }).map((value) => `${value.toFixed(1)} m`);
  const plate = fc
    .tuple(fc.integer({ min: 10, max: 999 }), fc.constantFrom('가', '나', '허'), digits(4))
    .map(([n, k, d]) => `${n}${k} ${d}`);
  const words = fc.constantFrom(
    '피해자와 통화',
    '현장 도착',
    '문을 두드림',
    '순찰 11',
    'no answer',
    '코드 1',
    '가해자 이탈',
  );
  const ordinary = fc.array(fc.oneof(phone, time, date, spans, metres, plate, words), { minLength: 1, maxLength: 6 });

  it('is not seen in telephone numbers, times, dates, lengths, plates and plain words', () => {
    fc.assert(
      fc.property(ordinary, (parts) => {
        expect(looksLikeCoordinate(parts.join(', '))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
