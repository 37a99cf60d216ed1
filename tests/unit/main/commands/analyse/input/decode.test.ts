import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvTrack } from '../../../../../../main/commands/analyse/input/csv.ts';
import type { Decoder } from '../../../../../../main/commands/analyse/input/decode.ts';
import { geojsonTrack } from '../../../../../../main/commands/analyse/input/geojson.ts';
import { gpxTrack } from '../../../../../../main/commands/analyse/input/gpx.ts';
import { nmeaTrack } from '../../../../../../main/commands/analyse/input/nmea.ts';
import type { TrackLine } from '../../../../../../main/commands/analyse/input/trackLine.ts';
import { sentence } from './files.ts';

const outcomes = (decoder: Decoder<TrackLine>, pieces: readonly string[]): readonly unknown[] => {
  const taken: unknown[] = [];
  const { write, end } = decoder((outcome) => taken.push(outcome));
  pieces.forEach(write);
  end();
  return taken;
};

describe('decoders', () => {
  const T = '2020-12-18T06:15:50Z';
  it.each([
    ['CSV', csvTrack(0.5), `\uFEFFt,lat,lon\r\n${T},37.55,126.92\r\n\r\n"${T}",91,126.92\r\n${T},x,126.92`, 3],
    [
      'GPX',
      gpxTrack(5, 0.5),
      `<?xml version="1.0"?>\r\n<gpx>\r\n<trkpt lat="1" lon="2"><time>${T}</time><hdop>2</hdop></trkpt>\n<!-- --><trkpt lat="1" lon="x">\r\n<time>${T}</time></trkpt></gpx>`,
      2,
    ],
    [
      'NMEA',
      nmeaTrack({ hdop_m: 5, estimatedAccuracy_m: 50 }, 0.5),
      [
        sentence('GPGGA,120000,3733.0,N,12655.2,E,1,08,1.2,30,M,20,M,,'),
        sentence('GPRMC,120000,A,3733.0,N,12655.2,E,10,90,010320,,,A'),
        'boot',
        '',
        sentence('GPRMC,120001,V,,,,,,,,,,N'),
      ].join('\r\n'),
      3,
    ],
  ])('%s: give the same however the text is cut', (_, decoder, text, count) => {
    const whole = outcomes(decoder, [text]);
    expect(whole).toHaveLength(count);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), text.length];
        expect(
          outcomes(
            decoder,
            ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end)),
          ),
        ).toEqual(whole);
      }),
    );
  });

  const GOOD = [37.55001, 37.55002, 37.55003, 37.55004];
  const times = GOOD.map((_, i) => `2026-05-08T11:00:0${i}Z`);
  it.each([
    ['CSV', csvTrack(0.5), ['t,lat,lon', ...GOOD.map((lat, i) => `${times[i]},${lat},126.92`)].join('\n')],
    [
      'GPX',
      gpxTrack(5, 0.5),
      `<gpx><trk><trkseg>${GOOD.map((lat, i) => `<trkpt lat="${lat}" lon="126.92"><time>${times[i]}</time></trkpt>\n`).join('')}</trkseg></trk></gpx>`,
    ],
    [
      'NMEA',
      nmeaTrack({ hdop_m: 5, estimatedAccuracy_m: 50 }, 0.5),
      GOOD.map((_, i) => sentence(`GPRMC,11000${i},A,3733.001${i},N,12655.2,E,10,90,080526,,,A`)).join('\n'),
    ],
    [
      'GeoJSON',
      geojsonTrack(5, 0.5),
      JSON.stringify({
        type: 'Feature',
        geometry: { type: 'LineString', coordinates: GOOD.map((lat) => [126.92, lat]) },
        properties: { times },
      }),
    ],
  ])('%s: end in lines or faults that quote nothing, whatever is broken in the text', (_, decoder, text) => {
    expect(outcomes(decoder, [text])).toHaveLength(GOOD.length);
    const change = fc.record({
      at: fc.nat(text.length),
      without: fc.nat(20),
      put: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 3 }),
        fc.constantFrom('"', '$', ',', '<', '&', 'NaN', '1e999', '\r'),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const broken = changes.reduce((t, { at, without, put }) => t.slice(0, at) + put + t.slice(at + without), text);
        const taken = outcomes(decoder, [broken]).filter((outcome) => JSON.stringify(outcome).includes('message'));
        for (const outcome of taken) expect(JSON.stringify(outcome)).not.toMatch(/7\.55|26\.92|733\.0|655\.2/);
      }),
      { numRuns: 500 },
    );
  });
});
