import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../../../../main/commands/analyse/input/readOrder.ts';
import { Order } from '../../../../../../shared/domain/orders.ts';
import { aFile, shown } from './files.ts';

const DEFAULTS = { warning_m: 2000, alert_m: 1000, contact_m: 100 };
const read = (content: unknown) =>
  readOrder(aFile('o.json', typeof content === 'string' ? content : JSON.stringify(content, null, 1)), DEFAULTS);
const fault = (content: unknown): string => {
  const order = read(content);
  return order.ok ? '' : shown(order.error);
};

const least = {
  id: 'ORD-1',
  basis: '가상법 제9조',
  validFrom: '2026-01-01T00:00:00+09:00',
  validTo: '2026-07-01T00:00:00Z',
};
const circle = { lat: 37.55, lon: 126.92, radius_m: 200 };
const CORNERS = [
  [126.92, 37.55],
  [126.93, 37.55],
  [126.93, 37.56],
];
const home = { id: 'Z1', kind: 'home', circle, buffer_m: 100 };

describe('order files', () => {
  it('reads the least an order can be, with the limits of the policy', () => {
    const order = read(least);
    expect(order).toEqual({
      ok: true,
      value: {
        id: 'ORD-1',
        basis: '가상법 제9조',
        number: '-',
        issuer: '-',
        validFrom_ms: Date.UTC(2025, 11, 31, 15),
        validTo_ms: Date.UTC(2026, 6, 1),
        revokedAt_ms: null,
        offender: 'offender',
        victims: ['victim'],
        limits: DEFAULTS,
        zones: [],
      },
    });
    expect(order.ok && Order.safeParse(order.value).success).toBe(true);
  });

  it('reads everything an order can name', () => {
    const limits = { warning_m: 1500, alert_m: 800, contact_m: 50 };
    const schedule = [{ days: ['mon', 'fri'], from: '18:00', to: '08:00' }];
    const order = read({
      ...least,
      number: '2026가상1',
      issuer: '가상지방법원',
      revokedAt: 1_770_000_000,
      limits,
      zones: [
        { ...home, schedule },
        { id: 'Z2', kind: 'work', polygon: CORNERS, buffer_m: 0 },
        { id: 'Z3', kind: 'school', polygon: [...CORNERS, CORNERS[0]], buffer_m: 50, schedule: null },
      ],
    });
    const ring = [...CORNERS, CORNERS[0]];
    expect(order).toMatchObject({
      ok: true,
      value: {
        number: '2026가상1',
        issuer: '가상지방법원',
        revokedAt_ms: 1_770_000_000_000,
        limits,
        zones: [
          {
            id: 'Z1',
            kind: 'home',
            shape: { type: 'circle', centre: [126.92, 37.55], radius_m: 200 },
            buffer_m: 100,
            schedule,
          },
          { id: 'Z2', kind: 'work', shape: { type: 'polygon', ring }, buffer_m: 0, schedule: null },
          { id: 'Z3', kind: 'school', shape: { type: 'polygon', ring }, buffer_m: 50, schedule: null },
        ],
      },
    });
    expect(order.ok && Order.safeParse(order.value).success).toBe(true);
  });

  it.each([
    ['an unknown key', { ...least, limit: {} }, /^o\.json:6: limit: is no known key$/],
    [
      'an unknown key of a zone',
      { ...least, zones: [{ ...home, bufer_m: 1 }] },
      /^o\.json:16: zones\.0\.bufer_m: is no known key$/,
    ],
    ['a missing key', { ...least, basis: undefined }, /^o\.json:1: basis: /],
    ['a time without a zone', { ...least, validTo: '2026-07-01T00:00:00' }, /^o\.json:5: validTo: needs a time zone/],
    [
      'an end before the beginning',
      { ...least, validTo: least.validFrom },
      /^o\.json:5: validTo: must be after validFrom$/,
    ],
    [
      'limits that grow',
      { ...least, limits: { ...DEFAULTS, contact_m: 1100 } },
      /^o\.json:6: limits: limits must shrink/,
    ],
    ['limits in part', { ...least, limits: { warning_m: 2000 } }, /^o\.json:6: limits\.alert_m: /],
    [
      'a circle and a polygon',
      { ...least, zones: [{ ...home, polygon: CORNERS }] },
      /^o\.json:7: zones\.0: needs a circle or a polygon/,
    ],
    [
      'no shape',
      { ...least, zones: [{ ...home, circle: undefined }] },
      /^o\.json:7: zones\.0: needs a circle or a polygon/,
    ],
    [
      'two corners',
      { ...least, zones: [{ ...home, circle: undefined, polygon: CORNERS.slice(1) }] },
      /: zones\.0\.polygon: needs at least 3 corners$/,
    ],
    [
      'two corners, closed',
      { ...least, zones: [{ ...home, circle: undefined, polygon: [CORNERS[0], CORNERS[1], CORNERS[0]] }] },
      /: zones\.0\.polygon: needs at least 3 corners$/,
    ],
    [
      'latitude before longitude',
      { ...least, zones: [{ ...home, circle: undefined, polygon: CORNERS.map(([lon, lat]) => [lat, lon]) }] },
      /: zones\.0\.polygon\.0\.1: /,
    ],
    [
      'a radius of nothing',
      { ...least, zones: [{ ...home, circle: { ...circle, radius_m: 0 } }] },
      /: zones\.0\.circle\.radius_m: /,
    ],
    // No fix is taken there, so that the zone could never be broken.
    [
      'a centre by a pole',
      { ...least, zones: [{ ...home, circle: { ...circle, lat: 86 } }] },
      /: zones\.0\.circle\.lat: .*85/,
    ],
    ['a missing buffer', { ...least, zones: [{ ...home, buffer_m: undefined }] }, /: zones\.0\.buffer_m: /],
    [
      'an hour that is none',
      { ...least, zones: [{ ...home, schedule: [{ days: ['mon'], from: '25:00', to: '08:00' }] }] },
      /: zones\.0\.schedule\.0\.from: /,
    ],
    ['a schedule without a span', { ...least, zones: [{ ...home, schedule: [] }] }, /: zones\.0\.schedule: /],
    ['two zones of one id', { ...least, zones: [home, home] }, /: zones: two of them have the same id$/],
    ['a key written twice', '{\n"id": "A",\n"id": "B"}', /^o\.json:3: order: a key is there twice$/],
    ['broken JSON', '{\n"id": "A",\n"basis": oh}', /^o\.json:3: order: is not valid JSON$/],
    ['a file cut short', '{\n"id": "A",', /^o\.json:2: order: is not valid JSON$/],
    ['a list', '[]', /^o\.json:1: order: /],
  ])('finds fault with %s', (_, content, words) => {
    expect(fault(content)).toMatch(words);
    expect(fault(content)).not.toMatch(/\n|37\.5|126\.9/);
  });

  it('does not mind a byte order mark and tabs', () => {
    expect(fault(`\uFEFF${JSON.stringify(least, null, '\t')}`)).toBe('');
    expect(fault(`\uFEFF${JSON.stringify({ ...least, id: '' }, null, '\t')}`)).toMatch(/^o\.json:2: id: /);
  });

  it('finds fault with a file that is not there or far too large', () => {
    const none = readOrder('none.json', DEFAULTS);
    expect(none.ok ? '' : shown(none.error)).toBe('none.json: file: there is no such file');
    expect(fault(' '.repeat(16 * 1024 * 1024 + 1))).toBe('o.json: file: is larger than 16 MB');
  });
});
