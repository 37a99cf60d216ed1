import { err, ok } from '../../../../shared/domain/result.ts';
import type { Decoder } from './decode.ts';
import { lineDecoder } from './lines.ts';
import { joinInstants } from './nmeaInstants.ts';
import { frameOf, readSentence } from './nmeaSentence.ts';
import { refusedLine } from './trackLine.ts';
import type { TrackLine } from './trackLine.ts';

/**
 * NMEA 0183: a fix for each instant of RMC and GGA sentences; accuracy is the dilution times `hdop_m`. Garbled lines are refused
 * one by one; a file of nothing else is a fault.
 */
export const nmeaTrack = (hdop_m: number): Decoder<TrackLine> =>
  lineDecoder((sink) => {
    const instants = joinInstants(hdop_m, sink);
    const seen = { whole: 0, garbled: 0, none: 0 };
    return {
      line: (text, line) => {
        const frame = frameOf(text);
        seen[frame] += 1;
        if (frame !== 'whole') return sink(ok(refusedLine(line, 'checksum')));
        const sentence = readSentence(text, line);
        if (sentence === null) return;
        if (sentence.ok) instants.add(sentence.value);
        else sink(sentence);
      },
      end: () => {
        instants.end();
        if (seen.whole > 0) return;
        sink(
          err(
            seen.garbled > 0
              ? { line: null, field: 'checksum', message: 'is wrong in every sentence' }
              : { line: null, field: 'sentence', message: 'no line of the file is an NMEA sentence' },
          ),
        );
      },
    };
  });
