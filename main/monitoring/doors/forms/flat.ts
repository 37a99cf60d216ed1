import type { FixSource } from '../../../../shared/domain/fixes.ts';
import type { Fields, Said } from './message.ts';
import { alarmsIn, numberIn, placeIn, textIn, timeIn, wordIn } from './values.ts';

/** 1 international knot = 1,852 m / 3,600 s (BIPM, SI Brochure, 8th ed., table 8). */
const KNOT_MPS = 1852 / 3600;

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** `location=LAT,LON`; anything else in it leaves two fields that cannot be read. */
const pairOf = (location: unknown): readonly [lat: unknown, lon: unknown] => {
  const parts = wordIn(location).split(',');
  return parts.length === 2 ? [parts[0], parts[1]] : ['?', '?'];
};

/** Android names its sources `gps`, `fused`, `network`. What it did not get from satellites must not say that they are back. */
const sourceOf = (provider: unknown): FixSource => {
  if (!isGiven(provider)) return 'gnss';
  return /^(gps|gnss|fused)$/i.test(wordIn(provider)) ? 'gnss' : 'wifi';
};

/** Of two accuracies the one that says less: one that is odd, else the larger; 0 and NaN say nothing. */
const leastSure = (one: unknown, other: unknown): unknown => {
  const [a, b] = [numberIn(one), numberIn(other)];
  if (a === 'unreadable' || (a !== null && a < 0)) return one;
  if (b === 'unreadable' || (b !== null && b < 0)) return other;
  return Math.max(...[a, b].map((n) => (n === null || Number.isNaN(n) ? 0 : n)));
};

/**
 * The OsmAnd query or form as Traccar's phone client and OsmAnd send it (speed in knots), and GPSLogger's names beside it: `acc`, `spd` and
 * `s` in m/s, `dir`, `prov`, `time`, `battery`. The same names in a flat JSON object mean the same. Other fields are passed over.
 */
export const readFlat = (fields: Fields, hdop_m: number): Said => {
  const first = (...names: readonly string[]): unknown => names.map((name) => fields[name]).find(isGiven);
  const isPair = isGiven(fields['location']) && !isGiven(fields['lat']) && !isGiven(fields['lon']);
  const [lat, lon] = isPair ? pairOf(fields['location']) : [first('lat', 'latitude'), first('lon', 'lng', 'longitude')];
  const time = first('timestamp', 'time');
  const inKnots = isGiven(fields['speed']);
  const at_ms = timeIn(time);
  const place = placeIn(
    {
      names: { lat: isPair ? 'location' : 'lat', lon: isPair ? 'location' : 'lon', time: 'timestamp' },
      lat,
      lon,
      time,
      accuracy: leastSure(fields['accuracy'], fields['acc']),
      hdop: fields['hdop'],
      speed: inKnots ? fields['speed'] : first('spd', 's'),
      speedUnit_mps: inKnots ? KNOT_MPS : 1,
      heading: first('bearing', 'heading', 'dir'),
      battery: first('batt', 'battery'),
      batteryUnit_percent: 1,
      charging: first('charge', 'ischarging'),
      valid: fields['valid'],
      mock: fields['mock'],
      source: sourceOf(first('prov', 'provider')),
    },
    hdop_m,
  );
  return {
    places: [place],
    alarms: alarmsIn([fields['alarm']]),
    at_ms: at_ms === 'unreadable' ? null : at_ms,
    stamp: textIn(time),
    wantsList: false,
  };
};
