import type { Fields, PlaceReading, Said } from './message.ts';
import { alarmsIn, placeIn, textIn, timeIn } from './values.ts';

const KMH_MPS = 1 / 3.6;
/** `bs` of OwnTracks: 1 unplugged, 2 charging, 3 full. */
const CHARGING = 2;
const FULL = 3;

const placesOf = (fields: Fields, hdop_m: number): readonly PlaceReading[] => {
  // Its other messages (status, waypoints, steps) are about the app, not about a place; one that is encrypted is about nothing for ever.
  if (fields['_type'] === 'encrypted')
    return [{ kind: 'unreadable', fault: '_type: encrypted messages cannot be read' }];
  if (fields['_type'] !== 'location') return [];
  return [
    placeIn(
      {
        names: { lat: 'lat', lon: 'lon', time: 'tst' },
        lat: fields['lat'],
        lon: fields['lon'],
        time: fields['tst'],
        accuracy: fields['acc'],
        hdop: null,
        speed: fields['vel'],
        speedUnit_mps: KMH_MPS,
        heading: fields['cog'],
        battery: fields['batt'],
        batteryUnit_percent: 1,
        charging: fields['bs'] === CHARGING || fields['bs'] === FULL,
        valid: fields['valid'],
        mock: fields['mock'],
        source: 'gnss',
      },
      hdop_m,
    ),
  ];
};

/** The JSON of OwnTracks in HTTP mode (booklet, tech/json): `tst` in s, `vel` in km/h. The app leaves `acc` out where it is 0. */
export const readOwnTracks = (fields: Fields, hdop_m: number): Said => {
  const at_ms = timeIn(fields['tst']);
  return {
    places: placesOf(fields, hdop_m),
    alarms: alarmsIn([fields['alarm']]),
    at_ms: at_ms === 'unreadable' ? null : at_ms,
    stamp: textIn(fields['tst']),
    wantsList: true,
  };
};
