import { describe, expect, it } from 'vitest';
import { DeviceEventIn, faultOf, OsmAnd, PositionsOfOne } from '../../../../main/monitoring/ingest/schemas.ts';
import { deviceToken, isTokenOf } from '../../../../main/monitoring/ingest/tokens.ts';
import { START_MS } from './watch.ts';

const query = { id: 'phone-1', lat: '37.5563', lon: '126.9236' };
const osmand = (more: Readonly<Record<string, string>>) => OsmAnd.parse({ ...query, ...more }).fix(START_MS);

describe('OsmAnd query', () => {
  it.each([
    ['seconds', '1772793000', 1_772_793_000_000],
    ['milliseconds', '1772793000123', 1_772_793_000_123],
    ['fractions of seconds', '1772793000.5', 1_772_793_000_500],
    ['ISO with Z', '2026-03-06T10:30:00Z', 1_772_793_000_000],
    ['ISO with an offset', '2026-03-06T19:30:00.000+09:00', 1_772_793_000_000],
  ])('reads a time in %s', (_name, timestamp, at_ms) => {
    expect(osmand({ timestamp }).at_ms).toBe(at_ms);
  });

  it('reads speed in knots', () => {
    expect(osmand({ speed: '10' }).speed_mps).toBeCloseTo(5.1444, 4);
  });

  it('takes the time of receipt and "unknown" where a phone says nothing or cannot tell', () => {
    expect(osmand({})).toMatchObject({
      at_ms: START_MS,
      accuracy_m: null,
      speed_mps: null,
      heading_deg: null,
      battery_percent: null,
    });
    expect(osmand({ accuracy: '0', speed: '-1', bearing: '-1' })).toMatchObject({
      accuracy_m: null,
      speed_mps: null,
      heading_deg: null,
    });
  });

  it('passes over fields it has no use for', () => {
    expect(osmand({ altitude: '20', charge: 'true', accuracy: '12.5' }).accuracy_m).toBe(12.5);
  });

  it.each([
    ['lat', { lat: '90.1' }],
    ['lat', { lat: 'NaN' }],
    ['lat', { lat: '' }],
    ['lat', { lat: '0x10' }],
    ['lon', { lon: '-180.5' }],
    ['lon', { lon: 'Infinity' }],
    ['timestamp', { timestamp: 'yesterday' }],
    ['timestamp', { timestamp: '2026-03-06T10:30:00' }],
    ['accuracy', { accuracy: '-3' }],
    ['speed', { speed: '4000' }],
    ['bearing', { bearing: '361' }],
    ['batt', { batt: '101' }],
  ])('names %s when it is wrong', (field, more) => {
    const result = OsmAnd.safeParse({ ...query, ...more });
    expect(result.success).toBe(false);
    if (!result.success) expect(faultOf(result.error)).toMatch(new RegExp(`^${field}: `));
  });
});

describe('JSON messages', () => {
  it('take fixes without what is unknown', () => {
    const { fixes } = PositionsOfOne.parse({ deviceId: 'd', fixes: [{ at_ms: 1, lon: 2, lat: 3 }] });
    expect(fixes).toEqual([
      {
        at_ms: 1,
        lon: 2,
        lat: 3,
        accuracy_m: null,
        speed_mps: null,
        heading_deg: null,
        source: 'gnss',
        battery_percent: null,
      },
    ]);
  });

  it('name the field without repeating what was sent', () => {
    const wrong = PositionsOfOne.safeParse({
      deviceId: 'd',
      fixes: [
        { at_ms: 1, lon: 2, lat: 3 },
        { at_ms: 1, lon: 2, lat: 3, name: 'x' },
      ],
    });
    expect(wrong.success || faultOf(wrong.error)).toBe('fixes.1: has a field that is not known');
  });

  it('leave silence to the server', () => {
    expect(DeviceEventIn.safeParse({ deviceId: 'd', kind: 'silence' }).success).toBe(false);
  });
});

describe('device token', () => {
  it('fits its device and key only', () => {
    const key = new Uint8Array(32);
    const token = deviceToken(key, 'phone-1');
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(isTokenOf(key, 'phone-1', token)).toBe(true);
    expect(isTokenOf(key, 'phone-2', token)).toBe(false);
    expect(isTokenOf(new Uint8Array(32).fill(1), 'phone-1', token)).toBe(false);
    expect(isTokenOf(key, 'phone-1', '')).toBe(false);
  });
});
