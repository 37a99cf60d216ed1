import { geoMercator, geoPath } from 'd3-geo';
import type { GeoPermissibleObjects } from 'd3-geo';
import type { Position } from 'geojson';
import { distance_m } from '../../../../shared/domain/geo/geodesic.ts';
import type { EvidenceData } from '../../../../shared/protocol/evidence.ts';
import { zoneRing } from '../geojson.ts';
import { guidanceOf, tracksOf } from '../tracks.ts';
import type { Basemap } from './basemap.ts';
import type { Speech } from './speech.ts';
import { escaped } from './svg.ts';

const WIDTH = 515;
const HEIGHT = 320;
const MARGIN = 36;
const OFFENDER = '#b3261e';
const VICTIM = '#1d3f66';
const GUIDANCE = '#2e6b3e';

const lineOf = (coordinates: readonly Position[]): GeoPermissibleObjects => ({
  type: 'LineString',
  coordinates: [...coordinates],
});

/** Half a kilometre around the places, so that a single one has a neighbourhood too. Degrees. */
const AROUND = 0.004;
const frameOf = (places: readonly Position[]): GeoPermissibleObjects => ({
  type: 'MultiPoint',
  coordinates: places.flatMap(([lon = 0, lat = 0]) => [
    [lon - AROUND, lat - AROUND],
    [lon + AROUND, lat + AROUND],
  ]),
});

/** A round length that fits into a sixth of the picture, metres. */
const roundLength = (longest_m: number): number =>
  [10_000, 5000, 2000, 1000, 500, 200, 100, 50].find((length) => length <= longest_m) ?? 20;

/** Tracks, zones and guidance routes over the schematic base map, as SVG; null where there is no place to draw. */
export const mapSvg = ({ record, sealed }: EvidenceData, basemap: Basemap, speech: Speech): string | null => {
  const { t, distance, language } = speech;
  const tracks = tracksOf(sealed).map(({ personId, points }) => ({
    role: record.people.find(({ id }) => id === personId)?.role ?? 'victim',
    line: points.map(({ lon, lat }): Position => [lon, lat]),
  }));
  const routes = guidanceOf(sealed).map(({ route }) => route.map(([lon, lat]): Position => [lon, lat]));
  const zones = sealed.zones.map(zoneRing);
  const places = [...tracks.map(({ line }) => line), ...routes, ...zones].flat();
  if (places.length === 0) return null;

  const projection = geoMercator().fitExtent(
    [
      [MARGIN, MARGIN],
      [WIDTH - MARGIN, HEIGHT - MARGIN],
    ],
    frameOf(places),
  );
  projection.clipExtent([
    [0, 0],
    [WIDTH, HEIGHT],
  ]);
  const path = geoPath(projection).digits(1);
  const draw = (line: readonly Position[], style: string): string => {
    const d = path(lineOf(line));
    return d === null ? '' : `<path d="${d}" fill="none" ${style}/>`;
  };
  const filled = (ring: readonly Position[], style: string): string => {
    const d = path(lineOf(ring));
    return d === null ? '' : `<path d="${d}" ${style}/>`;
  };
  const text = (x: number, y: number, words: string, colour: string, anchor = 'middle', size = 7): string =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-family="NotoSansKR" font-size="${size}" fill="${colour}" text-anchor="${anchor}">${escaped(words)}</text>`;
  const inside = (lon: number, lat: number): readonly [number, number] | null => {
    const at = projection([lon, lat]);
    return at !== null && at[0] > 20 && at[0] < WIDTH - 20 && at[1] > 12 && at[1] < HEIGHT - 24 ? at : null;
  };

  const roads = basemap.axes.axes.map((axis) =>
    draw(
      axis.nodes.flatMap((node) => {
        const at = basemap.axes.nodes[node];
        return at === undefined ? [] : [at];
      }),
      `stroke="#d8d4cc" stroke-width="${axis.class === 'expressway' ? 3 : 2}" stroke-linecap="round" stroke-linejoin="round"`,
    ),
  );
  const water = [
    draw(basemap.water.han, 'stroke="#cfe0ee" stroke-width="14" stroke-linecap="round" stroke-linejoin="round"'),
    ...basemap.water.streams.map((stream) => draw(stream.path, 'stroke="#cfe0ee" stroke-width="3"')),
  ];
  const stations = basemap.stations.flatMap((station) => {
    const at = inside(station.lon, station.lat);
    return at === null
      ? []
      : [
          `<circle cx="${at[0].toFixed(1)}" cy="${at[1].toFixed(1)}" r="1.6" fill="#8a8a8a"/>`,
          text(at[0], at[1] - 3.5, station[language], '#777', 'middle', 6),
        ];
  });
  const end = (line: readonly Position[], colour: string): string => {
    const from = line[0];
    const to = line.at(-1);
    const start = from === undefined ? null : projection([from[0] ?? 0, from[1] ?? 0]);
    const stop = to === undefined ? null : projection([to[0] ?? 0, to[1] ?? 0]);
    return [
      start === null
        ? ''
        : `<circle cx="${start[0]}" cy="${start[1]}" r="3.4" fill="#fff" stroke="${colour}" stroke-width="1.4"/>`,
      stop === null ? '' : `<circle cx="${stop[0]}" cy="${stop[1]}" r="3.4" fill="${colour}"/>`,
    ].join('');
  };
  const people = tracks.map(({ role, line }) => {
    const colour = role === 'offender' ? OFFENDER : VICTIM;
    return `${draw(line, `stroke="${colour}" stroke-width="1.6" stroke-linejoin="round"`)}${end(line, colour)}`;
  });

  const westEnd = projection.invert?.([0, HEIGHT - 12]) ?? [0, 0];
  const eastEnd = projection.invert?.([WIDTH, HEIGHT - 12]) ?? [0, 0];
  const metresPerPoint = distance_m(westEnd, eastEnd) / WIDTH;
  const scale_m = roundLength((metresPerPoint * WIDTH) / 6);
  const scale = scale_m / metresPerPoint;
  const legend: readonly (readonly [string, string, string])[] = [
    [OFFENDER, t('report.legendOffender'), ''],
    [VICTIM, t('report.legendVictim'), ''],
    ...(zones.length > 0 ? [['#7a6a2f', t('report.legendZone'), ''] as const] : []),
    ...(routes.length > 0 ? [[GUIDANCE, t('report.legendGuidance'), '4 2'] as const] : []),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<rect x="0" y="0" width="${WIDTH}" height="${HEIGHT}" fill="#f7f6f2" stroke="#bbb" stroke-width="0.6"/>`,
    ...water,
    ...roads,
    ...stations,
    ...zones.map((ring) => filled(ring, 'fill="#c9b458" fill-opacity="0.25" stroke="#7a6a2f" stroke-width="1"')),
    ...routes.map((route) => draw(route, `stroke="${GUIDANCE}" stroke-width="1.4" stroke-dasharray="4 2"`)),
    ...people,
    `<rect x="0" y="${HEIGHT - 20}" width="${WIDTH}" height="20" fill="#ffffff" fill-opacity="0.9"/>`,
    ...legend.map(
      ([colour, words, dash], i) =>
        `<line x1="${8 + i * 100}" x2="${24 + i * 100}" y1="${HEIGHT - 10}" y2="${HEIGHT - 10}" stroke="${colour}" stroke-width="2"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>${text(28 + i * 100, HEIGHT - 7.5, words, '#333', 'start', 7)}`,
    ),
    `<path d="M${(WIDTH - 12 - scale).toFixed(1)},${HEIGHT - 12}v4h${scale.toFixed(1)}v-4" fill="none" stroke="#333" stroke-width="0.8"/>`,
    text(WIDTH - 16 - scale, HEIGHT - 7.5, distance(scale_m), '#333', 'end', 7),
    '</svg>',
  ].join('');
};
