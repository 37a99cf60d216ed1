import { afterAll, describe, expect, it } from 'vitest';
import { HOME, T0_S, analysedFiles, at, caseFolder, orderOf } from './recorded.ts';
import type { Outcome } from './recorded.ts';

const folder = caseFolder();
afterAll(() => folder.drop());

type Point = { readonly t: number; readonly lat: number; readonly lon: number };
/** The offender drives past the victim: 3 km to the east, at 200 s beside her, and away again; a fix every 10 s. */
const PASS: readonly Point[] = Array.from({ length: 41 }, (_, i) => {
  const [lon, lat] = at(Math.abs(3000 - 150 * i));
  return { t: i * 10, lat, lon };
});
const iso = (t: number): string => new Date((T0_S + t) * 1000).toISOString();

type Write = (point: Point, i: number) => string;
const csv = (write: Write, header = 't,lat,lon,accuracy_m'): string => [header, ...PASS.map(write), ''].join('\n');
const trkpt = ({ t, lat, lon }: Point, inner: string): string =>
  `<trkpt lat="${lat}" lon="${lon}"><time>${iso(t)}</time>${inner}</trkpt>`;
/** On one line, as phones write it. */
const gpx = (inner: Write): string =>
  `<gpx version="1.1"><trk><trkseg>${PASS.map((point, i) => trkpt(point, inner(point, i))).join('')}</trkseg></trk></gpx>`;
const geojson = (properties: (point: Point, i: number) => object): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: PASS.map((point, i) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [point.lon, point.lat] },
      properties: { time: iso(point.t), ...properties(point, i) },
    })),
  });
const comma = (value: number): string => String(value).replace('.', ',');

const order = folder.write('order.json', JSON.stringify(orderOf()));
const victim = folder.write(
  'victim.csv',
  csv(({ t }) => `${iso(t)},${HOME[1]},${HOME[0]},5`),
);
const run = (name: string, content: string): Promise<Outcome> =>
  analysedFiles({ order, victim, offender: folder.write(name, content) });

describe('an accuracy that is there and cannot be read makes no place surer', () => {
  it.each<readonly [string, string, string]>([
    ['with its unit', 'unit.csv', csv(({ t, lat, lon }) => `${iso(t)},${lat},${lon},3000 m`)],
    ['with a thousands separator', 'thousands.csv', csv(({ t, lat, lon }) => `${iso(t)},${lat},${lon},"3,000"`)],
    [
      'with both separators',
      'both.csv',
      csv(({ t, lat, lon }) => `${iso(t)};${comma(lat)};${comma(lon)};3.000,5`, 't;lat;lon;accuracy_m'),
    ],
    [
      'with a point that may be either, beside decimal commas',
      'point.csv',
      csv(({ t, lat, lon }) => `${iso(t)};${comma(lat)};${comma(lon)};3.000`, 't;lat;lon;accuracy_m'),
    ],
    [
      'with a comma that may be either, beside decimal points',
      'comma.csv',
      csv(({ t, lat, lon }) => `${iso(t)};${lat};${lon};3,000`, 't;lat;lon;accuracy_m'),
    ],
    ['as a dilution with a comma', 'hdop.gpx', gpx(() => '<hdop>200,0</hdop>')],
    ['as an extension with its unit', 'ext.gpx', gpx(() => '<extensions><accuracy>3000 m</accuracy></extensions>')],
    ['as a property with its unit', 'unit.geojson', geojson(() => ({ accuracy: '3000 m' }))],
  ])('%s', async (_, name, content) => {
    const { lines, summary } = await run(name, content);
    expect(lines).toEqual([]);
    expect(summary.fixes.refused).toEqual({ 'no-fix': 41 });
    expect(summary.notes).toContainEqual(
      expect.objectContaining({ kind: 'refused', fixes: 41, reason: 'no-fix', field: 'accuracy' }),
    );
  });

  it.each<readonly [string, string, string]>([
    [
      'decimal commas in all columns',
      'commas.csv',
      csv(({ t, lat, lon }) => `${iso(t)};${comma(lat)};${comma(lon)};3,000`, 't;lat;lon;accuracy_m'),
    ],
    [
      'decimal points in all columns',
      'points.csv',
      csv(({ t, lat, lon }) => `${iso(t)};${lat};${lon};3.000`, 't;lat;lon;accuracy_m'),
    ],
  ])('%s are read, for nothing about them is open', async (_, name, content) => {
    const { lines, summary } = await run(name, content);
    expect(summary.fixes).toMatchObject({ used: 82, refused: {} });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'contact', certainty: 'confirmed' }));
  });

  it.each<readonly [string, string, string]>([
    ['of GPX', 'pdop.gpx', gpx(() => '<pdop>80</pdop>')],
    ['of GeoJSON', 'pdop.geojson', geojson(() => ({ pdop: 80 }))],
    ['of GeoJSON, horizontal', 'hdop.geojson', geojson(() => ({ hdop: 80 }))],
  ])('a dilution %s is no unknown one: a place off by 400 m confirms no contact', async (_, name, content) => {
    const { lines } = await run(name, content);
    expect(lines.filter(({ level }) => level === 'contact').map(({ certainty }) => certainty)).not.toContain(
      'confirmed',
    );
  });
});

describe('a place that the receiver itself says it did not measure', () => {
  it.each<readonly [string, string, string]>([
    ['GPX', 'none.gpx', gpx(() => '<fix>none</fix>')],
    ['GeoJSON', 'none.geojson', geojson(() => ({ fix: 'none' }))],
  ])('is none, and counted: %s', async (_, name, content) => {
    const { lines, summary } = await run(name, content);
    expect(lines).toEqual([]);
    expect(summary.fixes.refused).toEqual({ 'no-fix': 41 });
    expect(summary.notes).toContainEqual(
      expect.objectContaining({ kind: 'refused', reason: 'no-fix', message: 'the receiver has no fix' }),
    );
  });

  it.each(['2d', '3d', 'dgps', 'pps'])('is told from one that it did: %s', async (fix) => {
    const { summary } = await run(
      `${fix}.gpx`,
      gpx(() => `<fix>${fix}</fix>`),
    );
    expect(summary.fixes).toMatchObject({ used: 82, refused: {} });
  });
});

describe('points that all stand on one line', () => {
  const odd = (i: number): boolean => i === 16 || i === 20;
  it.each<readonly [string, string, string]>([
    ['GPX', 'line.gpx', gpx((_, i) => (odd(i) ? '<hdop>-1</hdop>' : ''))],
    ['GeoJSON', 'line.geojson', geojson((_, i) => (odd(i) ? { accuracy: -1 } : {}))],
  ])('are named by their number: %s', async (_, name, content) => {
    const { summary } = await run(name, content);
    expect(summary.notes).toContainEqual(expect.objectContaining({ kind: 'refused', fixes: 2, points: [17, 21] }));
  });

  it.each<readonly [string, string, string]>([
    [
      'GPX',
      'bad.gpx',
      gpx((_, i) => (i < 16 ? '' : '<hdop>1</hdop>')).replaceAll(/lat="[\d.]+"(?=[^/]*<\/time><hdop)/g, 'lat="x"'),
    ],
    ['GeoJSON', 'bad.geojson', geojson((_, i) => (i < 16 ? {} : { time: 'noon' }))],
  ])('of a file that cannot be used, too: %s', async (_, name, content) => {
    await expect(run(name, content)).rejects.toThrow(/, in point 17 \(25 of 41 cannot be read/);
  });
});

describe('fixes that bear one time at several places', () => {
  const minutes = csv(({ t, lat, lon }) => `${iso(t - (t % 60))},${lat},${lon},5`);
  it('are named, and whole minutes as such', async () => {
    const { summary } = await run('minutes.csv', minutes);
    expect(summary.fixes.refused).toEqual({ duplicate: 34 });
    // On the way back he is once more where he was at the beginning of that minute.
    expect(summary.notes).toEqual([{ kind: 'same-time', who: 'offender', fixes: 33, wholeMinutes: true }]);
  });

  it('are named where all bear the same', async () => {
    const { summary } = await run(
      'one.csv',
      csv(({ lat, lon }) => `${iso(7)},${lat},${lon},5`),
    );
    expect(summary.fixes.refused).toEqual({ duplicate: 40 });
    // The last of them is where the first was.
    expect(summary.notes).toEqual([{ kind: 'same-time', who: 'offender', fixes: 39, wholeMinutes: false }]);
  });

  it('are told from a place that is only said twice', async () => {
    const { summary } = await run(
      'twice.csv',
      csv(({ t, lat, lon }) => [1, 2].map(() => `${iso(t)},${lat},${lon},5`).join('\n')),
    );
    expect(summary.fixes.refused).toEqual({ duplicate: 41 });
    expect(summary.notes).toEqual([]);
  });
});

describe('a clock that was wrong for a stretch of the track, and then right again', () => {
  const DAY_S = 86_400;
  /** Eleven fixes, from 150 s to 250 s: with them the contact at 200 s. */
  const isWild = ({ t }: Point): boolean => t >= 150 && t < 260;
  const shifted = (days: number): string =>
    csv((point) => `${iso(point.t + (isWild(point) ? days * DAY_S : 0))},${point.lat},${point.lon},5`);
  const shiftedGpx = (days: number): string => {
    const points = PASS.map((point) => trkpt({ ...point, t: point.t + (isWild(point) ? days * DAY_S : 0) }, ''));
    return `<gpx version="1.1"><trk><trkseg>\n${points.join('\n')}\n</trkseg></trk></gpx>`;
  };
  const lines = [17, 18, 19, 20, 21, 22, 23, 24, 25, 26];
  it.each<readonly [string, string, string, string, readonly number[]]>([
    ['100 days ahead', 'ahead.csv', shifted(100), '100.0 days after', lines],
    ['3 days behind', 'behind.csv', shifted(-3), '3.0 days before', lines],
    ['100 days ahead, in GPX', 'ahead.gpx', shiftedGpx(100), '100.0 days after', lines],
    ['3 days behind, in GPX', 'behind.gpx', shiftedGpx(-3), '3.0 days before', lines],
  ])('is named, and not judged as if it were true: %s', async (_, name, content, words, numbers) => {
    const outcome = await run(name, content);
    const { summary } = outcome;
    expect(summary.fixes.refused).toEqual({ clock: 11 });
    expect(summary.notes).toEqual([
      { kind: 'not-judged', who: 'offender', fixes: 11, of: 41, seconds: 0 },
      expect.objectContaining({ kind: 'refused', who: 'offender', fixes: 11, reason: 'clock', lines: numbers }),
    ]);
    expect(summary.notes).toContainEqual(expect.objectContaining({ message: expect.stringContaining(words) }));
    // What stands on both sides of it is judged at its own time.
    expect(outcome.lines.every(({ t, late }) => t >= 0 && t <= 600 && late !== true)).toBe(true);
  });
});

describe('a considerable part of a track that could not be judged', () => {
  const FAR: readonly (readonly [number, number])[] = [
    [35.18, 129.07],
    [33.5, 126.53],
    [35.68, 139.7],
    [43.06, 141.35],
  ];
  /** After a minute at home the device says places for 27 minutes that it cannot have travelled between. */
  const garbage = (from_s: number) =>
    [
      't,lat,lon',
      ...Array.from({ length: 171 }, (_, i) => {
        const [lat, lon] = i * 10 < from_s ? [HOME[1], HOME[0] + 0.14] : (FAR[i % 4] ?? [0, 0]);
        return `${iso(i * 10)},${lat},${lon}`;
      }),
    ].join('\n');
  const waiting = folder.write(
    'waiting.csv',
    ['t,lat,lon', ...Array.from({ length: 171 }, (_, i) => `${iso(i * 10)},${HOME[1]},${HOME[0]}`)].join('\n'),
  );

  it('is named, with its time: places that are out of reach of one another', async () => {
    const offender = folder.write('garbage.csv', garbage(70));
    const { summary } = await analysedFiles({ order, victim: waiting, offender });
    expect(summary.fixes).toEqual({ read: 342, used: 178, held: 164, refused: {} });
    expect(summary.notes).toEqual([{ kind: 'not-judged', who: 'offender', fixes: 164, of: 171, seconds: 1630 }]);
  });

  it('is named where it begins with the track', async () => {
    const offender = folder.write('garbage.csv', garbage(0));
    const { summary } = await analysedFiles({ order, victim: waiting, offender });
    expect(summary.notes).toContainEqual(expect.objectContaining({ kind: 'not-judged', who: 'offender', of: 171 }));
  });

  it('is named where the reports say no place', async () => {
    const { summary } = await run(
      'fixless.gpx',
      gpx((_, i) => (i < 30 ? '' : '<fix>none</fix>')),
    );
    expect(summary.notes).toContainEqual({ kind: 'not-judged', who: 'offender', fixes: 11, of: 41, seconds: 0 });
  });

  it.each<readonly [string, (i: number) => boolean]>([
    ['one place out of reach', (i) => i === 12],
    ['three in a row', (i) => i >= 12 && i < 15],
  ])('is told from %s, which is counted and no more', async (_, isFar) => {
    const content = csv(({ t, lat, lon }, i) => `${iso(t)},${isFar(i) ? 35.18 : lat},${isFar(i) ? 129.07 : lon},5`);
    const { summary } = await run('few.csv', content);
    expect(summary.notes).toEqual([]);
  });
});
