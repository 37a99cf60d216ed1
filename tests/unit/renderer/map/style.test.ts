import { describe, expect, it } from 'vitest';
import { bundledBasemap } from '../../../../renderer/map/style/bundled.ts';
import { desaturate } from '../../../../renderer/map/style/desaturate.ts';
import { basemapSources } from '../../../../renderer/map/style/sources.ts';
import { buildStyle, labelFields, styleLetters } from '../../../../renderer/map/style/style.ts';

const style = buildStyle(bundledBasemap, 'ko');

/** Hue in degrees and saturation 0–1 of `#rrggbb`. */
const hueOf = (hex: string): readonly [hue: number, saturation: number] => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const max = Math.max(r, g, b);
  const span = max - Math.min(r, g, b);
  if (span === 0) return [0, 0];
  const sixth = max === r ? ((g - b) / span + 6) % 6 : max === g ? (b - r) / span + 2 : (r - g) / span + 4;
  return [sixth * 60, span / max];
};

describe('style', () => {
  it('names no address', () => {
    const text = JSON.stringify(style);
    expect(text).not.toMatch(/https?:|"glyphs"|"sprite"|"url"/);
  });

  it('has no colour that could be taken for urgency', () => {
    const colours = new Set(JSON.stringify(style).match(/#[0-9a-f]{6}/gi));
    expect(colours.size).toBeGreaterThan(10);
    for (const colour of colours) {
      const [hue, saturation] = hueOf(colour);
      const warm = hue < 70 || hue > 320;
      expect(warm ? saturation : 0, colour).toBeLessThan(0.35);
    }
  });

  it('draws every line, station and axis of the schematic', () => {
    const sources = basemapSources(bundledBasemap);
    expect(sources.subway.features).toHaveLength(9);
    expect(sources.stations.features.length).toBeGreaterThanOrEqual(120);
    expect(sources.streets.features).toHaveLength(bundledBasemap.axes.axes.length);
    for (const { geometry } of sources.streets.features) {
      expect(geometry.type === 'LineString' && geometry.coordinates.length).toBeGreaterThan(1);
    }
  });

  it('leaves out brackets, which the font cannot set vertically', () => {
    expect(JSON.stringify(style.sources)).not.toMatch(/"(ko|en)":"[^"]*[()]/);
  });

  it('reads only sources it has', () => {
    const known = Object.keys(style.sources);
    const used = style.layers.flatMap((layer) =>
      'source' in layer && typeof layer.source === 'string' ? [layer.source] : [],
    );
    expect(used.filter((source) => !known.includes(source))).toEqual([]);
  });

  it('switches every label with the language', () => {
    const labelled = style.layers.filter(({ type }) => type === 'symbol').map(({ id }) => id);
    expect(labelFields('en').map(({ layer }) => layer)).toEqual(labelled);
    expect(labelFields('en').every(({ field }) => JSON.stringify(field) === '["get","en"]')).toBe(true);
  });

  it('knows the letters it draws', () => {
    const letters = styleLetters(bundledBasemap);
    expect(Array.from('종로구강남대로').every((letter) => letters.includes(letter))).toBe(true);
  });
});

describe('desaturate', () => {
  it('keeps a line colour recognisable but grey', () => {
    expect(desaturate('#e6186c')).not.toBe(desaturate('#00a84d'));
    expect(hueOf(desaturate('#e6186c'))[1]).toBeLessThan(0.35);
  });
});
