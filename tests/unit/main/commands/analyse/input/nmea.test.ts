import { describe, expect, it } from 'vitest';
import { fixes, marks, refusals, sentence, shown, track } from './files.ts';

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
        marks: [],
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
    const good = Array.from({ length: 40 }, (_, i) => rmc(`1201${String(i).padStart(2, '0')}`, '010320'));
    const read = await nmea(
      rmc('120000', '010320').replace('3733', '3734'),
      gga('120000').slice(0, 30),
      'boot 1.0',
      '',
      sentence('GPGSV,1,1,00').replace('00', '01'),
      ...good,
    );
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(['1 checksum', '2 checksum', '3 unreadable', '5 checksum']);
    expect(fixes(read)).toHaveLength(40);
  });

  it('refuses what cannot be true', async () => {
    const read = await nmea(
      rmc('250000', '010320'),
      rmc('120060', '010320'),
      rmc('120001', '320120'),
      rmc('120002', '300220'),
      rmc('120003', '010320', { place: '9133.0000,N,12655.2000,E' }),
      rmc('120004', '010320', { place: '3760.0000,N,12655.2000,E' }),
      rmc('120007', '010320', { place: '3733.6162,N,12655.9962,E' }),
    );
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual([1, 2, 3, 4, 5, 6].map((line) => `${line} out-of-range`));
    expect(fixes(read)).toHaveLength(1);
  });

  it.each([
    ['a dilution of zero', [rmc('120000', '010320'), gga('120000', { hdop: '0.0' })], { accuracy_m: null }],
    ['a speed past all trains', [rmc('120000', '010320', { knots: '400' })], { speed_mps: null }],
    ['a speed that is text', [rmc('120000', '010320', { knots: '5 kn' })], { speed_mps: null }],
    ['a course', [rmc('120000', '010320', { course: '361' })], { heading_deg: null }],
  ])('takes %s as not known, and costs nothing else', async (_, lines, unknown) => {
    const read = await nmea(...lines);
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toMatchObject([unknown]);
    expect(marks(read)).toHaveLength(1);
  });

  it.each([
    ['infinite', { hdop: 'inf' }, 'out-of-range'],
    ['infinite, of a place that was estimated', { hdop: 'inf', quality: '6' }, 'out-of-range'],
    ['text', { hdop: '1.2x' }, 'no-fix'],
    ['text, of a place that was estimated', { hdop: '1.2x', quality: '6' }, 'no-fix'],
    ['negative', { hdop: '-1' }, 'no-fix'],
    ['negative, of a place that was estimated', { hdop: '-1', quality: '6' }, 'no-fix'],
  ])('makes no place surer than the sender said: a dilution that is %s', async (_, odd, reason) => {
    const read = await nmea(rmc('120000', '010320'), gga('120000', odd), rmc('120001', '010320'));
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual([`1 ${reason}`]);
    expect(fixes(read)).toHaveLength(1);
  });

  it('refuses what receivers write before they know a place, and does not take its date', async () => {
    const read = await nmea(
      sentence('GPRMC,000000.00,A,0.000,N,0.000,E,0.0,0.0,050505,0.0,E'),
      sentence('GPRMC,,V,,,,,,,,,,N'),
      gga('120000'),
      rmc('120000', '010320'),
    );
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(['1 no-fix', '2 no-fix']);
    expect(fixes(read).map(({ at_ms }) => new Date(at_ms).getUTCFullYear())).toEqual([2020]);
  });

  it.each([
    ['a latitude that is text', rmc('120001', '010320', { place: '3733.x,N,12655.2,E' }), 'lat: is not ddmm.mmm'],
    ['a missing hemisphere', rmc('120001', '010320', { place: '3733.0,,12655.2,E' }), 'lat: is not ddmm.mmm'],
    ['a missing longitude', gga('120001', { place: '3733.0,N,,E' }), 'lon: is not dddmm.mmm and E or W'],
    ['a time that is text', gga('12:00:01'), 'time: is not hhmmss'],
    ['no time', gga(''), 'time: is missing'],
    ['a date that is text', rmc('120001', '1 Mar'), 'date: is not ddmmyy'],
    ['fields cut off', sentence('GPRMC,120001.000,A,3733.0K,D'), 'lat: is not ddmm.mmm'],
    ['too few fields', sentence(`GPGGA,120001,${PLACE},1`), 'GGA: has not the fields of its kind'],
    ['an unknown quality', gga('120001', { quality: '9' }), 'GGA: has not the fields of its kind'],
  ])('counts %s under a right checksum, and finds fault where that is over a tenth', async (_, bad, words) => {
    const over = await nmea(rmc('120000', '010320'), gga('120000'), bad, rmc('120002', '010320'));
    expect(shown(over.fault)).toContain(`t.nmea:3: ${words}`);
    const good = Array.from({ length: 9 }, (__, i) => rmc(`12001${i}`, '010320'));
    const under = await nmea(...good, bad);
    expect(shown(under.fault)).toBe('');
    expect(refusals(under)).toEqual(['10 unreadable']);
    expect(fixes(under)).toHaveLength(9);
  });

  it('finds fault with a file in which every checksum is wrong', async () => {
    const bad = rmc('120000', '010320').replace('3733', '3734');
    const read = await nmea(bad, bad);
    expect(refusals(read)).toEqual(['1 checksum', '2 checksum']);
    expect(shown(read.fault)).toMatch(/^t\.nmea:1: checksum: is wrong \(2 of 2 /);
  });

  it.each([
    ['text', 'hello\nworld', 't.nmea:1: sentence: is no NMEA sentence (2 of 2 '],
    ['nothing', '', 't.nmea: sentence: no line of the file is an NMEA sentence'],
  ])('finds fault with a file of %s', async (_, text, words) => {
    expect(shown((await nmea(text)).fault)).toContain(words);
  });

  it('finds fault with a file that never names the date', async () => {
    const read = await nmea(gga('120000'), gga('120001'));
    expect(shown(read.fault)).toBe('t.nmea:1: date: is not known: no RMC or ZDA sentence has given one');
    expect(read.lines).toEqual([]);
  });
});

describe('NMEA as loggers write it', () => {
  const bare = (line: string): string => line.slice(0, line.indexOf('*'));

  it('reads a file without checksums, and marks its fixes', async () => {
    const read = await nmea(...[rmc('120000', '010320'), gga('120000'), rmc('120001', '010320')].map(bare));
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toMatchObject([{ accuracy_m: 6 }, { accuracy_m: null }]);
    expect(marks(read)).toEqual(['without-checksum']);
  });

  it('counts a sentence cut short in a file without checksums', async () => {
    const good = Array.from({ length: 10 }, (_, i) => bare(rmc(`12001${i}`, '010320')));
    const read = await nmea(gga('120000').slice(0, 30), ...good);
    expect(refusals(read)).toEqual(['1 unreadable']);
    expect(fixes(read)).toHaveLength(10);
  });

  it('takes a sentence without a checksum among others as cut short', async () => {
    const good = Array.from({ length: 10 }, (_, i) => rmc(`12001${i}`, '010320'));
    const read = await nmea(...good, bare(rmc('120020', '010320')));
    expect(refusals(read)).toEqual(['11 checksum']);
    expect(marks(read)).toEqual([]);
  });

  it.each([
    '+GPSRD:',
    '2026-05-08 11:00:00 ',
    'NMEA,',
    '!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23 ',
    '\\s:r*1D\\',
  ])('passes over %j before a sentence, and what stands behind it', async (prefix) => {
    const read = await nmea(`${prefix}${rmc('120000', '010320')},1588888888`, `${prefix}${gga('120000')}`);
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toMatchObject([{ accuracy_m: 6 }]);
    expect(marks(read)).toEqual(['prefixed']);
    expect(refusals(read)).toEqual([]);
  });

  it('reads both sentences of a line whose end was lost', async () => {
    const read = await nmea(rmc('120000', '010320') + gga('120000'));
    expect(fixes(read)).toMatchObject([{ accuracy_m: 6, heading_deg: 90 }]);
    expect(refusals(read)).toEqual([]);
  });

  const gll = (time: string, mode = 'A'): string => sentence(`GPGLL,${PLACE},${time},A,${mode}`);
  const gns = (time: string, mode = 'AA'): string => sentence(`GNGNS,${time},${PLACE},${mode},12,2.0,30,20,,`);
  const zda = (time: string): string => sentence(`GPZDA,${time},29,02,2020,00,00`);

  it('reads GNS and GLL, and takes the day from ZDA, before and after it', async () => {
    expect(await times(gns('235958'), zda('235959'), gns('235959'), gns('000000'))).toEqual([
      '2020-02-29T23:59:58.000Z',
      '2020-02-29T23:59:59.000Z',
      '2020-03-01T00:00:00.000Z',
    ]);
    expect(await times(zda('120000'), gll('120000'), gll('120001'))).toEqual([
      '2020-02-29T12:00:00.000Z',
      '2020-02-29T12:00:01.000Z',
    ]);
    expect(fixes(await nmea(zda('120000'), gns('120000')))).toMatchObject([
      { lat: expect.closeTo(37.55, 9), lon: expect.closeTo(126.92, 9), accuracy_m: 10 },
    ]);
  });

  it('makes one fix of all sentences of an instant, and none of a GLL that is left alone', async () => {
    const read = await nmea(gll('120000'), rmc('120000', '010320'), gga('120000'), gns('120000'), gll('120001'));
    expect(fixes(read)).toMatchObject([{ accuracy_m: 6 }]);
    expect(refusals(read)).toEqual([]);
  });

  it.each([
    ['quality 6', [rmc('120000', '010320'), gga('120000', { quality: '6' })], 50],
    ['mode E', [rmc('120000', '010320').replace(/,A\*..$/, ',E')], 50],
    ['a simulator', [rmc('120000', '010320'), gga('120000', { quality: '8', hdop: '20' })], 100],
    ['GNS of no satellites', [zda('120000'), gns('120000', 'EN')], 50],
  ])(
    'takes a place that was estimated as off by at least the radius of the policy: %s',
    async (_, lines, accuracy_m) => {
      const read = await nmea(...lines);
      expect(shown(read.fault)).toBe('');
      expect(fixes(read)).toMatchObject([{ accuracy_m }]);
      expect(marks(read)).toContain('estimated');
    },
  );

  it.each([
    ['GLL', gll('120001', 'N')],
    ['GNS', gns('120001', 'NN')],
  ])('refuses a %s without a fix', async (_, line) => {
    expect(refusals(await nmea(zda('120000'), line))).toEqual(['2 no-fix']);
  });
});
