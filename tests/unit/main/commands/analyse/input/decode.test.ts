import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvTrack } from '../../../../../../main/commands/analyse/input/csv.ts';
import type { Decoder } from '../../../../../../main/commands/analyse/input/decode.ts';
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
});
