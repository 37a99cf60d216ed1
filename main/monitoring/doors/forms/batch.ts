import { FixSource } from '../../../../shared/domain/fixes.ts';
import type { Fields, PlaceReading, Said } from './message.ts';
import { LAST_MS, alarmsIn, numberIn, placeIn } from './values.ts';

const fixIn = (value: unknown, index: number, hdop_m: number): PlaceReading => {
  const fix: Fields = typeof value === 'object' && value !== null ? { ...value } : {};
  const at_ms = numberIn(fix['at_ms']);
  // Milliseconds and nothing else, as the name says; a batch has no moment of receipt to fall back on.
  if (typeof at_ms !== 'number' || !(Math.abs(at_ms) <= LAST_MS)) {
    return { kind: 'unreadable', fault: `fixes.${index}.at_ms: must be milliseconds since 1970` };
  }
  const source = FixSource.safeParse(fix['source'] ?? 'gnss');
  const place = placeIn(
    {
      names: { lat: `fixes.${index}.lat`, lon: `fixes.${index}.lon`, time: `fixes.${index}.at_ms` },
      lat: fix['lat'],
      lon: fix['lon'],
      time: null,
      accuracy: fix['accuracy_m'],
      hdop: fix['hdop'],
      speed: fix['speed_mps'],
      speedUnit_mps: 1,
      heading: fix['heading_deg'],
      battery: fix['battery_percent'],
      batteryUnit_percent: 1,
      charging: fix['charging'],
      valid: fix['valid'],
      mock: fix['mock'],
      // An unknown source must not say that satellites are back.
      source: source.success ? source.data : 'wifi',
    },
    hdop_m,
  );
  return place.kind === 'fix' ? { ...place, at_ms: Math.round(at_ms) } : place;
};

/** The product's own batch: `{deviceId, token?, fixes: [{at_ms, lon, lat, accuracy_m?, speed_mps?, …}]}`. Each fix is read on its own. */
export const readBatch = (fields: Fields, hdop_m: number): Said => {
  const all: unknown = fields['fixes'];
  return {
    places: Array.isArray(all)
      ? all.map((fix: unknown, index) => fixIn(fix, index, hdop_m))
      : [{ kind: 'unreadable', fault: 'fixes: must be a list of fixes' }],
    alarms: alarmsIn([fields['alarm']]),
    at_ms: null,
    stamp: null,
    wantsList: false,
  };
};
