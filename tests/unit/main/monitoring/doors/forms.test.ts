import { describe, expect, it } from 'vitest';
import { ok } from '../../../../../shared/domain/result.ts';
import type { Result } from '../../../../../shared/domain/result.ts';
import type { Message, PlaceReading } from '../../../../../main/monitoring/doors/forms/message.ts';
import { openMessages, reportForm } from '../../../../../main/monitoring/doors/forms/read.ts';

const HDOP_M = 5;
const HERE = { lat: '37.5563', lon: '126.9236' };
const HERE_AS_NUMBERS = { lat: 37.5563, lon: 126.9236 };

/** Every element of a request: what it says, or null where it is no message. */
const elementsOf = (query: URLSearchParams, body: string): Result<readonly (Message | null)[], string> => {
  const opened = openMessages({ method: 'POST', query, body, bearer: null, user: null }, reportForm(HDOP_M));
  return opened.ok ? ok(opened.value.elements.map(opened.value.read)) : opened;
};
const read = (query: Readonly<Record<string, string>>, body = ''): readonly Message[] => {
  const elements = elementsOf(new URLSearchParams(query), body);
  if (!elements.ok) throw new Error(elements.error);
  return elements.value.filter((message) => message !== null);
};
const one = (messages: readonly Message[]): Message => {
  const [message] = messages;
  if (message === undefined || messages.length > 1) throw new Error(`${messages.length} messages instead of one`);
  return message;
};
const query = (more: Readonly<Record<string, string>>): Message => one(read({ id: 'phone-1', ...HERE, ...more }));
const json = (body: unknown): Message => one(read({}, JSON.stringify(body)));
const placeOf = ({ places }: Message): PlaceReading => places[0] ?? { kind: 'no-place' };
const fixOf = (message: Message) => {
  const place = placeOf(message);
  if (place.kind !== 'fix') throw new Error(`no fix but ${place.kind}`);
  return place.fix;
};
const faultOf = (message: Message): string => {
  const place = placeOf(message);
  return place.kind === 'unreadable' ? place.fault : place.kind;
};

/** The same moment, place and movement in every form: 2026-03-06T10:30:00Z, 10 m/s, 12.5 m, 81 %. */
const AT_MS = 1_772_793_000_000;
const SAME: readonly (readonly [string, () => Message])[] = [
  [
    'query of Traccar’s client',
    () =>
      query({
        timestamp: '1772793000',
        accuracy: '12.5',
        speed: '19.438445',
        bearing: '181.2',
        batt: '81',
        charge: 'false',
      }),
  ],
  [
    'form of the same',
    () =>
      one(
        read(
          {},
          'id=phone-1&lat=37.5563&lon=126.9236&timestamp=1772793000&accuracy=12.5&speed=19.438445&bearing=181.2&batt=81',
        ),
      ),
  ],
  [
    'OsmAnd’s `location`',
    () =>
      one(
        read({
          ...{ deviceid: 'phone-1', location: '37.5563,126.9236', timestamp: '1772793000000' },
          ...{ accuracy: '12.5', speed: '19.438445', heading: '181.2', batt: '81' },
        }),
      ),
  ],
  [
    'JSON of the client’s 9.x versions',
    () =>
      json({
        location: {
          timestamp: '2026-03-06T10:30:00.000Z',
          coords: { latitude: 37.5563, longitude: 126.9236, accuracy: 12.5, speed: 10, heading: 181.2, altitude: 38 },
          is_moving: true,
          battery: { level: 0.81, is_charging: false },
        },
        device_id: 'phone-1',
      }),
  ],
  [
    'OwnTracks',
    () =>
      json({
        ...{ _type: 'location', tst: 1_772_793_000, ...HERE_AS_NUMBERS, acc: 12.5, vel: 36, cog: 181.2, batt: 81 },
        ...{ topic: 'owntracks/user/phone-1', tid: 'p1', bs: 1 },
      }),
  ],
  [
    'GPSLogger’s names',
    () =>
      query({
        ...{ time: '2026-03-06T10:30:00.000Z', acc: '12.5', spd: '10', dir: '181.2', battery: '81' },
        ...{ hdop: '', prov: 'gps', sat: '9', desc: '', alt: '38' },
      }),
  ],
  [
    'the product’s own batch',
    () =>
      json({
        deviceId: 'phone-1',
        fixes: [
          {
            at_ms: AT_MS,
            ...HERE_AS_NUMBERS,
            accuracy_m: 12.5,
            speed_mps: 10,
            heading_deg: 181.2,
            battery_percent: 81,
          },
        ],
      }),
  ],
];

describe('every form', () => {
  it.each(SAME)('says the same: %s', (_name, message) => {
    const { identity, topic, places } = message();
    expect(identity ?? topic).toBe('phone-1');
    const [place] = places;
    if (place?.kind !== 'fix') throw new Error(`no fix but ${place?.kind}`);
    expect(place.at_ms).toBe(AT_MS);
    const { speed_mps, battery_percent, ...fix } = place.fix;
    expect(fix).toEqual({ ...HERE_AS_NUMBERS, accuracy_m: 12.5, heading_deg: 181.2, source: 'gnss' });
    expect(speed_mps).toBeCloseTo(10, 5);
    expect(battery_percent).toBeCloseTo(81, 9);
  });

  it('may come as a list, each with a sender of its own, or with a list of places', () => {
    const coords = (latitude: number) => ({ timestamp: AT_MS, coords: { latitude, longitude: 126.9 } });
    const [first, second] = read(
      {},
      JSON.stringify([
        { id: 'a', ...HERE },
        { _type: 'location', id: 'b', ...HERE },
      ]),
    );
    expect([first?.identity, second?.identity]).toEqual(['a', 'b']);
    expect(json({ device_id: 'a', location: [coords(37.1), coords(37.2)] }).places).toHaveLength(2);
  });

  it('takes what the query says of the sender where the body says nothing', () => {
    expect(one(read({ id: 'phone-1~TOKEN' }, JSON.stringify({ _type: 'location', ...HERE }))).identity).toBe(
      'phone-1~TOKEN',
    );
  });

  const asked = (body: string) => elementsOf(new URLSearchParams(), body);

  it.each<readonly [string, object]>([
    ['flat', HERE],
    ['the client’s JSON', { location: { coords: {} } }],
    ['the client’s coordinates alone', { coords: {} }],
    ['OwnTracks', { _type: 'location', topic: 'owntracks/user/other' }],
    ['a batch', { fixes: [] }],
  ])('names its device in the same ways, and its own word counts before the query’s: %s', (_name, form) => {
    for (const name of ['id', 'deviceid', 'device_id', 'deviceId']) {
      const named = { [name]: 'phone-1', token: 'T' };
      for (const message of [json({ ...form, ...named }), one(read(named, JSON.stringify(form)))])
        expect([message.identity, message.token]).toEqual(['phone-1', 'T']);
      const beside = one(read({ id: 'gateway', token: 'G' }, JSON.stringify({ ...form, ...named })));
      expect([beside.identity, beside.token]).toEqual(['phone-1', 'T']);
    }
  });

  it('is refused in words when it is broken', () => {
    expect(asked('{')).toEqual({ ok: false, error: 'body: is not JSON' });
  });

  it.each<readonly [string, number, number]>([
    ['[]', 0, 0],
    ['[1]', 0, 1],
    ['[{"id":"phone-1","alarm":"sos"},null]', 1, 1],
    ['[[{"id":"phone-1","alarm":"sos"}]]', 1, 0],
    ['[[[[[[1]]]]]]', 0, 1],
    ['\uFEFF{"id":"phone-1"}', 1, 0],
  ])('takes nothing from the others of a list: %s', (body, messages, odd) => {
    const read = asked(body);
    expect(read.ok && read.value.filter((message) => message !== null)).toHaveLength(messages);
    expect(read.ok && read.value.filter((message) => message === null)).toHaveLength(odd);
  });

  it('names its device beside the client’s coordinates, too', () => {
    const coords = { latitude: 37.5563, longitude: 126.9236, accuracy: 5 };
    const message = json({ device_id: 'phone-1', token: 'T', coords, timestamp: '2026-03-06T10:30:00Z' });
    expect([message.identity, message.token, placeOf(message).kind]).toEqual(['phone-1', 'T', 'fix']);
  });

  it.each(['inf', 'Infinity', '-inf', '+Infinity'])('of an accuracy or a dilution of %s is no place', (value) => {
    expect(placeOf(query({ accuracy: value })).kind).toBe('no-valid-place');
    expect(placeOf(query({ hdop: value })).kind).toBe('no-valid-place');
    expect(fixOf(query({ accuracy: '5', speed: value })).speed_mps).toBeNull();
  });

  it('reads degrees however many digits they have', () => {
    expect(fixOf(query({ lat: `37.5563${'0'.repeat(40)}`, lon: '126.' })).lat).toBe(37.5563);
  });

  it.each(['yes', 'Y', 'on', 't', 'TRUE', '1'])('understands %s for a faked place', (value) => {
    expect(placeOf(query({ mock: value })).kind).toBe('place-faked');
  });

  it.each(['no', 'F', 'off', 'n', 'FALSE', '0'])('understands %s for an invalid place', (value) => {
    expect(placeOf(query({ valid: value })).kind).toBe('no-valid-place');
  });
});

describe('a time', () => {
  it.each<readonly [string, string, number]>([
    ['seconds', '1772793000', AT_MS],
    ['milliseconds', '1772793000123', AT_MS + 123],
    ['fractions of seconds', '1772793000.5', AT_MS + 500],
    ['ISO with Z', '2026-03-06T10:30:00Z', AT_MS],
    ['ISO with an offset', '2026-03-06T19:30:00.000+09:00', AT_MS],
    ['ISO with an offset without a colon', '2026-03-06T19:30:00+0900', AT_MS],
    ['ISO with an offset of hours alone', '2026-03-06T19:30:00+09', AT_MS],
    ['ISO without seconds', '2026-03-06T10:30Z', AT_MS],
    ['ISO in small letters', '2026-03-06t10:30:00z', AT_MS],
    ['ISO whose plus nobody encoded', '2026-03-06T19:30:00 09:00', AT_MS],
  ])('is read in %s', (_name, timestamp, at_ms) => {
    expect(placeOf(query({ timestamp }))).toMatchObject({ at_ms });
  });

  it('is left open where the phone gives none', () => {
    expect(placeOf(query({}))).toMatchObject({ kind: 'fix', at_ms: null });
  });

  it.each([
    'yesterday',
    '2026-03-06T10:30:00',
    '2026-03-06 19:30:00.000',
    '2026-02-30T10:30:00Z',
    '1e30',
    'NaN',
    '%TIME',
  ])('is never guessed: %s', (timestamp) => {
    expect(faultOf(query({ timestamp }))).toMatch(/^timestamp: must be seconds or milliseconds/);
  });

  it('that cannot be read is told even where no place is sent', () => {
    expect(faultOf(one(read({ id: 'phone-1', timestamp: 'now' })))).toMatch(/^timestamp: /);
  });
});

describe('latitude and longitude', () => {
  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['lat', { lat: '37,5563' }],
    ['lat', { lat: '0x10' }],
    ['lat', { lat: '%LAT' }],
    ['lat', { lat: '' }],
    ['lon', { lon: 'east' }],
    ['lon', { lon: '126,9236' }],
  ])('name %s when it cannot be read', (field, more) => {
    expect(faultOf(query(more))).toBe(`${field}: must be a number of degrees`);
  });

  it('name the field of their own form', () => {
    const comma = one(read({ id: 'phone-1', location: '37,5563,126,9236' }));
    expect(faultOf(comma)).toBe('location: must be a number of degrees');
    const coords = { latitude: 'north', longitude: 126.9 };
    expect(faultOf(json({ device_id: 'a', location: { timestamp: AT_MS, coords } }))).toMatch(
      /^location\.coords\.latitude: /,
    );
    expect(faultOf(json({ deviceId: 'a', fixes: [{ at_ms: 'x', ...HERE_AS_NUMBERS }] }))).toMatch(/^fixes\.0\.at_ms: /);
    expect(faultOf(json({ deviceId: 'a', fixes: 3 }))).toMatch(/^fixes: /);
    expect(faultOf(json({ _type: 'encrypted', data: 'x' }))).toMatch(/^_type: encrypted/);
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['beyond the pole', { lat: '90.1' }],
    ['swapped', { lat: '126.9236', lon: '37.5563' }],
    ['beyond the date line', { lon: '-180.5' }],
    ['nowhere', { lat: '0.0', lon: '0.0' }],
    ['unknown to the phone', { lat: 'NaN', lon: 'NaN' }],
    ['infinite', { lon: 'Infinity' }],
    ['called invalid by the phone', { valid: 'false' }],
    ['called invalid by the phone, in digits', { valid: '0' }],
  ])('are no valid place: %s', (_name, more) => {
    expect(placeOf(query(more))).toEqual({ kind: 'no-valid-place' });
  });

  it('that an app made up are no place at all', () => {
    expect(placeOf(query({ mock: 'true' }))).toEqual({ kind: 'place-faked' });
    const faked = { timestamp: AT_MS, mock: true, coords: { latitude: 37.5, longitude: 126.9, accuracy: 3 } };
    expect(placeOf(json({ device_id: 'a', location: faked }))).toEqual({ kind: 'place-faked' });
  });

  it('may be missing: a heartbeat says no more than that the phone lives', () => {
    expect(placeOf(one(read({ id: 'phone-1', timestamp: '1772793000', batt: '80' })))).toEqual({ kind: 'no-place' });
    expect(placeOf(one(read({ id: 'phone-1', lat: '', lon: '' })))).toEqual({ kind: 'no-place' });
    expect(json({ _type: 'lwt', tst: 1 }).places).toEqual([]);
  });
});

describe('an odd field', () => {
  /** Radius that a place ends up with, metres: a number of its own, null for the policy's default, or no place. */
  const radius = (more: Readonly<Record<string, string>>): number | null | string => {
    const place = placeOf(query(more));
    return place.kind === 'fix' ? place.fix.accuracy_m : place.kind;
  };

  it.each<readonly [string, Readonly<Record<string, string>>, number | null | string]>([
    ['no accuracy', {}, null],
    ['0', { accuracy: '0.0' }, null],
    ['NaN', { accuracy: 'NaN' }, null],
    ['below 0', { accuracy: '-1' }, 'no-valid-place'],
    ['over 50 km', { accuracy: '50001' }, 'no-valid-place'],
    ['a decimal comma', { accuracy: '150,5' }, 'no-valid-place'],
    ['a unit', { accuracy: '150 m' }, 'no-valid-place'],
    ['0 beside another', { accuracy: '0', acc: '500' }, 500],
    ['two, the less sure first', { accuracy: '500', acc: '20' }, 500],
    ['two, the less sure last', { accuracy: '20', acc: '500' }, 500],
    ['NaN beside another', { accuracy: '40', acc: 'NaN' }, 40],
    ['below 0 beside another', { accuracy: '20', acc: '-1' }, 'no-valid-place'],
    ['one that cannot be read beside another', { accuracy: '20', acc: 'good' }, 'no-valid-place'],
    ['dilution alone, which may be metres', { hdop: '60' }, 300],
    ['a small dilution', { hdop: '0.8' }, 4],
    ['dilution beside accuracy', { accuracy: '20', hdop: '1' }, 20],
    ['dilution beside accuracy 0', { accuracy: '0', hdop: '60' }, 300],
    ['dilution 0', { hdop: '0' }, null],
    ['dilution that cannot be read', { hdop: 'good' }, 'no-valid-place'],
  ])('never makes a place surer than the phone said: %s', (_name, more, wanted) => {
    expect(radius(more)).toBe(wanted);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['battery below 0', { batt: '-100' }, 'battery_percent'],
    ['battery over 100', { batt: '101' }, 'battery_percent'],
    ['speed −1', { speed: '-1' }, 'speed_mps'],
    ['speed NaN', { speed: 'NaN' }, 'speed_mps'],
    ['speed of a rocket', { speed: '4000' }, 'speed_mps'],
    ['heading −1', { bearing: '-1' }, 'heading_deg'],
    ['heading 361', { bearing: '361' }, 'heading_deg'],
  ])('is unknown: %s', (_name, more, field) => {
    expect(fixOf(query(more))).toMatchObject({ lat: 37.5563, [field]: null });
  });

  it('of a fix costs none of the others in its batch', () => {
    const fix = (over: object) => ({ at_ms: AT_MS, ...HERE_AS_NUMBERS, ...over });
    const { places } = json({
      deviceId: 'a',
      fixes: [fix({ name: 'x' }), fix({ lat: 91 }), fix({ lat: 'here' }), null, fix({ accuracy_m: 0, speed_mps: -1 })],
    });
    expect(places.map(({ kind }) => kind)).toEqual(['fix', 'no-valid-place', 'unreadable', 'unreadable', 'fix']);
  });

  it('of a source never says that satellites are back', () => {
    expect(fixOf(query({ prov: 'network' })).source).toBe('wifi');
    expect(fixOf(json({ deviceId: 'a', fixes: [{ at_ms: 1, ...HERE_AS_NUMBERS, source: 'magic' }] })).source).toBe(
      'wifi',
    );
  });
});

describe('alarms', () => {
  it.each<readonly [string, () => Message]>([
    ['query', () => query({ alarm: 'sos' })],
    ['query without a place', () => one(read({ id: 'phone-1', alarm: 'sos' }))],
    [
      'query with nothing right in it',
      () => query({ alarm: 'sos', lat: 'x', lon: '', timestamp: 'never', accuracy: '-1' }),
    ],
    ['JSON extras', () => json({ device_id: 'a', location: { extras: { alarm: 'sos' } } })],
    ['JSON root', () => json({ device_id: 'a', alarm: 'sos', location: null })],
    ['a list of places', () => json({ device_id: 'a', location: [{}, { extras: { alarm: 'sos' } }] })],
    ['OwnTracks', () => json({ _type: 'location', alarm: 'sos' })],
    ['batch', () => json({ deviceId: 'a', fixes: [], alarm: 'sos' })],
  ])('are heard in every form: %s', (_name, message) => {
    expect(message().alarms).toEqual(['sos']);
  });

  it('are all heard where there are several', () => {
    expect(query({ alarm: 'lowBattery,sos' }).alarms).toEqual(['lowBattery', 'sos']);
    const asked = new URLSearchParams('id=a&alarm=sos&alarm=lowBattery');
    const messages = elementsOf(asked, '');
    expect(messages.ok && messages.value[0]?.alarms).toEqual(['sos', 'lowBattery']);
    expect(one(read({ id: 'a', alarm: 'sos' }, 'alarm=lowBattery')).alarms).toEqual(['sos', 'lowBattery']);
    expect(one(read({ id: 'a', alarm: 'sos' }, '{"alarm":["lowBattery"]}')).alarms).toEqual(['sos', 'lowBattery']);
  });

  it('keep the stamp by which the phone would repeat them, readable or not', () => {
    expect(query({ alarm: 'sos', timestamp: '1772793000' }).stamp).toBe('1772793000');
    expect(query({ alarm: 'sos', timestamp: 'never' })).toMatchObject({ stamp: 'never', at_ms: null });
    expect(query({ alarm: 'sos' }).stamp).toBeNull();
  });
});
