import { describe, expect, it } from 'vitest';
import { fixes, marks, refusals, shown, track } from './files.ts';

const NS11 = 'xmlns="http://www.topografix.com/GPX/1/1"';
const gpx = (body: string) => track('t.gpx', `<?xml version="1.0"?>\n<gpx version="1.1" ${NS11}>\n${body}\n</gpx>\n`);
const segment = (...points: readonly string[]) => gpx(`<trk><trkseg>\n${points.join('\n')}\n</trkseg></trk>`);
const TIME = '<time>2020-12-18T06:15:50.1234567Z</time>';
const point = (inner: string, at = 'lat="37.55" lon="126.92"') => `<trkpt ${at}>${inner}</trkpt>`;

describe('tracks as GPX', () => {
  it('reads the track points of GPX 1.0, dilution times 5 m as accuracy', async () => {
    const read = await segment(
      point(`<ele>12</ele>${TIME}<course>271.5</course><speed>1.25</speed><hdop>1.5</hdop>`),
      point(TIME),
    );
    expect(shown(read.fault)).toBe('');
    expect(read.lines).toMatchObject([
      { line: 4, receivedAt_ms: null },
      { line: 5, receivedAt_ms: null },
    ]);
    const nothing = { accuracy_m: null, speed_mps: null, heading_deg: null, battery_percent: null };
    const place = { at_ms: 1_608_272_150_123, lat: 37.55, lon: 126.92, source: 'gnss' };
    expect(fixes(read)).toEqual([
      { ...nothing, ...place, accuracy_m: 7.5, speed_mps: 1.25, heading_deg: 271.5 },
      { ...nothing, ...place },
    ]);
  });

  it('reads speed, course and accuracy from extensions at any depth under any prefix, declared or not', async () => {
    const read = await segment(
      point(
        `${TIME}<extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>3</gpxtpx:speed><gpxtpx:course>90</gpxtpx:course></gpxtpx:TrackPointExtension></extensions>`,
      ),
      point(`${TIME}<extensions><a:speed><![CDATA[ 4 ]]></a:speed><b:hAcc>12.5</b:hAcc></extensions>`),
      point(`${TIME}<hdop>1</hdop><extensions><accuracy>40</accuracy><bearing>180</bearing></extensions>`),
      point(`${TIME}<link><speed>5</speed></link><extensions><time>then</time><hdop>x</hdop></extensions>`),
    );
    expect(shown(read.fault)).toBe('');
    expect(fixes(read).map(({ speed_mps, heading_deg, accuracy_m }) => [speed_mps, heading_deg, accuracy_m])).toEqual([
      [3, 90, null],
      [4, null, 12.5],
      [null, 180, 40],
      [null, null, null],
    ]);
  });

  it.each([
    ['a dilution of zero', '<hdop>0.000</hdop>', null, ['odd-accuracy']],
    ['a dilution that is not there', '<hdop>nan</hdop>', null, []],
    ['an accuracy of zero', '<extensions><accuracy>0</accuracy></extensions>', null, ['odd-accuracy']],
    ['an accuracy of zero beside a dilution', '<hdop>3</hdop><extensions><accuracy>0</accuracy></extensions>', 15, []],
    ['a speed and a course of -1', '<speed>-1</speed><course>-1</course>', null, ['odd-speed', 'odd-heading']],
    ['a speed that is not there', '<speed>NaN</speed>', null, []],
  ])('takes %s as not known, and costs nothing else', async (_, inner, accuracy_m, odd) => {
    const read = await segment(point(`${TIME}${inner}`));
    expect(fixes(read)).toMatchObject([{ lat: 37.55, accuracy_m, speed_mps: null, heading_deg: null }]);
    expect(marks(read)).toEqual(odd);
  });

  it.each([
    ['an infinite dilution', '<hdop>inf</hdop>', 'out-of-range'],
    ['a dilution past all numbers', '<hdop>1e999</hdop>', 'out-of-range'],
    [
      'an infinite accuracy beside a dilution',
      '<hdop>1</hdop><extensions><hAcc>inf</hAcc></extensions>',
      'out-of-range',
    ],
    ['an accuracy that is text', '<hdop>1</hdop><extensions><accuracy>900 m</accuracy></extensions>', 'no-fix'],
    ['a negative dilution', '<hdop>-1</hdop>', 'no-fix'],
    ['a dilution that is text', '<hdop>low</hdop>', 'no-fix'],
  ])('makes no place surer than the sender said: %s', async (_, inner, reason) => {
    const read = await segment(point(`${TIME}${inner}`), point(TIME));
    expect(refusals(read)).toEqual([`4 ${reason}`]);
    expect(fixes(read)).toHaveLength(1);
  });

  it('refuses points without a time, counts them, and uses the rest however many they are', async () => {
    const read = await segment(point('<ele>1</ele>'), point('<time> </time>'), point('<time>null</time>'), point(TIME));
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(['4 no-time', '5 no-time', '6 no-time']);
    expect(fixes(read)).toHaveLength(1);
  });

  it('puts segments and tracks that are out of order in the order of time', async () => {
    const timed = (minute: number) => point(`<time>2026-05-08T11:0${minute}:00Z</time>`);
    const read = await gpx(
      `<trk><trkseg>${timed(4)}${timed(5)}</trkseg><trkseg>${timed(2)}</trkseg></trk><trk><trkseg>${timed(1)}${timed(3)}</trkseg></trk>`,
    );
    expect(fixes(read).map(({ at_ms }) => new Date(at_ms).getUTCMinutes())).toEqual([1, 2, 3, 4, 5]);
    expect(marks(read)).toEqual(['sorted']);
  });

  it('uses a file that ends in the middle as far as it goes', async () => {
    const read = await track('t.gpx', `<gpx><trk><trkseg>\n${point(TIME)}\n${point(TIME)}\n<trkpt lat="37.`);
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toHaveLength(2);
    expect(refusals(read)).toEqual(['4 unreadable']);
  });

  it('passes over waypoints, routes and the time of the file', async () => {
    const read = await gpx(
      `<metadata>${TIME}</metadata><wpt lat="x" lon="1"/><rte><rtept lat="1" lon="1"/></rte>` +
        `<trk><time>never</time><trkseg>${point(TIME)}</trkseg></trk>`,
    );
    expect(shown(read.fault)).toBe('');
    expect(read.lines).toHaveLength(1);
  });

  it('reads a root and points under a prefix, and a byte order mark before them', async () => {
    const read = await track(
      't.gpx',
      `\uFEFF<g:gpx xmlns:g="u"><g:trk><g:trkseg><g:trkpt lat="1" lon="2"><g:time>2020-12-18T06:15:50Z</g:time></g:trkpt></g:trkseg></g:trk></g:gpx>`,
    );
    expect(shown(read.fault)).toBe('');
    expect(fixes(read)).toHaveLength(1);
  });

  it('refuses what cannot be true and goes on', async () => {
    const read = await segment(
      point(TIME, 'lat="91" lon="1"'),
      point('<time>2020-02-30T06:15:50Z</time>'),
      point(TIME, 'lat="0" lon="0.000000"'),
      point(`${TIME}<extensions><accuracy>-1</accuracy></extensions>`),
      point(`${TIME}<hdop>20000</hdop>`),
      point(TIME),
    );
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(['4 out-of-range', '5 out-of-range', '6 no-fix', '7 no-fix', '8 out-of-range']);
    expect(fixes(read)).toHaveLength(1);
  });

  it.each([
    ['a time without a zone', point('\n<time>2020-12-18T06:15:50</time>'), 't.gpx:6: time: needs a time zone'],
    ['a time that is none', point('<time>yesterday</time>'), 't.gpx:5: time: is not a time'],
    ['a point without longitude', point(TIME, 'lat="37.55"'), 't.gpx:5: lon: is missing'],
    ['a latitude that is text', point(TIME, 'lat="37.55N" lon="1"'), 't.gpx:5: lat: is not a number'],
  ])('finds fault with %s where that is over a tenth of the points', async (_, bad, words) => {
    const over = await segment(point(TIME), bad, point(TIME));
    expect(shown(over.fault)).toContain(words);
    expect(shown(over.fault)).not.toMatch(/\n|37\.55/);
    const under = await segment(point(TIME), bad, ...Array.from({ length: 8 }, () => point(TIME)));
    expect(shown(under.fault)).toBe('');
    expect(fixes(under)).toHaveLength(9);
    expect(refusals(under)).toHaveLength(1);
  });

  it.each([
    ['another kind of XML', '<kml><trkpt/></kml>', 't.gpx:1: gpx: the file has another root'],
    ['an empty file', '', 't.gpx:1: xml: document must contain a root element.'],
    ['text', 'hello', 't.gpx:1: xml: '],
    ['tags that do not match', '<gpx>\n<trk></gpx>', 't.gpx:2: xml: unexpected close tag.'],
    ['an entity of its own', '<gpx>&who;</gpx>', 't.gpx:1: xml: '],
    ['a file cut short', `<gpx><trk>\n<trkseg>`, 't.gpx:2: xml: unclosed tag: trkseg'],
  ])('finds fault with %s', async (_, text, words) => {
    const read = await track('t.gpx', text);
    expect(shown(read.fault)).toContain(words);
    expect(read.lines).toEqual([]);
  });
});
