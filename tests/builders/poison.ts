import { gzipSync } from 'node:zlib';

/** Who sends: a device that proves itself. */
export type Sender = { readonly deviceId: string; readonly token: string };

/** A request that nobody can take as it stands. `raw`: bytes on the socket, since no client would send them. */
export type Poison = { readonly name: string } & (
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'raw'; readonly bytes: Uint8Array }
);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** A sound message of each form that a door reads, as text of JSON, and the fields in it that say something. */
const forms = ({ deviceId, token }: Sender, at_ms: number) => {
  const at_s = Math.floor(at_ms / 1000);
  const place = { lat: 37.5563, lon: 126.9236 };
  return [
    {
      form: 'batch',
      path: '/positions',
      message: { deviceId, token, fixes: [{ at_ms, ...place, accuracy_m: 5 }] },
      fields: ['at_ms', 'lat', 'lon', 'fixes'],
    },
    {
      form: 'client JSON',
      path: `/osmand?token=${token}`,
      message: {
        device_id: deviceId,
        location: { timestamp: new Date(at_ms).toISOString(), coords: { latitude: place.lat, longitude: place.lon } },
      },
      fields: ['timestamp', 'latitude', 'longitude', 'location', 'coords'],
    },
    {
      form: 'OwnTracks',
      path: `/?id=${deviceId}&token=${token}`,
      message: { _type: 'location', tst: at_s, ...place, acc: 5 },
      fields: ['tst', 'lat', 'lon'],
    },
    { form: 'button', path: '/sos', message: { deviceId, token }, fields: ['deviceId', 'token'] },
    {
      form: 'event',
      path: '/events',
      message: { deviceId, token, kind: 'battery-low', at_ms },
      fields: ['kind', 'deviceId', 'token'],
    },
    {
      form: 'guidance',
      path: '/guidance',
      message: { deviceId, token, guidanceId: 'g-1', state: 'read' },
      fields: ['guidanceId', 'state', 'token'],
    },
  ] as const;
};

/** What may stand where a value is wanted, as JSON text or what is nearly that. */
const VALUES: readonly (readonly [string, string])[] = [
  ['nothing', 'null'],
  ['a truth', 'true'],
  ['words', '"가나다"'],
  ['an empty text', '""'],
  ['a list', '[]'],
  ['a list of lists', '[[[[]]]]'],
  ['an object', '{}'],
  ['NaN', 'NaN'],
  ['Infinity', '-Infinity'],
  ['1e400', '1e400'],
  ['a negative', '-9007199254740993'],
  ['an absurd number', '9e15'],
  ['a long number', `1${'0'.repeat(400)}`],
  ['a long text', `"${'x'.repeat(100_000)}"`],
  ['a text with nulls', String.raw`"\u0000\ud800"`],
  ['a proto', '{"__proto__":{"lat":1}}'],
];

/** The text with the value of a field put in another's place. */
const withValue = (text: string, field: string, value: string): string =>
  text.replace(
    new RegExp(String.raw`("${field}":)("(?:[^"\\]|\\.)*"|[-\d.e]+|\[.*\]|\{.*\})`),
    (_, key) => `${key}${value}`,
  );

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const request = (
  name: string,
  path: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Poison => ({
  ...{ kind: 'request', method: 'POST', name, path },
  headers: { ...JSON_TYPE, ...headers },
  body: typeof body === 'string' ? utf8(body) : body,
});

const ofForm = (
  sender: Sender,
  { form, path, message, fields }: ReturnType<typeof forms>[number],
): readonly Poison[] => {
  const text = JSON.stringify(message);
  const named = (what: string): string => `${form}: ${what}`;
  const stranger = text.replaceAll(sender.deviceId, 'nobody-knows-this').replaceAll(sender.token, 'x'.repeat(43));
  return [
    ...fields.flatMap((field) =>
      VALUES.map(([what, value]) => request(named(`${what} for ${field}`), path, withValue(text, field, value))),
    ),
    ...[0.2, 0.5, 0.9].map((share) => request(named(`cut off at ${share}`), path, text.slice(0, text.length * share))),
    request(named('empty'), path, ''),
    request(named('not JSON'), path, 'lat is 37, lon is 126'),
    request(named('the same key twice'), path, text.replace('{', '{"deviceId":7,"lat":"x",')),
    request(named('a prototype'), path, text.replace('{', '{"__proto__":{"admin":true},"constructor":1,')),
    request(named('nested 100,000 deep'), path, nested(100_000)),
    request(named('nested in its own form'), path, `${'['.repeat(500)}${text}${']'.repeat(500)}`),
    request(named('a list of 20,000 nothings'), path, `[${'null,'.repeat(19_999)}null]`),
    request(named('of a stranger'), path.replace(sender.deviceId, 'nobody').replace(sender.token, 'x'), stranger),
    request(named('with another token'), path.replace(sender.token, 'wrong'), text.replace(sender.token, 'wrong')),
    request(named('as XML'), path, text, { 'content-type': 'application/xml' }),
    request(named('in an encoding of its own'), path, text, { 'content-type': 'application/json; charset=utf-16' }),
    request(named('as UTF-16'), path, new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))),
    request(
      named('with bytes that are no UTF-8'),
      path,
      Buffer.concat([utf8(text.slice(0, -1)), Buffer.from([0xff, 0xfe, 0x7d])]),
    ),
    request(named('zipped'), path, gzipSync(text), { 'content-encoding': 'gzip' }),
    request(named('said to be zipped'), path, text, { 'content-encoding': 'gzip' }),
    request(named('half of a zip'), path, gzipSync(text).subarray(0, 20), { 'content-encoding': 'gzip' }),
    request(named('of 2 MiB'), path, `"${'x'.repeat(2_097_152)}"`),
  ];
};

/** Times that a device can send whose clock is anything but right. */
const times = (sender: Sender): readonly Poison[] =>
  ['-1', '0', '1e18', '253402300800000', '"2026-13-45T99:99:99Z"', '"yesterday"'].map((at) =>
    request(
      `batch: time ${at}`,
      '/positions',
      `{"deviceId":"${sender.deviceId}","token":"${sender.token}","fixes":[{"at_ms":${at},"lat":37.5,"lon":126.9}]}`,
    ),
  );

const queries = ({ deviceId, token }: Sender): readonly Poison[] =>
  [
    'lat=NaN&lon=126.9',
    'lat=37.5&lon=1e400',
    'lat=37.5',
    'lat=%ff%fe&lon=%00',
    'lat=37.5&lon=126.9&timestamp=-1',
    'lat=37.5&lon=126.9&timestamp=99999999999999999999',
    `lat=37.5&lon=126.9&alarm=${'x'.repeat(10_000)}`,
    'lat=91&lon=181',
    'a=1&'.repeat(2000),
  ].map((query) => ({
    ...{ kind: 'request', method: 'GET', headers: {}, body: new Uint8Array() },
    name: `query: ${query.slice(0, 40)}`,
    path: `/osmand?id=${deviceId}&token=${token}&${query}`,
  }));

/** What is no HTTP, or HTTP that breaks off. */
const raw = (): readonly Poison[] =>
  [
    ['garbage', '\u0000\u0001\u0002 not http\r\n\r\n'],
    ['half a request line', 'POST /posi'],
    ['half of the headers', 'POST /positions HTTP/1.1\r\nhost: x\r\ncontent-le'],
    ['half of the body', 'POST /positions HTTP/1.1\r\nhost: x\r\ncontent-length: 400\r\n\r\n{"deviceId":'],
    ['garbage behind a request', 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n\u0016\u0003\u0001garbage\r\n\r\n'],
    ['two lengths', 'POST /sos HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
    ['a chunk of no length', 'POST /sos HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n'],
    ['a negative length', 'POST /sos HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n'],
    ['headers of 100 kB', `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(100_000)}\r\n\r\n`],
  ].map(([name = '', text = '']) => ({ kind: 'raw', name, bytes: Buffer.from(text, 'latin1') }));

/** Malformed requests of every known way, at every door, as this device or somebody in its place would send them. */
export const poisonOf = (sender: Sender, at_ms: number): readonly Poison[] => [
  ...forms(sender, at_ms).flatMap((one) => ofForm(sender, one)),
  ...times(sender),
  ...queries(sender),
  ...raw(),
];
