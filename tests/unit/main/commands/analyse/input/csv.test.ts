import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fix } from '../../../../../../shared/domain/fixes.ts';
import { fixes, refusals, shown, track } from './files.ts';

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
    ['a latitude', `${T},91,126.92,,,`],
    ['a longitude', `${T},37.55,200,,,`],
    ['a negative accuracy', `${T},37.55,126.92,-1,,`],
    ['an accuracy of zero', `${T},37.55,126.92,0,,`],
    ['a negative speed', `${T},37.55,126.92,,-1,`],
    ['a speed', `${T},37.55,126.92,,200,`],
    ['a heading', `${T},37.55,126.92,,,400`],
    ['a date', '2021-02-30T00:00:00Z,37.55,126.92,,,'],
    ['a time', '8640000000001,37.55,126.92,,,'],
    ['a number past all numbers', `${T},1e999,126.92,,,`],
  ])('refuses %s that cannot be true and goes on', async (_, row) => {
    const read = await csv(HEADER, row, `${T},37.55,126.92,5,1,90`);
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(['2 out-of-range']);
    expect(fixes(read)).toHaveLength(1);
  });

  it('refuses a time of receipt that cannot be true', async () => {
    expect(refusals(await csv('t,lat,lon,receivedAt', `${T},37.55,126.92,2021-02-30T00:00:00Z`))).toEqual([
      '2 out-of-range',
    ]);
  });

  it.each([
    ['text for a number', [HEADER, `${T},37.55,east,,,`], 't.csv:2: lon: is not a number'],
    ['text in an optional column', [HEADER, `${T},37.55,126.92,good,,`], 't.csv:2: accuracy_m: is not a number'],
    ['hexadecimal', [HEADER, `${T},0x25,126.92,,,`], 't.csv:2: lat: is not a number'],
    ['no latitude', [HEADER, `${T},,126.92,,,`], 't.csv:2: lat: has no value'],
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

  it('gives what stands before a fault, and nothing after', async () => {
    const read = await csv('t,lat,lon', `${T},37.55,126.92`, `${T},x,126.92`, `${T},37.56,126.92`, `${T},y,126.92`);
    expect(fixes(read).map(({ lat }) => lat)).toEqual([37.55]);
    expect(read.fault?.line).toBe(3);
  });

  it('takes any fix back from its text', async () => {
    // Text knows no negative zero.
    const within = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((n) => n + 0);
    const unsure = (value: fc.Arbitrary<number>) => fc.option(value, { nil: null });
    const aFix: fc.Arbitrary<Fix> = fc.record({
      at_ms: fc.integer({ min: Date.UTC(1, 0), max: Date.UTC(9999, 0) }),
      lon: within(-180, 180),
      lat: within(-90, 90),
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
