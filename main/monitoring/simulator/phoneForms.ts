import type { Fix } from '../../../shared/domain/fixes.ts';

/** What a phone's receiver gives, by the true clock. Numbers as the phone would report them, odd ones included. */
export type Measured = Omit<Fix, 'source'> & { readonly charging: boolean; readonly mock: boolean };

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
const KMH_PER_MPS = 3.6;
/** `bs` of OwnTracks. */
const UNPLUGGED = 1;
const CHARGING = 2;
const seconds = (at_ms: number): string => String(Math.floor(at_ms / 1000));
/** A query without what the client does not know. */
const known = (
  fields: Readonly<Record<string, string | number | boolean | null | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, String(value)]],
    ),
  );
const scaled = (value: number | null | undefined, by: number): number | null =>
  value === null || value === undefined ? null : value * by;

const traccarQuery = ({ identity, at_ms, place, alarm }: Said): PhoneRequest => ({
  path: '/',
  query: known({
    id: identity,
    timestamp: seconds(at_ms),
    lat: place?.lat,
    lon: place?.lon,
    speed: scaled(place?.speed_mps, KNOTS_PER_MPS),
    bearing: place?.heading_deg,
    accuracy: place?.accuracy_m,
    batt: place?.battery_percent,
    charge: place?.charging === true ? true : null,
    mock: place?.mock === true ? true : null,
    alarm,
  }),
  body: '',
});

const traccarJson = ({ identity, at_ms, place, alarm }: Said): PhoneRequest => {
  const where =
    place === null
      ? null
      : {
          coords: {
            latitude: place.lat,
            longitude: place.lon,
            accuracy: place.accuracy_m ?? 0,
            altitude: 38,
            speed: place.speed_mps ?? -1,
            heading: place.heading_deg ?? -1,
          },
          battery: { level: (place.battery_percent ?? -100) / 100, is_charging: place.charging },
          mock: place.mock,
        };
  const location = { timestamp: new Date(at_ms).toISOString(), ...where, extras: alarm === null ? {} : { alarm } };
  return { path: '/', query: {}, body: JSON.stringify({ location, device_id: identity }) };
};

/** JSON leaves out what is undefined, as the app leaves out what is 0 or unknown. It does not tell of places that are made up. */
const ownTracks = ({ identity, at_ms, place, alarm }: Said): PhoneRequest => ({
  path: '/',
  query: { id: identity },
  body: JSON.stringify({
    _type: 'location',
    tst: Math.floor(at_ms / 1000),
    tid: 'ph',
    lat: place?.lat,
    lon: place?.lon,
    acc: place?.accuracy_m === 0 ? undefined : (place?.accuracy_m ?? undefined),
    vel: scaled(place?.speed_mps, KMH_PER_MPS) ?? undefined,
    cog: place?.heading_deg ?? undefined,
    batt: place?.battery_percent ?? undefined,
    bs: place?.charging === true ? CHARGING : UNPLUGGED,
    alarm: alarm ?? undefined,
  }),
});

/** A `%…` that is unknown is replaced by 0.0 or by nothing, never left out. It does not tell of places that are made up. */
const gpsLogger = ({ identity, at_ms, place, alarm }: Said): PhoneRequest => ({
  path: '/osmand',
  query: known({
    id: identity,
    timestamp: seconds(at_ms),
    lat: place?.lat ?? '0.0',
    lon: place?.lon ?? '0.0',
    acc: place?.accuracy_m ?? '0.0',
    spd: place?.speed_mps ?? '0.0',
    dir: place?.heading_deg ?? '0.0',
    prov: 'gps',
    batt: place?.battery_percent ?? '',
    ischarging: place?.charging ?? false,
    hdop: '',
    alarm,
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
