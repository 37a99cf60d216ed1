import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { LANGUAGES } from '../../../shared/domain/languages.ts';
import type { MapLocale } from '../text.ts';
import { basemapSources } from './sources.ts';
import type { Basemap } from './sources.ts';

/** Calm and dark; nothing in it may be taken for a symbol or for urgency. */
const GROUND = '#0c1117';
const CITY = '#131a22';
const WATER = '#10283a';
const EXPRESSWAY = '#2d3d4d';
const ARTERIAL = '#222e3a';
const TEXT = '#8496a8';
const TEXT_DIM = '#5f7182';
const WATER_TEXT = '#4f7c98';

/** With no glyphs in the style the browser draws every letter, Hangul included, from this bundled font. */
const FONT = ['Noto Sans KR'];

const byZoom = (...stops: readonly (readonly [zoom: number, value: number])[]): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  ...stops.flatMap(([zoom, value]) => [zoom, value]),
];

const halo = { 'text-halo-color': GROUND, 'text-halo-width': 1.4 } as const;

const ground: LayerSpecification[] = [
  { id: 'ground', type: 'background', paint: { 'background-color': GROUND } },
  { id: 'city', type: 'fill', source: 'city', paint: { 'fill-color': CITY } },
  {
    id: 'city-edge',
    type: 'line',
    source: 'city',
    paint: { 'line-color': '#2a3745', 'line-width': 1.2, 'line-dasharray': [4, 3] },
  },
  {
    id: 'streams',
    type: 'line',
    source: 'streams',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': WATER, 'line-width': byZoom([9, 0.8], [12, 2.5], [15, 10]) },
  },
  { id: 'water', type: 'fill', source: 'water', paint: { 'fill-color': WATER } },
];

const streets: LayerSpecification[] = [
  {
    id: 'streets-arterial',
    type: 'line',
    source: 'streets',
    filter: ['==', ['get', 'class'], 'arterial'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': ARTERIAL, 'line-width': byZoom([9, 0.6], [12, 2.2], [14, 5], [16, 11]) },
  },
  {
    id: 'streets-expressway',
    type: 'line',
    source: 'streets',
    filter: ['==', ['get', 'class'], 'expressway'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': EXPRESSWAY, 'line-width': byZoom([9, 1], [12, 3], [14, 6], [16, 13]) },
  },
];

const rail: LayerSpecification[] = [
  {
    id: 'subway',
    type: 'line',
    source: 'subway',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': ['get', 'color'],
      'line-opacity': byZoom([9, 0.35], [12, 0.55], [15, 0.45]),
      'line-width': byZoom([9, 0.8], [12, 1.6], [15, 3]),
    },
  },
  {
    id: 'stations',
    type: 'circle',
    source: 'stations',
    minzoom: 11,
    paint: {
      'circle-radius': byZoom([11, 1.4], [13, 2.6], [15, 4.5]),
      'circle-color': CITY,
      'circle-stroke-color': '#5a6c7d',
      'circle-stroke-width': byZoom([11, 0.8], [14, 1.4]),
    },
  },
];

const name = (locale: MapLocale): ExpressionSpecification => ['get', locale];

/** District names lead while the city is seen as a whole and step back as streets appear. */
const DISTRICT_TEXT: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 11, '#93a5b6', 13.5, '#4c5c6b'];

const labels = (locale: MapLocale): LayerSpecification[] => [
  {
    id: 'street-names',
    type: 'symbol',
    source: 'streets',
    minzoom: 13,
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'text-field': name(locale),
      'text-font': FONT,
      'text-size': byZoom([13, 10.5], [16, 13]),
      'text-letter-spacing': 0.04,
    },
    paint: { 'text-color': TEXT_DIM, ...halo, 'text-halo-color': CITY },
  },
  {
    id: 'stream-names',
    type: 'symbol',
    source: 'streams',
    minzoom: 12,
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 500,
      'text-field': name(locale),
      'text-font': FONT,
      'text-size': 11,
    },
    paint: { 'text-color': WATER_TEXT, ...halo },
  },
  ...([true, false] as const).map((interchange): LayerSpecification => ({
    id: interchange ? 'interchange-names' : 'station-names',
    type: 'symbol',
    source: 'stations',
    minzoom: interchange ? 12 : 13,
    filter: ['==', ['get', 'interchange'], interchange],
    layout: {
      'text-field': name(locale),
      'text-font': FONT,
      'text-size': byZoom([12, 10.5], [15, 12.5]),
      'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
      'text-radial-offset': 0.7,
      'text-justify': 'auto',
    },
    paint: { 'text-color': TEXT, ...halo },
  })),
  {
    id: 'district-names',
    type: 'symbol',
    source: 'districts',
    maxzoom: 14.5,
    layout: {
      'text-field': name(locale),
      'text-font': FONT,
      'text-size': byZoom([9, 10.5], [11, 13], [13, 16]),
      'text-letter-spacing': 0.12,
    },
    paint: { 'text-color': DISTRICT_TEXT, ...halo, 'text-halo-color': CITY },
  },
];

/** Style of the bundled schematic. It names no URL: nothing is fetched for it. */
export const buildStyle = (basemap: Basemap, locale: MapLocale): StyleSpecification => {
  const sources = basemapSources(basemap);
  return {
    version: 8,
    sources: Object.fromEntries(
      Object.entries(sources).map(([id, data]) => [id, { type: 'geojson', data, tolerance: 0.2 } as const]),
    ),
    layers: [...ground, ...streets, ...rail, ...labels(locale)],
  };
};

/** Layers with text and what it reads in a language, for switching without rebuilding the map. */
export const labelFields = (
  locale: MapLocale,
): readonly { readonly layer: string; readonly field: ExpressionSpecification }[] =>
  labels(locale).map(({ id }) => ({ layer: id, field: name(locale) }));

/** Every letter the style may draw, for loading the parts of the font that hold them before the first label is drawn. */
export const styleLetters = (basemap: Basemap): string => {
  const named = [...basemap.districts, ...basemap.water.streams, ...basemap.axes.axes, ...basemap.subway.stations];
  return [...new Set(named.flatMap((one) => LANGUAGES.flatMap((language) => [...one[language]])))].join('');
};
