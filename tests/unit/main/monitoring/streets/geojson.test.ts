import { describe, expect, it } from 'vitest';
import { buildFromGeoJson } from '../../../../../main/monitoring/streets/geojson.ts';
import { lineOfElement, lineOfSyntaxError } from '../../../../../main/monitoring/streets/jsonLines.ts';
import { WAY_CLASSES } from '../../../../../main/monitoring/streets/graph.ts';

const line = (coordinates: unknown, properties: unknown = {}): unknown => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates },
});
const collection = (...features: readonly unknown[]): unknown => ({ type: 'FeatureCollection', features });
const A = [126.92, 37.55];
const B = [126.921, 37.55];
const C = [126.921, 37.551, 23.5];

describe('streets from GeoJSON', () => {
  it('reads line strings and multi line strings, heights and all, and counts what is no line', () => {
    const built = buildFromGeoJson(
      collection(
        line([A, B], { highway: 'trunk_link' }),
        { type: 'Feature', properties: null, geometry: { type: 'MultiLineString', coordinates: [[B, C]] } },
        { type: 'Feature', geometry: { type: 'Point', coordinates: A } },
        { type: 'Feature', geometry: null },
      ),
    );
    expect(built.ok && built.value.report).toMatchObject({ features: 4, skipped: 2, nodes: 3, edges: 2 });
    expect(built.ok && built.value.graph.edges.map(([, , , way]) => WAY_CLASSES[way])).toEqual([
      'expressway',
      'street',
    ]);
    expect(built.ok && built.value.report.bounds).toEqual([126.92, 37.55, 126.921, 37.551]);
  });

  it.each([
    ['no collection', { type: 'Feature' }, null, 'type'],
    ['nothing in it', collection(), null, 'features'],
    ['one point', collection(line([A])), 0, 'geometry.coordinates'],
    ['a longitude too large', collection(line([A, B]), line([A, [1269, 37]])), 1, 'geometry.coordinates.1.0'],
    ['a latitude that is text', collection(line([A, [126, '37']])), 0, 'geometry.coordinates.1.1'],
    ['an unknown geometry', collection({ type: 'Feature', geometry: { type: 'Circle' } }), 0, 'geometry.type'],
    ['a feature that is none', collection(null), 0, 'type'],
  ])('refuses %s and names the field', (_, data, feature, field) => {
    const built = buildFromGeoJson(data);
    expect(built.ok ? null : built.error).toMatchObject({ feature, field });
  });
});

describe('lines of a JSON file', () => {
  const text = '{"name": "features [",\n "features": [\n  {"a": "x]}\\""},\n\n  [1, 2], 3\n ]\n}';

  it.each([
    [0, 3],
    [1, 5],
    [2, 5],
    [3, null],
  ])('finds element %i on line %s', (index, expected) => {
    expect(lineOfElement(text, 'features', index)).toBe(expected);
  });

  it.each([
    ['{"a": 1,\n "b": x}', 2],
    ['{"a": 1,\n\n "b" 2}', 3],
    ['{"a": [1,\n 2', 2],
    [`${'[1,\n'.repeat(30)}nope`, 31],
  ])('finds where %j breaks', (broken, expected) => {
    let thrown: unknown = null;
    try {
      JSON.parse(broken);
    } catch (error) {
      thrown = error;
    }
    expect(lineOfSyntaxError(broken, thrown)).toBe(expected);
  });
});
