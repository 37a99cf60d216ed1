import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fix } from '../../../../../../shared/domain/fixes.ts';
import { fixes, marks, refusals, shown, track } from './files.ts';

const csv = (...lines: readonly string[]) => track('t.csv', `${lines.join('\n')}\n`);
const HEADER = 't,lat,lon,accuracy_m,speed_mps,heading_deg';
const T = '2014-09-10T04:54:07Z';

describe('tracks as CSV', () => {
  it('reads a fix a line, columns in any order, and leaves null what is empty or has no column', async () => {
    const read = await csv(
      'lon, heading_deg, receivedAt, t, lat, battery_percent, speed_mps',
      `126.92, 270, 2014-09-10T04:54:09.5Z, ${T}, 37.55, 81, 1.5`,
      '126.93,,,1410324848.25,37.56,,',
    );
    expect(shown(read.fault)).toBe('');
    expect(read.lines).toEqual([
      {
        line: 2,
        receivedAt_ms: 1_410_324_849_500,
        marks: [],
        refused: null,
        fix: {
          at_ms: 1_410_324_847_000,
          lon: 126.92,
          lat: 37.55,
          accuracy_m: null,
          speed_mps: 1.5,
          heading_deg: 270,
          source: 'gnss',
          battery_percent: 81,
        },
      },
      expect.objectContaining({
        line: 3,
        receivedAt_ms: null,
        fix: expect.objectContaining({
          at_ms: 1_410_324_848_250,
          heading_deg: null,
          speed_mps: null,
          battery_percent: null,
        }),
      }),
    ]);
  });

  it('does not mind a byte order mark, CRLF, blank lines, quotes and a last line without its end', async () => {
    const read = await track('t.csv', `\uFEFFt,"lat",lon\r\n\r\n"${T}","37.55",126.92\r\n  \r\n${T},37.56,126.92`);
    expect(shown(read.fault)).toBe('');
    expect(read.lines.map(({ line }) => line)).toEqual([3, 5]);
    expect(fixes(read).map(({ lat }) => lat)).toEqual([37.55, 37.56]);
  });

  it.each([
    ['a latitude', `${T},91,126.92,,,`, 'out-of-range'],
    ['a longitude', `${T},37.55,200,,,`, 'out-of-range'],
    ['an accuracy past every range', `${T},37.55,126.92,50001,,`, 'out-of-range'],
    ['an accuracy past all numbers', `${T},37.55,126.92,1e999,,`, 'out-of-range'],
    ['an infinite accuracy', `${T},37.55,126.92,Infinity,,`, 'out-of-range'],
    ['an infinite accuracy as C writes it', `${T},37.55,126.92,inf,,`, 'out-of-range'],
    // It may be as bad as any, and must not become 15 m.
    ['an accuracy that is text', `${T},37.55,126.92,good,,`, 'no-fix'],
    ['an accuracy with its unit', `${T},37.55,126.92,900m,,`, 'no-fix'],
    ['an accuracy below all numbers', `${T},37.55,126.92,-inf,,`, 'no-fix'],
    ['a date', '2021-02-30T00:00:00Z,37.55,126.92,,,', 'out-of-range'],
    ['a time', '8640000000001,37.55,126.92,,,', 'out-of-range'],
    ['a number past all numbers', `${T},1e999,126.92,,,`, 'out-of-range'],
    // Phones say so that a place is not valid.
    ['a negative accuracy', `${T},37.55,126.92,-1,,`, 'no-fix'],
    ['the place where no place is known', `${T},0,0.0,5,,`, 'no-fix'],
    ['no latitude', `${T},,126.92,,,`, 'no-fix'],
    ['a longitude that is null', `${T},37.55,null,,,`, 'no-fix'],
    ['no time', ',37.55,126.92,,,', 'no-time'],
    ['a time that is null', 'null,37.55,126.92,,,', 'no-time'],
  ])('refuses %s and goes on', async (_, row, reason) => {
    const read = await csv(HEADER, row, `${T},37.55,126.92,5,1,90`);
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual([`2 ${reason}`]);
    expect(fixes(read)).toHaveLength(1);
  });

  it.each([
    ['an accuracy of zero', '0,1,90,80', { accuracy_m: null }, 'odd-accuracy'],
    ['a negative speed', '5,-1,90,80', { speed_mps: null }, 'odd-speed'],
    ['an infinite speed', '5,inf,90,80', { speed_mps: null }, 'odd-speed'],
    ['a speed past all trains', '5,200,90,80', { speed_mps: null }, 'odd-speed'],
    ['a heading', '5,1,361,80', { heading_deg: null }, 'odd-heading'],
    ['a battery', '5,1,90,-100', { battery_percent: null }, 'odd-battery'],
  ])('takes %s as not known, and costs nothing else', async (_, values, unknown, mark) => {
    const read = await csv(`${HEADER},battery_percent`, `${T},37.55,126.92,${values}`);
    expect(shown(read.fault)).toBe('');
    const whole = { lat: 37.55, accuracy_m: 5, speed_mps: 1, heading_deg: 90, battery_percent: 80 };
    expect(fixes(read)).toMatchObject([{ ...whole, ...unknown }]);
    expect(marks(read)).toEqual([mark]);
  });

  it('takes a value that is absent as not known, without a mark', async () => {
    const read = await csv(HEADER, `${T},37.55,126.92,NaN,null,-`, `${T},37.55,126.92,-nan,undefined,none`);
    const nothing = { accuracy_m: null, speed_mps: null, heading_deg: null };
    expect(fixes(read)).toMatchObject([nothing, nothing]);
    expect(marks(read)).toEqual([]);
  });

  it('reads semicolons, and with them decimal commas', async () => {
    const read = await csv('t;lat;lon;accuracy_m', `${T};37,55;"126,92";7,5`, '1410324848,25;37.56;126.92;');
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toMatchObject([
      { lat: 37.55, lon: 126.92, accuracy_m: 7.5 },
      { lat: 37.56, lon: 126.92, at_ms: 1_410_324_848_250 },
    ]);
  });

  it.each(['\r', '\n', '\r\n'])('counts lines that end in %j', async (end) => {
    const read = await track('t.csv', ['t,lat,lon', `${T},37.55,126.92`, '', `${T},37.56,126.92`].join(end));
    expect(read.lines.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('refuses a time of receipt that cannot be true', async () => {
    expect(refusals(await csv('t,lat,lon,receivedAt', `${T},37.55,126.92,2021-02-30T00:00:00Z`))).toEqual([
      '2 out-of-range',
    ]);
  });

  it.each([
    ['text for a number', [HEADER, `${T},37.55,east,,,`], 't.csv:2: lon: is not a number'],
    ['hexadecimal', [HEADER, `${T},0x25,126.92,,,`], 't.csv:2: lat: is not a number'],
    ['a decimal comma', ['t;lat;lon', `${T};37,5,5;126.92`], 't.csv:2: lat: is not a number'],
    [
      'a time without a zone',
      [HEADER, '2014-09-10T04:54:07,37.55,126.92,,,'],
      't.csv:2: t: needs a time zone (Z or ±hh:mm)',
    ],
    [
      'a time that is none',
      [HEADER, 'now,37.55,126.92,,,'],
      't.csv:2: t: is not a time: ISO 8601 with a zone (Z or ±hh:mm), or seconds since 1970',
    ],
    [
      'a time of receipt that is none',
      ['t,lat,lon,receivedAt', `${T},37.55,126.92,later`],
      't.csv:2: receivedAt: is not a time',
    ],
    ['too few values', [HEADER, `${T},37.55,126.92`], 't.csv:2: columns: 3 values where the header names 6'],
    [
      'too many values',
      ['t,lat,lon', '', `${T},37.55,126.92,5`],
      't.csv:3: columns: 4 values where the header names 3',
    ],
    ['a quote left open', ['t,lat,lon', `"${T},37.55,126.92`], 't.csv:2: quotes: are not balanced'],
    ['a missing column', ['t,lat', `${T},37.55`], 't.csv:1: lon: the column is missing'],
    ['a column twice', ['t,lat,lon,lat', `${T},37.55,126.92,37.55`], 't.csv:1: lat: the column is there twice'],
    ['nothing at all', [''], 't.csv: header: is missing'],
  ])('finds fault with %s', async (_, lines, words) => {
    const { fault } = await csv(...lines);
    expect(shown(fault)).toContain(words);
    expect(shown(fault)).not.toMatch(/\n|37\.55|126\.92/);
  });

  it('names an unknown column, but does not repeat values that stand where names belong', async () => {
    expect(shown((await csv('t,lat,lon,acuracy_m')).fault)).toMatch(
      /^t\.csv:1: acuracy_m: is no known column \(known: t, /,
    );
    expect(shown((await csv(`${T},37.55,126.92`)).fault)).toMatch(/^t\.csv:1: column 1: is no known column/);
  });

  it('counts bad lines and uses the rest, up to a tenth of the lines', async () => {
    const good = Array.from({ length: 18 }, (_, i) => `${i},37.55,126.92`);
    const few = await csv('t,lat,lon', ...good, '18,x,126.92', 'gone');
    expect(shown(few.fault)).toBe('');
    expect(fixes(few)).toHaveLength(18);
    expect(refusals(few)).toEqual(['20 unreadable', '21 unreadable']);
    const many = await csv('t,lat,lon', ...good, '18,x,126.92', 'gone', 'gone');
    expect(shown(many.fault)).toBe('t.csv:20: lat: is not a number (3 of 21 cannot be read: too many to use the rest)');
  });

  it('takes any fix back from its text', async () => {
    // Text knows no negative zero.
    const within = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((n) => n + 0);
    const unsure = (value: fc.Arbitrary<number>) => fc.option(value, { nil: null });
    const aFix: fc.Arbitrary<Fix> = fc.record({
      // Within the half day in which no fix stands alone.
      at_ms: fc.integer({ min: Date.UTC(2026, 4, 8), max: Date.UTC(2026, 4, 8, 12) }),
      // 0°, 0° is no place.
      lon: within(-180, 180).filter((lon) => lon !== 0),
      lat: within(-85, 85),
      accuracy_m: unsure(within(0.001, 50_000)),
      speed_mps: unsure(within(0, 150)),
      heading_deg: unsure(within(0, 360)),
      source: fc.constant('gnss' as const),
      battery_percent: unsure(within(0, 100)),
    });
    const columns = fc.shuffledSubarray(
      ['t', 'lat', 'lon', 'accuracy_m', 'speed_mps', 'heading_deg', 'battery_percent'] as const,
      { minLength: 7 },
    );
    const layout = fc.record({ quoted: fc.boolean(), end: fc.constantFrom('\n', '\r\n') });
    await fc.assert(
      fc.asyncProperty(fc.array(aFix, { maxLength: 30 }), columns, layout, async (written, order, { quoted, end }) => {
        const rows = written.map((fix) => {
          const values = { ...fix, t: new Date(fix.at_ms).toISOString() };
          return order.map((column) => (quoted ? `"${values[column] ?? ''}"` : (values[column] ?? ''))).join(',');
        });
        const read = await track('t.csv', [order.join(','), ...rows, ''].join(end));
        expect(shown(read.fault)).toBe('');
        expect(fixes(read)).toEqual(written);
      }),
      { numRuns: 40 },
    );
  });
});
