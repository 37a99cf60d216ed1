import type { Fields, Said } from './message.ts';
import { alarmsIn, placeIn, textIn, timeIn } from './values.ts';

const fieldsIn = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/**
 * The JSON of Traccar's phone client since 9.0 (traccar.org/osmand): `location.coords` with speed in m/s, the battery as a share of 1. Where
 * the client hands in what it has kept, `location` is an array.
 */
export const readClientJson = (fields: Fields, hdop_m: number): Said => {
  const many = Array.isArray(fields['location']);
  const locations = (Array.isArray(fields['location']) ? fields['location'] : [fields['location']]).map(fieldsIn);
  const places = locations.map((location, index) => {
    const at = many ? `location.${index}` : 'location';
    const coords = fieldsIn(location['coords']);
    const battery = fieldsIn(location['battery']);
    return placeIn(
      {
        names: { lat: `${at}.coords.latitude`, lon: `${at}.coords.longitude`, time: `${at}.timestamp` },
        lat: coords['latitude'],
        lon: coords['longitude'],
        time: location['timestamp'],
        accuracy: coords['accuracy'],
        hdop: null,
        speed: coords['speed'],
        speedUnit_mps: 1,
        heading: coords['heading'],
        battery: battery['level'],
        batteryUnit_percent: 100,
        charging: battery['is_charging'],
        valid: location['valid'],
        mock: location['mock'],
        source: 'gnss',
      },
      hdop_m,
    );
  });
  const [first = {}] = locations;
  const at_ms = timeIn(first['timestamp']);
  return {
    places,
    alarms: alarmsIn([fields, ...locations].flatMap((said) => [said['alarm'], fieldsIn(said['extras'])['alarm']])),
    at_ms: at_ms === 'unreadable' ? null : at_ms,
    stamp: textIn(first['timestamp']),
    wantsList: false,
  };
};
