import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isEpochMs,
  parseIsoTime,
  parseNumber,
  parseTime,
} from '../../../../../../main/commands/analyse/input/values.ts';

describe('times in files', () => {
  it.each([
    ['2014-09-10T04:54:07Z', 1_410_324_847_000],
    ['2014-09-10T13:54:07+09:00', 1_410_324_847_000],
    ['2014-09-10T04:54Z', 1_410_324_840_000],
    ['2014-09-10T04:54:07.9999999Z', 1_410_324_847_999],
    ['1901-12-13T20:45:52.2073437Z', -2_147_483_647_793],
    ['2020-02-29T00:00:00Z', 1_582_934_400_000],
    ['1410324847', 1_410_324_847_000],
    ['1410324847.1239', 1_410_324_847_123],
    ['1.005', 1005],
    ['-1.5', -1500],
    ['0', 0],
  ])('%s is %i ms', (text, at_ms) => {
    expect(parseTime(text)).toBe(at_ms);
  });

  it.each([
    ['2014-09-10T04:54:07', 'no-zone'],
    ['2014-09-10 04:54:07Z', 'malformed'],
    ['2014-09-10', 'malformed'],
    ['10.09.2014', 'malformed'],
    ['1.4e9', 'malformed'],
    ['', 'malformed'],
    ['Thu', 'malformed'],
  ])('%s is %s', (text, misread) => {
    expect(parseTime(text)).toBe(misread);
  });

  it.each([
    '2021-02-29T00:00:00Z',
    '2021-04-31T00:00:00Z',
    '2021-13-01T00:00:00Z',
    '2021-01-01T25:00:00Z',
    '99999999999999',
  ])('%s has the form of a time and is none', (text) => {
    const at_ms = parseTime(text);
    expect(typeof at_ms === 'number' && !isEpochMs(at_ms)).toBe(true);
  });

  it('takes any instant back from its ISO form and from its seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(0, 0), max: Date.UTC(9999, 0) }), (at_ms) => {
        expect(parseIsoTime(new Date(at_ms).toISOString())).toBe(at_ms);
        const seconds = `${at_ms < 0 ? '-' : ''}${Math.floor(Math.abs(at_ms) / 1000)}.${String(Math.abs(at_ms) % 1000).padStart(3, '0')}`;
        expect(parseTime(seconds)).toBe(at_ms);
      }),
    );
  });
});

describe('numbers in files', () => {
  it('takes any finite number back from its text', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => parseNumber(String(n)) === n));
  });

  it.each([
    ['inf', Infinity],
    ['Infinity', Infinity],
    ['+INF', Infinity],
    ['1e999', Infinity],
    ['-inf', -Infinity],
    ['-Infinity', -Infinity],
  ])('%j is larger or smaller than any', (text, number) => {
    expect(parseNumber(text)).toBe(number);
  });

  it.each(['', ' ', '0x10', '0b1', 'infinite', 'NaN', '1,5', '1_000', '12x', '--1', '1e', '.', 'null'])(
    '%j is none',
    (text) => {
      expect(parseNumber(text)).toBeNaN();
    },
  );
});
