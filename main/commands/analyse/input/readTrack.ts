import type { Policy } from '../../../../shared/domain/policy.ts';
import { err } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { csvTrack } from './csv.ts';
import { decodeFile } from './decode.ts';
import type { Decoder } from './decode.ts';
import type { InputFault } from './fault.ts';
import { gpxTrack } from './gpx.ts';
import { nmeaTrack } from './nmea.ts';
import type { TrackLine } from './trackLine.ts';

type Uncertainty = Pick<Policy['uncertainty'], 'hdop_m'>;

const decoderOf = (file: string, { hdop_m }: Uncertainty): Decoder<TrackLine> | null => {
  const extension = /\.(csv|gpx|nmea)(?:\.gz)?$/.exec(file.toLowerCase())?.[1];
  switch (extension) {
    case 'csv':
      return csvTrack;
    case 'gpx':
      return gpxTrack(hdop_m);
    case 'nmea':
      return nmeaTrack(hdop_m);
    default:
      return null;
  }
};

// A generator only because readTrack gives one.
async function* unknownFormat(file: string): AsyncGenerator<Result<never, InputFault>, void> {
  yield err({ file, line: null, field: 'file', message: 'is not .csv, .gpx or .nmea, nor one of these with .gz' });
}

/**
 * Reports of a recorded track, `.csv`, `.gpx` or `.nmea`, each also with `.gz` behind it, in the order of the file. Streams: a
 * file of any length takes the memory of one piece. Ends after the first fault.
 */
export const readTrack = (
  file: string,
  uncertainty: Uncertainty,
): AsyncGenerator<Result<TrackLine, InputFault>, void> => {
  const decoder = decoderOf(file, uncertainty);
  return decoder === null ? unknownFormat(file) : decodeFile(file, decoder);
};
