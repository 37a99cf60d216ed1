import type { Fix } from '../../../shared/domain/fixes.ts';

/** What a phone's receiver gives, by the true clock. Numbers as the phone would report them, odd ones included. */
export type Measured = Omit<Fix, 'source' | 'accuracy_m'> & {
  readonly accuracy_m: number | null;
  readonly charging: boolean;
  readonly mock: boolean;
};

/** A request as a client sends it, whatever carries it. */
export type PhoneRequest = {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** JSON; empty where the client sends none. */
  readonly body: string;
};

type Said = {
  readonly identity: string;
  /** By the phone's own clock. */
  readonly at_ms: number;
  /** Null: a heartbeat, or a button that is pressed where the phone knows no place. */
  readonly place: Measured | null;
  readonly alarm: string | null;
};

export type PhoneForm = 'traccar-query' | 'traccar-json' | 'owntracks' | 'gpslogger';

/** 1 international knot = 1,852 m / 3,600 s. */
const KNOTS_PER_MPS = 3600 / 1852;
const seconds = (at_ms: number): string => String(Math.floor(at_ms / 1000));
/** Clients leave out what they do not know, but for numbers that their system gives for "unknown". */
const known = (fields: Readonly<Record<string, string | number | boolean | null>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  );

const traccarQuery = ({ identity, at_ms, place, alarm }: Said): PhoneRequest => ({
  path: '/',
  query: known({
    ...{ id: identity, timestamp: seconds(at_ms), alarm, lat: place?.lat ?? null, lon: place?.lon ?? null },
    ...{
      speed: place?.speed_mps == null ? null : place.speed_mps * KNOTS_PER_MPS,
      bearing: place?.heading_deg ?? null,
    },
    ...{ accuracy: place?.accuracy_m ?? null, batt: place?.battery_percent ?? null },
    ...{ charge: place?.charging === true ? true : null, mock: place?.mock === true ? true : null },
  }),
  body: '',
});

const traccarJson = ({ identity, at_ms, place, alarm }: Said): PhoneRequest => ({
  path: '/',
  query: {},
  body: JSON.stringify({
    location: {
      timestamp: new Date(at_ms).toISOString(),
      ...(place === null
        ? {}
        : {
            coords: {
              ...{ latitude: place.lat, longitude: place.lon, accuracy: place.accuracy_m ?? 0, altitude: 38 },
              ...{ speed: place.speed_mps ?? -1, heading: place.heading_deg ?? -1 },
            },
            battery: { level: (place.battery_percent ?? -100) / 100, is_charging: place.charging },
            mock: place.mock,
          }),
      extras: alarm === null ? {} : { alarm },
    },
    device_id: identity,
  }),
});

const ownTracks = ({ identity, at_ms, place, alarm }: Said): PhoneRequest => ({
  path: '/',
  query: { id: identity },
  body: JSON.stringify({
    ...{ _type: 'location', tst: Math.floor(at_ms / 1000), tid: 'ph' },
    ...(place === null ? {} : { lat: place.lat, lon: place.lon, batt: place.battery_percent ?? -100 }),
    // Left out where they are 0 or unknown, as the app does.
    ...(place?.accuracy_m == null || place.accuracy_m === 0 ? {} : { acc: place.accuracy_m }),
    ...(place?.speed_mps == null ? {} : { vel: place.speed_mps * 3.6 }),
    ...(place?.heading_deg == null ? {} : { cog: place.heading_deg }),
    ...(place === null ? {} : { bs: place.charging ? 2 : 1 }),
    ...(alarm === null ? {} : { alarm }),
  }),
});

/** `%…` of a place that is unknown is replaced by 0.0 or by nothing, never left out. */
const gpsLogger = ({ identity, at_ms, place, alarm }: Said): PhoneRequest => ({
  path: '/osmand',
  query: known({
    ...{ id: identity, timestamp: seconds(at_ms), alarm, lat: place?.lat ?? '0.0', lon: place?.lon ?? '0.0' },
    ...{
      acc: place?.accuracy_m ?? '0.0',
      spd: place?.speed_mps ?? '0.0',
      dir: place?.heading_deg ?? '0.0',
      prov: 'gps',
    },
    ...{ batt: place?.battery_percent ?? '', ischarging: place?.charging ?? false, hdop: '' },
  }),
  body: '',
});

export const formOf = (form: PhoneForm): ((said: Said) => PhoneRequest) => {
  switch (form) {
    case 'traccar-query':
      return traccarQuery;
    case 'traccar-json':
      return traccarJson;
    case 'owntracks':
      return ownTracks;
    case 'gpslogger':
      return gpsLogger;
  }
};
