import type { Feature, FeatureCollection, Geometry, GeoJsonProperties, Position } from 'geojson';
import { LANGUAGES } from '../../../shared/domain/languages.ts';
import type { Localized } from '../../../shared/domain/languages.ts';
import { desaturate } from './desaturate.ts';

/** The bundled schematic, as its files hold it (docs/basemap.md). */
export type Named = Localized;
export type Basemap = {
  readonly districts: readonly (Named & { readonly lon: number; readonly lat: number })[];
  readonly outline: readonly (readonly number[])[];
  readonly water: {
    readonly han: readonly (readonly number[])[];
    readonly islands: readonly { readonly ring: readonly (readonly number[])[] }[];
    readonly streams: readonly (Named & { readonly path: readonly (readonly number[])[] })[];
  };
  readonly axes: {
    readonly nodes: Readonly<Record<string, readonly number[]>>;
    readonly axes: readonly (Named & { readonly class: string; readonly nodes: readonly string[] })[];
  };
  readonly subway: {
    readonly lines: readonly (Named & {
      readonly id: string;
      readonly color: string;
      readonly sequences: readonly (readonly string[])[];
    })[];
    readonly stations: readonly (Named & {
      readonly id: string;
      readonly lon: number;
      readonly lat: number;
      readonly lines: readonly string[];
    })[];
  };
};

const feature = (geometry: Geometry, properties: GeoJsonProperties): Feature => ({
  type: 'Feature',
  geometry,
  properties,
});
const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });
const positions = (points: readonly (readonly number[])[]): Position[] => points.map((point) => [...point]);
/**
 * What stands in brackets is left out: along a steep line Hangul is set vertically, for which the bundled font has no brackets.
 */
const plain = (name: string): string => name.replace(/\s*\([^)]*\)/g, '');
const names = (named: Named): GeoJsonProperties =>
  Object.fromEntries(LANGUAGES.map((language) => [language, plain(named[language])]));

const streetFeatures = ({ axes }: Basemap): Feature[] =>
  axes.axes.map((axis) => {
    const points = axis.nodes.flatMap((id) => {
      const node = axes.nodes[id];
      return node === undefined ? [] : [node];
    });
    return feature({ type: 'LineString', coordinates: positions(points) }, { ...names(axis), class: axis.class });
  });

const subwayFeatures = ({ subway }: Basemap): Feature[] => {
  const place = new Map(subway.stations.map((station) => [station.id, [station.lon, station.lat]]));
  return subway.lines.map((line) =>
    feature(
      {
        type: 'MultiLineString',
        coordinates: line.sequences.map((ids) =>
          ids.flatMap((id) => [place.get(id) ?? []].filter((p) => p.length === 2)),
        ),
      },
      { ...names(line), color: desaturate(line.color) },
    ),
  );
};

/** Turns the schematic's files into the sources of the map style. */
export const basemapSources = (basemap: Basemap) => ({
  city: collection([feature({ type: 'Polygon', coordinates: [positions(basemap.outline)] }, null)]),
  water: collection([
    feature(
      {
        type: 'Polygon',
        coordinates: [basemap.water.han, ...basemap.water.islands.map(({ ring }) => ring)].map(positions),
      },
      null,
    ),
  ]),
  streams: collection(
    basemap.water.streams.map((stream) =>
      feature({ type: 'LineString', coordinates: positions(stream.path) }, names(stream)),
    ),
  ),
  streets: collection(streetFeatures(basemap)),
  subway: collection(subwayFeatures(basemap)),
  stations: collection(
    basemap.subway.stations.map((station) =>
      feature(
        { type: 'Point', coordinates: [station.lon, station.lat] },
        { ...names(station), interchange: station.lines.length > 1 },
      ),
    ),
  ),
  districts: collection(
    basemap.districts.map((d) => feature({ type: 'Point', coordinates: [d.lon, d.lat] }, names(d))),
  ),
});
