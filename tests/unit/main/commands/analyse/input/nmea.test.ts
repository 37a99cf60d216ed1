import { describe, expect, it } from 'vitest';
import { fixes, refusals, sentence, shown, track } from './files.ts';

const PLACE = '3733.0000,N,12655.2000,E';
const rmc = (time: string, date: string, { status = 'A', place = PLACE, knots = '10', course = '90' } = {}): string =>
  sentence(`GNRMC,${time},${status},${place},${knots},${course},${date},,,A`);
const gga = (time: string, { quality = '1', place = '3733.0006,N,12655.2000,E', hdop = '1.2' } = {}): string =>
  sentence(`GPGGA,${time},${place},${quality},08,${hdop},30,M,20,M,,`);
const nmea = (...lines: readonly string[]) => track('t.nmea', lines.join('\r\n'));
const times = async (...lines: readonly string[]) => {
  const read = await nmea(...lines);
  expect(shown(read.fault)).toBe('');
  return fixes(read).map(({ at_ms }) => new Date(at_ms).toISOString());
};

describe('tracks as NMEA 0183', () => {
  it.each([
    ['RMC before GGA', [rmc('120000.50', '010320'), gga('120000.50')]],
    ['GGA before RMC', [gga('120000.50'), rmc('120000.50', '010320')]],
  ])('makes one fix of an instant, %s', async (_, lines) => {
    const read = await nmea(sentence('GPGSV,1,1,00'), ...lines);
    expect(shown(read.fault)).toBe('');
    expect(read.lines).toEqual([
      {
        line: 2,
        receivedAt_ms: null,
        refused: null,
        fix: {
          at_ms: Date.UTC(2020, 2, 1, 12, 0, 0, 500),
          lat: expect.closeTo(37.55001, 9),
          lon: expect.closeTo(126.92, 9),
          accuracy_m: 6,
          speed_mps: expect.closeTo(18_520 / 3600, 9),
          heading_deg: 90,
          source: 'gnss',
          battery_percent: null,
        },
      },
    ]);
  });

  it('takes the hemispheres and a lone RMC or GGA as they are', async () => {
    const read = await nmea(
      rmc('120000', '010320', { place: '3733.0000,S,12655.2000,W', knots: '', course: '' }),
      gga('120001', { hdop: '' }),
    );
    expect(fixes(read)).toMatchObject([
      {
        lat: expect.closeTo(-37.55, 9),
        lon: expect.closeTo(-126.92, 9),
        accuracy_m: null,
        speed_mps: null,
        heading_deg: null,
      },
      { lat: expect.closeTo(37.55001, 9), accuracy_m: null, speed_mps: null },
    ]);
  });

  it('keeps two sentences of one kind and time apart', async () => {
    const read = await nmea(rmc('120000', '010320'), rmc('120000', '010320'), gga('120000'));
    expect(read.lines.map(({ line }) => line)).toEqual([1, 2]);
  });

  it('cuts what is finer than a millisecond, and knows the century', async () => {
    expect(await times(rmc('120000.9999', '311299'), rmc('000000', '010179'))).toEqual([
      '1999-12-31T12:00:00.999Z',
      '2079-01-01T00:00:00.000Z',
    ]);
  });

  it('rolls over midnight when GGA comes first, and back with a late one', async () => {
    expect(
      await times(
        rmc('235959', '280220'),
        gga('000000'),
        gga('235959.5'),
        gga('000001'),
        rmc('000001', '290220'),
        gga('000002'),
      ),
    ).toEqual([
      '2020-02-28T23:59:59.000Z',
      '2020-02-29T00:00:00.000Z',
      '2020-02-28T23:59:59.500Z',
      '2020-02-29T00:00:01.000Z',
      '2020-02-29T00:00:02.000Z',
    ]);
  });

  it('takes the date of the RMC of the same instant, however long the recording paused', async () => {
    expect(await times(rmc('230000', '280220'), gga('080000'), rmc('080000', '050320'))).toEqual([
      '2020-02-28T23:00:00.000Z',
      '2020-03-05T08:00:00.000Z',
    ]);
  });

  it('dates those before the first RMC by it', async () => {
    expect(await times(gga('235958'), gga('235959'), gga('000000'), rmc('000000', '010320'))).toEqual([
      '2020-02-29T23:59:58.000Z',
      '2020-02-29T23:59:59.000Z',
      '2020-03-01T00:00:00.000Z',
    ]);
  });

  it('refuses an instant without a fix once, whichever sentence says so', async () => {
    const read = await nmea(
      gga('115958', { quality: '0', place: ',,,' }),
      rmc('115958', '', { status: 'V', place: ',,,' }),
      rmc('115959', '010320', { status: 'V' }),
      gga('115959'),
      gga('', { quality: '0', place: ',,,' }),
      rmc('120000', '010320'),
    );
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(['1 no-fix', '3 no-fix', '5 no-fix']);
    expect(fixes(read)).toHaveLength(1);
  });

  it('refuses a garbled line of any kind and goes on', async () => {
    const read = await nmea(
      rmc('120000', '010320').replace('3733', '3734'),
      gga('120000').slice(0, 30),
      'boot 1.0',
      '',
      sentence('GPGSV,1,1,00').replace('00', '01'),
      rmc('120001', '010320'),
    );
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(['1 checksum', '2 checksum', '3 checksum', '5 checksum']);
    expect(fixes(read)).toHaveLength(1);
  });

  it('refuses what cannot be true', async () => {
    const read = await nmea(
      rmc('250000', '010320'),
      rmc('120060', '010320'),
      rmc('120001', '320120'),
      rmc('120002', '300220'),
      rmc('120003', '010320', { place: '9133.0000,N,12655.2000,E' }),
      rmc('120004', '010320', { place: '3760.0000,N,12655.2000,E' }),
      rmc('120005', '010320', { knots: '400' }),
      rmc('120006', '010320', { course: '361' }),
      rmc('120007', '010320', { place: '3733.6162,N,12655.9962,E' }),
    );
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((line) => `${line} out-of-range`));
    expect(fixes(read)).toHaveLength(1);
  });

  it.each([
    [
      'a latitude that is text',
      rmc('120001', '010320', { place: '3733.x,N,12655.2,E' }),
      'lat: is not ddmm.mmm and N or S',
    ],
    [
      'a missing hemisphere',
      rmc('120001', '010320', { place: '3733.0,,12655.2,E' }),
      'lat: is not ddmm.mmm and N or S',
    ],
    ['a missing longitude', gga('120001', { place: '3733.0,N,,E' }), 'lon: is not dddmm.mmm and E or W'],
    ['a dilution that is text', gga('120001', { hdop: '1.2x' }), 'hdop: is not a number'],
    ['a speed that is text', rmc('120001', '010320', { knots: '5 kn' }), 'speed: is not a number'],
    ['a time that is text', gga('12:00:01'), 'time: is not hhmmss'],
    ['no time', gga(''), 'time: is missing'],
    ['a date that is text', rmc('120001', '1 Mar'), 'date: is not ddmmyy'],
    ['too few fields', sentence(`GPGGA,120001,${PLACE},1`), 'GGA: has not the fields of its kind'],
    ['an unknown quality', gga('120001', { quality: '9' }), 'GGA: has not the fields of its kind'],
  ])('finds fault with %s under a right checksum', async (_, bad, words) => {
    const read = await nmea(rmc('120000', '010320'), gga('120000'), bad, rmc('120002', '010320'));
    expect(shown(read.fault)).toBe(`t.nmea:3: ${words}`);
    expect(fixes(read)).toHaveLength(1);
  });

  it('finds fault with a file in which every checksum is wrong', async () => {
    const bad = rmc('120000', '010320').replace('3733', '3734');
    const read = await nmea(bad, bad);
    expect(refusals(read)).toEqual(['1 checksum', '2 checksum']);
    expect(shown(read.fault)).toBe('t.nmea: checksum: is wrong in every sentence');
  });

  it.each([
    ['text', 'hello\nworld'],
    ['nothing', ''],
  ])('finds fault with a file of %s', async (_, text) => {
    expect(shown((await nmea(text)).fault)).toBe('t.nmea: sentence: no line of the file is an NMEA sentence');
  });

  it('finds fault with a file that never names the date', async () => {
    const read = await nmea(gga('120000'), gga('120001'));
    expect(shown(read.fault)).toBe('t.nmea:1: date: is not known: no RMC sentence has given one');
    expect(read.lines).toEqual([]);
  });
});
