import { describe, expect, it } from 'vitest';
import { fixes, marks, refusals, shown, track } from './files.ts';

const T = ['2026-05-08T11:00:00Z', '2026-05-08T11:00:20Z', '2026-05-08T11:00:40.500+00:00'];
const LINE = [
  [126.92, 37.55, 30],
  [126.93, 37.55],
  [126.94, 37.55],
];
const geojson = (data: unknown, name = 't.geojson') => track(name, JSON.stringify(data));
const feature = (geometry: object, properties: object | null) => ({ type: 'Feature', geometry, properties });
const line = (properties: object | null) => feature({ type: 'LineString', coordinates: LINE }, properties);
const point = (properties: object | null, coordinates: readonly number[] = [126.92, 37.55]) =>
  feature({ type: 'Point', coordinates }, properties);
const collection = (...features: readonly object[]) => ({ type: 'FeatureCollection', features });

describe('tracks as GeoJSON', () => {
  it.each([
    ['coordTimes', line({ coordTimes: T })],
    ['times', collection(line({ times: T }))],
    ['coordinateProperties.times', line({ coordinateProperties: { times: T, heart: [1, 2, 3] } })],
    [
      'coordTimes of several lines',
      feature(
        { type: 'MultiLineString', coordinates: [LINE.slice(0, 1), LINE.slice(1)] },
        { coordTimes: [T.slice(0, 1), T.slice(1)] },
      ),
    ],
    ['time of points', collection(...LINE.map((at, i) => point({ time: T[i] }, at)))],
    ['timestamp of points', collection(...LINE.map((at, i) => point({ timestamp: T[i] }, at)))],
    ['seconds', collection(...LINE.map((at, i) => point({ timestamp: Date.parse(T[i] ?? '') / 1000 }, at)))],
  ])('reads a line by %s', async (_, data) => {
    for (const name of ['t.geojson', 't.json']) {
      const read = await geojson(data, name);
      expect(shown(read.fault)).toBe('');
      expect(fixes(read).map(({ at_ms, lon }) => [at_ms, lon])).toEqual([
        [Date.UTC(2026, 4, 8, 11, 0, 0), 126.92],
        [Date.UTC(2026, 4, 8, 11, 0, 20), 126.93],
        [Date.UTC(2026, 4, 8, 11, 0, 40, 500), 126.94],
      ]);
    }
  });

  it('reads what points name besides, and takes what cannot be as not known', async () => {
    const read = await geojson(
      collection(
        point({ time: T[0], accuracy: 12, speed: 1.5, heading: 90 }),
        point({ time: T[1], accuracy: 0, speed: 'fast', bearing: 400 }),
      ),
    );
    expect(fixes(read)).toMatchObject([
      { accuracy_m: 12, speed_mps: 1.5, heading_deg: 90 },
      { accuracy_m: null, speed_mps: null, heading_deg: null },
    ]);
    expect(marks(read)).toEqual(['odd-accuracy', 'odd-speed', 'odd-heading']);
  });

  it.each<readonly [string, unknown, string]>([
    ['infinite', 'Infinity', 'out-of-range'],
    ['text', 'poor', 'no-fix'],
    ['a list', [900], 'no-fix'],
    ['negative', -1, 'no-fix'],
  ])('makes no place surer than the sender said: an accuracy that is %s', async (_, accuracy, reason) => {
    const read = await geojson(collection(point({ time: T[0], accuracy }), point({ time: T[1], accuracy: 'NaN' })));
    expect(refusals(read)).toEqual([`null ${reason}`]);
    expect(fixes(read)).toMatchObject([{ accuracy_m: null }]);
    expect(marks(read)).toEqual([]);
  });

  it('puts features that are out of order in the order of time', async () => {
    const read = await geojson(collection(point({ time: T[1] }), point({ time: T[0] })));
    expect(fixes(read).map(({ at_ms }) => at_ms)).toEqual([Date.parse(T[0] ?? ''), Date.parse(T[1] ?? '')]);
    expect(marks(read)).toEqual(['sorted']);
  });

  it('refuses coordinates without a time and uses the rest', async () => {
    const read = await geojson(collection(line(null), point({ time: T[0] }), point({ time: null })));
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(Array.from({ length: 4 }, () => 'null no-time'));
    expect(fixes(read)).toHaveLength(1);
  });

  it.each([
    ['a shape that is no way', collection(feature({ type: 'Polygon', coordinates: [LINE] }, {})), 'features.0: is no'],
    ['a time without a zone', point({ time: '2026-05-08T11:00:00' }), 'geometry.time: needs a time zone'],
    ['times that do not fit', line({ times: T.slice(1) }), 'geometry.times: 2 of them for 3 coordinates'],
    ['text', 'none', 'geometry: is no'],
  ])('finds fault with %s', async (_, data, words) => {
    const read = await geojson(data);
    expect(shown(read.fault)).toContain(`t.geojson: ${words}`);
    expect(shown(read.fault)).not.toMatch(/37\.55|126\.9/);
  });

  it('finds fault with what is no JSON, on its line, and with a file too large to be held', async () => {
    expect(shown((await track('t.geojson', '{"type":\n x}')).fault)).toBe('t.geojson:2: json: is not valid JSON');
    const large = await track('t.geojson', ' '.repeat(65 * 1024 * 1024));
    expect(shown(large.fault)).toBe('t.geojson: file: is GeoJSON of over 64 million characters');
  });
});
