import { describe, expect, it } from 'vitest';
import { fixes, refusals, shown, track } from './files.ts';

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
    expect(read.lines.map(({ line, receivedAt_ms }) => [line, receivedAt_ms])).toEqual([
      [4, null],
      [5, null],
    ]);
    const nothing = { accuracy_m: null, speed_mps: null, heading_deg: null, battery_percent: null };
    const place = { at_ms: 1_608_272_150_123, lat: 37.55, lon: 126.92, source: 'gnss' };
    expect(fixes(read)).toEqual([
      { ...nothing, ...place, accuracy_m: 7.5, speed_mps: 1.25, heading_deg: 271.5 },
      { ...nothing, ...place },
    ]);
  });

  it('reads speed and course from extensions at any depth under any prefix, declared or not', async () => {
    const read = await segment(
      point(
        `${TIME}<extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>3</gpxtpx:speed><gpxtpx:course>90</gpxtpx:course></gpxtpx:TrackPointExtension></extensions>`,
      ),
      point(`${TIME}<extensions><a:speed><![CDATA[ 4 ]]></a:speed></extensions>`),
      point(`${TIME}<link><speed>5</speed></link><extensions><time>then</time><hdop>x</hdop></extensions>`),
    );
    expect(shown(read.fault)).toBe('');
    expect(fixes(read).map(({ speed_mps, heading_deg }) => [speed_mps, heading_deg])).toEqual([
      [3, 90],
      [4, null],
      [null, null],
    ]);
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
      point(`${TIME}<hdop>0</hdop>`),
      point(`${TIME}<speed>-1</speed>`),
      point('<time>2020-02-30T06:15:50Z</time>'),
      point(TIME),
    );
    expect(shown(read.fault)).toBe('');
    expect(refusals(read)).toEqual(['4 out-of-range', '5 out-of-range', '6 out-of-range', '7 out-of-range']);
    expect(fixes(read)).toHaveLength(1);
  });

  it.each([
    ['a point without time', point('<ele>1</ele>'), 't.gpx:5: time: is missing'],
    ['an empty time', point('<time> </time>'), 't.gpx:5: time: is missing'],
    ['a time without a zone', point('\n<time>2020-12-18T06:15:50</time>'), 't.gpx:6: time: needs a time zone'],
    ['a point without longitude', point(TIME, 'lat="37.55"'), 't.gpx:5: lon: is missing'],
    ['a latitude that is text', point(TIME, 'lat="37.55N" lon="1"'), 't.gpx:5: lat: is not a number'],
    ['a dilution that is text', point(`${TIME}<hdop>low</hdop>`), 't.gpx:5: hdop: is not a number'],
  ])('finds fault with %s', async (_, bad, words) => {
    const read = await segment(point(TIME), bad, point(TIME));
    expect(shown(read.fault)).toContain(words);
    expect(shown(read.fault)).not.toMatch(/\n|37\.55/);
    expect(fixes(read)).toHaveLength(1);
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
