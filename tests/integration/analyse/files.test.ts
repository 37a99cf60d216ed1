import { afterAll, describe, expect, it } from 'vitest';
import { sentence } from '../../unit/main/commands/analyse/input/files.ts';
import { HOME, T0_S, analysedFiles, at, caseFolder, orderOf, told } from './recorded.ts';
import type { Outcome } from './recorded.ts';

const folder = caseFolder();
afterAll(() => folder.drop());

const DAY_S = 86_400;
/** 1,024 weeks of GPS. */
const ROLLOVER_S = 7168 * DAY_S;

type Point = { readonly t: number; readonly lat: number; readonly lon: number };
/** Someone walks from 1,500 m to 300 m in ten minutes, a fix every 20 s. */
const WALK: readonly Point[] = Array.from({ length: 31 }, (_, i) => {
  const [lon, lat] = at(0, 1500 - 40 * i);
  return { t: i * 20, lat, lon };
});

const iso = (t: number): string => new Date((T0_S + t) * 1000).toISOString();
const victim = folder.write(
  'victim.csv',
  [
    't,lat,lon,accuracy_m',
    ...Array.from({ length: 24 }, (_, i) => `${T0_S - 60 + i * 30},${HOME[1]},${HOME[0]},8`),
  ].join('\n'),
);
const order = folder.write('order.json', JSON.stringify(orderOf()));
const run = (name: string, content: string | Uint8Array, over: object = {}): Promise<Outcome> =>
  analysedFiles({ order, victim, offender: folder.write(name, content), ...over });

/** Every change of level, without its certainty: what each way of writing the same walk must come to. */
const levels = ({ lines }: Outcome): readonly string[] =>
  told(lines.filter(({ event }) => event !== 'alert.updated')).map((line) => line.replace(/ (likely|confirmed) /, ' '));
const BASELINE = ['0 raised proximity warning 2', '260 level proximity alert 1'];
const kinds = ({ summary }: Outcome) =>
  summary.notes.map((note) => (note.kind === 'refused' ? `refused ${note.reason}` : note.kind));

type Row = (point: Point, i: number) => string;
const csv = (row: Row, header = 't,lat,lon,accuracy_m'): string => [header, ...WALK.map(row), ''].join('\n');
const gpxOf = (points: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>\n${points.join('\n')}\n</trkseg></trk></gpx>\n`;
const trkpt = ({ lat, lon }: Point, inner: string): string => `<trkpt lat="${lat}" lon="${lon}">${inner}</trkpt>`;
const timed = ({ t }: Point, offset_s = 0): string => `<time>${iso(t + offset_s)}</time>`;
const gpx = (inner: Row): string => gpxOf(WALK.map((point, i) => trkpt(point, inner(point, i))));

const inMinutes = (degrees: number, width: number): string =>
  `${String(Math.floor(degrees)).padStart(width, '0')}${((degrees % 1) * 60).toFixed(4).padStart(7, '0')}`;
const nmea = (
  write: (line: string, i: number) => string,
  { hdop = '1.6', quality = '1', mode = 'A', offset_s = 0 } = {},
): string =>
  WALK.flatMap(({ t, lat, lon }, i) => {
    const [date = '', time = ''] = iso(t + offset_s).split('T');
    const clock = time.slice(0, 8).replaceAll(':', '');
    const day = date
      .split('-')
      .toReversed()
      .join('')
      .replace(/20(\d\d)$/, '$1');
    const place = `${inMinutes(lat, 2)},N,${inMinutes(lon, 3)},E`;
    return [
      write(sentence(`GPGGA,${clock}.000,${place},${quality},8,${hdop},50.0,M,20.0,M,,`), i),
      write(sentence(`GPRMC,${clock}.000,A,${place},3.89,180.00,${day},,,${mode}`), i),
    ];
  }).join('\r\n');
const plain = (line: string): string => line;

describe('the same walk, as loggers write it, comes to the same alerts', () => {
  const hdop = '<hdop>1.6</hdop>';
  const base = gpx((p) => `${timed(p)}${hdop}`);
  const reversedHalves = (): string => {
    const points = WALK.map((p) => trkpt(p, timed(p)));
    return gpxOf([...points.slice(15), '</trkseg><trkseg>', ...points.slice(0, 15)]);
  };
  const comma = (value: number): string => String(value).replace('.', ',');
  it.each<readonly [string, string, string | Uint8Array, readonly string[]]>([
    ['GPX', 'base.gpx', base, []],
    ['CSV', 'base.csv', csv(({ t, lat, lon }) => `${iso(t)},${lat},${lon},8`), []],
    ['NMEA', 'base.nmea', nmea(plain), []],
    ['a dilution of zero', 'hdop-zero.gpx', gpx((p) => `${timed(p)}<hdop>0.000</hdop>`), ['odd-accuracy']],
    ['a dilution of zero in NMEA', 'hdop-zero.nmea', nmea(plain, { hdop: '0.0' }), ['odd-accuracy']],
    [
      'an accuracy of zero',
      'accuracy-zero.csv',
      csv(({ t, lat, lon }) => `${iso(t)},${lat},${lon},0`),
      ['odd-accuracy'],
    ],
    [
      'a speed of -1',
      'speed.gpx',
      gpx((p) => `${timed(p)}${hdop}<extensions><speed>-1</speed><course>-1</course></extensions>`),
      ['odd-speed', 'odd-heading'],
    ],
    [
      'one fix of 2034',
      'year.csv',
      csv(({ t, lat, lon }, i) => `${i === 5 ? '2034-05-08T11:01:40Z' : iso(t)},${lat},${lon},8`),
      ['refused clock'],
    ],
    [
      'one fix of 2034 in GPX',
      'year.gpx',
      gpx((p, i) => `${i === 5 ? '<time>2034-05-08T11:01:40Z</time>' : timed(p)}${hdop}`),
      ['refused clock'],
    ],
    [
      'four points without a time',
      'four.gpx',
      gpx((p, i) => `${[5, 6, 14, 22].includes(i) ? '' : timed(p)}${hdop}`),
      ['not-judged', 'refused no-time'],
    ],
    ['a time that is null', 'null.gpx', gpx((p, i) => (i === 5 ? '<time>null</time>' : timed(p))), ['refused no-time']],
    ['UTF-16', 'utf16.gpx', Buffer.from(`\uFEFF${base.replace('UTF-8', 'UTF-16')}`, 'utf16le'), []],
    ['no checksums', 'bare.nmea', nmea((line) => line.slice(0, -3)), ['without-checksum']],
    [
      'text before each sentence',
      'prefixed.nmea',
      nmea((line, i) => `${i % 2 === 0 ? '+GPSRD:' : '2026-05-08 11:00:00 '}${line}`),
      ['prefixed'],
    ],
    [
      'sentences from before there was a fix',
      'placeholder.nmea',
      `${sentence('GPRMC,000000.00,A,0.000,N,0.000,E,0.0,0.0,050505,0.0,E')}\r\n${sentence('GPRMC,,V,,,,,,,,,,N')}\r\n${nmea(plain)}`,
      ['refused no-fix'],
    ],
    [
      'a short sentence under a right checksum',
      'short.nmea',
      nmea((line, i) => (i === 10 ? `${sentence('GPRMC,181536.000,A,5936.79K,D')}\r\n${line}` : line)),
      ['refused unreadable'],
    ],
    ['segments out of order', 'segments.gpx', reversedHalves(), ['sorted']],
    [
      'semicolons and decimal commas',
      'semicolon.csv',
      csv(({ t, lat, lon }) => `${iso(t)};${comma(lat)};${comma(lon)}`, 't;lat;lon'),
      [],
    ],
    ['CR alone', 'cr.csv', csv(({ t, lat, lon }) => `${T0_S + t},${lat},${lon},8`).replaceAll('\n', '\r'), []],
    [
      'GeoJSON',
      'line.geojson',
      JSON.stringify({
        type: 'Feature',
        geometry: { type: 'LineString', coordinates: WALK.map(({ lat, lon }) => [lon, lat]) },
        properties: { coordTimes: WALK.map(({ t }) => iso(t)) },
      }),
      [],
    ],
  ])('%s', async (_, name, content, expected) => {
    const outcome = await run(name, content);
    expect(levels(outcome)).toEqual(BASELINE);
    expect(outcome.summary.minDistance_m).toBeCloseTo(300, 0);
    expect([...new Set(kinds(outcome))]).toEqual(expected);
    const { read, used, held, refused } = outcome.summary.fixes;
    expect(used + held + Object.values(refused).reduce((sum, n) => sum + n, 0)).toBe(read);
  });

  it('estimated places: the same levels, possible as early as their wider radius allows', async () => {
    const outcome = await run('estimated.nmea', nmea(plain, { quality: '6', mode: 'E' }));
    expect(kinds(outcome)).toEqual(['estimated']);
    const likely = outcome.lines.find(({ level, certainty }) => level === 'alert' && certainty === 'likely');
    expect(likely?.t).toBe(260);
    expect(outcome.lines.find(({ level, certainty }) => level === 'alert' && certainty === 'confirmed')?.t).toBe(300);
  });
});

describe('what is never a quiet 0 alerts', () => {
  it.each([
    ['GPX', 'rollover.gpx', gpx((p) => timed(p, -ROLLOVER_S))],
    ['NMEA', 'rollover.nmea', nmea(plain, { offset_s: -ROLLOVER_S })],
  ])('a clock 1,024 weeks behind, in %s: outside the order, and explained', async (_, name, content) => {
    const { summary } = await run(name, content);
    expect(summary.notes).toEqual([
      {
        kind: 'outside-order',
        who: 'offender',
        fixes: 31,
        of: 31,
        from: iso(-ROLLOVER_S),
        to: iso(600 - ROLLOVER_S),
      },
      { kind: 'clock-offset', who: 'offender', fixes: 31, days: 7168 },
      expect.objectContaining({ kind: 'no-common-time' }),
    ]);
  });

  it('times in milliseconds: read as the seconds that they should be, and explained', async () => {
    const outcome = await run(
      'ms.csv',
      csv(({ t, lat, lon }) => `${(T0_S + t) * 1000},${lat},${lon},8`),
    );
    expect(kinds(outcome)).toEqual(['outside-order', 'milliseconds', 'no-common-time']);
  });

  it('a track of another day than the other', async () => {
    const outcome = await run(
      'day.gpx',
      gpx((p) => timed(p, 3 * DAY_S)),
    );
    expect(outcome.summary.notes).toEqual([
      {
        kind: 'no-common-time',
        offender: { from: iso(3 * DAY_S), to: iso(600 + 3 * DAY_S) },
        victim: { from: iso(-60), to: iso(630) },
      },
    ]);
  });

  it('an order that is not in force for all of a track', async () => {
    const partly = folder.write('partly.json', JSON.stringify(orderOf({ validFrom: '2026-05-08T19:45:00+09:00' })));
    const { summary } = await run(
      'partly.gpx',
      gpx((p) => timed(p)),
      { order: partly },
    );
    expect(summary.notes).toContainEqual(
      expect.objectContaining({ kind: 'outside-order', who: 'offender', fixes: 15, of: 31 }),
    );
  });

  it.each<readonly [string, string, string]>([
    ['infinite', 'inf', 'out-of-range'],
    ['past all numbers', '1e999', 'out-of-range'],
    ['in words', 'poor', 'no-fix'],
  ])('a track whose accuracy is %s: no place is made surer than its sender said', async (_, accuracy, reason) => {
    const name = accuracy.replace(/\W/, '');
    const outcome = await run(
      `${name}.csv`,
      csv(({ t, lat, lon }) => `${iso(t)},${lat},${lon},${accuracy}`),
    );
    expect(outcome.summary.alerts).toBe(0);
    expect(outcome.summary.fixes.refused).toEqual({ [reason]: 31 });
    expect(kinds(outcome)).toEqual(['no-fixes', `refused ${reason}`]);
  });

  it('a track without one fix', async () => {
    const outcome = await run(
      'none.gpx',
      gpx(() => ''),
    );
    expect(kinds(outcome)).toEqual(['no-fixes', 'refused no-time']);
    expect(outcome.summary.notes[1]).toMatchObject({
      fixes: 31,
      lines: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      field: 'time',
      message: 'is missing',
    });
  });

  it('lines that stand after later ones', async () => {
    const outcome = await run(
      'late.csv',
      csv(({ t, lat, lon }, i) => (i === 10 ? `${iso(t - 30)},${lat},${lon},8` : `${iso(t)},${lat},${lon},8`)),
    );
    expect(kinds(outcome)).toEqual(['after-later-ones']);
  });

  it('events out of order', async () => {
    const events = folder.write(
      'events.jsonl',
      [
        { t: T0_S + 50, kind: 'sos', subject: 'victim' },
        { t: T0_S + 20, kind: 'strap-tamper', subject: 'offender' },
      ]
        .map((event) => JSON.stringify(event))
        .join('\n'),
    );
    const outcome = await run(
      'base.gpx',
      gpx((p) => timed(p)),
      { events },
    );
    expect(outcome.lines.filter(({ cause }) => cause !== 'position').map(({ t, rule }) => [t, rule])).toEqual([
      [20, 'device:strap-tamper'],
      [50, 'sos'],
    ]);
    expect(outcome.summary.notes).toEqual([{ kind: 'events-sorted', events: 2 }]);
  });
});
