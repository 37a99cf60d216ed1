import { isInForce } from '../../../../shared/domain/orders.ts';
import type { Order } from '../../../../shared/domain/orders.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { err } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { refuseLoneClocks } from './clockGuard.ts';
import { csvTrack } from './csv.ts';
import { decodeFile } from './decode.ts';
import type { Decoder } from './decode.ts';
import type { InputFault } from './fault.ts';
import { geojsonTrack } from './geojson.ts';
import { gpxTrack } from './gpx.ts';
import { nmeaTrack } from './nmea.ts';
import { inTimeOrder } from './timeOrder.ts';
import type { TrackLine } from './trackLine.ts';
import { refuseWildStretches } from './wildStretches.ts';

type ReadingPolicy = Pick<Policy, 'uncertainty' | 'track' | 'recorded'>;

const timeOf = ({ fix }: TrackLine): number | null => fix?.at_ms ?? null;

const sorted = (line: TrackLine): TrackLine =>
  line.fix === null ? line : { ...line, marks: [...line.marks, 'sorted'] };

// A generator only because readTrack gives one.
async function* unknownFormat(file: string): AsyncGenerator<Result<never, InputFault>, void> {
  const message = 'is not .csv, .gpx, .nmea, .geojson or .json, nor one of these with .gz';
  yield err({ file, line: null, field: 'file', message });
}

/**
 * Reports of a recorded track, by the extension of the file, each also with `.gz` behind it. Lines of CSV and NMEA come in the order of the
 * file, for that may be the order in which they were received; GPX and GeoJSON know no such order, and come in the order of time. Fixes
 * whose time stands alone, and stretches whose clock was wrong, are refused. Streams: a file of any length takes the memory of one piece, unless it has to be sorted. Ends after
 * the first fault.
 */
export const readTrack = (
  file: string,
  { uncertainty, track, recorded }: ReadingPolicy,
  order: Order,
): AsyncGenerator<Result<TrackLine, InputFault>, void> => {
  const { badLines_share, clockJump_s } = recorded;
  const open = (decoder: Decoder<TrackLine>) =>
    refuseWildStretches(
      refuseLoneClocks(decodeFile(file, decoder), clockJump_s * 1000, (at_ms) => isInForce(order, at_ms)),
      { jump_ms: clockJump_s * 1000, leg_ms: track.maxLeg_s * 1000 },
    );
  const extension = /\.(csv|gpx|nmea|geojson|json)(?:\.gz)?$/.exec(file.toLowerCase())?.[1];
  switch (extension) {
    case 'csv':
      return open(csvTrack(badLines_share));
    case 'nmea':
      return open(nmeaTrack(uncertainty, badLines_share));
    case 'gpx':
      return inTimeOrder(file, () => open(gpxTrack(uncertainty.hdop_m, badLines_share)), timeOf, sorted);
    case 'geojson':
    case 'json':
      return inTimeOrder(file, () => open(geojsonTrack(uncertainty.hdop_m, badLines_share)), timeOf, sorted);
    default:
      return unknownFormat(file);
  }
};
