import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Handle } from '../../../../shared/domain/ids.ts';
import { decodePresence, encodePresence } from '../../../../shared/protocol/presence.ts';
import type { PresenceFrame } from '../../../../shared/protocol/presence.ts';

const handle = fc.integer({ min: 1, max: 0xffff_ffff }).map((n) => Handle.parse(n));
/** Values that fall on the codec's grid, so that a round trip is exact. */
const on = (min: number, max: number, scale: number) => fc.integer({ min, max }).map((n) => n / scale);
const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: null });

const seconds = fc.integer({ min: 0, max: 65_534 });
const frame: fc.Arbitrary<PresenceFrame> = fc.record({
  frame: fc.integer({ min: 0, max: 0xffff_ffff }),
  serverTime_ms: fc.integer({ min: 0, max: 8.64e15 }),
  subjects: fc.array(
    fc.record({
      handle,
      lon: on(-1_800_000_000, 1_800_000_000, 1e7),
      lat: on(-900_000_000, 900_000_000, 1e7),
      radius_m: on(0, 65_535, 10),
      speed_mps: maybe(on(0, 65_534, 100)),
      heading_deg: maybe(on(0, 36_000, 100)),
      age_s: on(0, 65_535, 10),
      silent: fc.boolean(),
      finding: maybe(fc.constantFrom('arrived', 'not-moving')),
      battery_percent: maybe(fc.integer({ min: 0, max: 100 })),
    }),
  ),
  relations: fc.array(
    fc.record({
      order: handle,
      victim: handle,
      distance_m: on(0, 0xffff_ffff, 10),
      min_m: on(0, 0xffff_ffff, 10),
      max_m: on(0, 0xffff_ffff, 10),
      sector: maybe(fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7)),
      trend: fc.constantFrom('closing', 'steady', 'opening', 'unknown'),
      level: fc.constantFrom('none', 'warning', 'alert', 'contact'),
      certainty: fc.constantFrom('possible', 'likely', 'confirmed'),
      lost: fc.boolean(),
      contact: maybe(fc.record({ expected_s: seconds, from_s: seconds, to_s: seconds })),
    }),
  ),
});

describe('presence frames', () => {
  it('come back as they were sent', () => {
    fc.assert(
      fc.property(frame, (sent) => {
        expect(decodePresence(encodePresence(sent))).toEqual({ ok: true, value: sent });
      }),
    );
  });

  it('spend at most 24 bytes on a position', () => {
    fc.assert(
      fc.property(frame, (sent) => {
        const without = encodePresence({ ...sent, subjects: [] }).byteLength;
        expect(encodePresence(sent).byteLength - without).toBeLessThanOrEqual(24 * sent.subjects.length);
      }),
    );
  });

  it('hold values beyond a field at its end instead of wrapping round', () => {
    const decoded = decodePresence(
      encodePresence({
        frame: 1,
        serverTime_ms: 1,
        relations: [],
        subjects: [
          {
            handle: Handle.parse(1),
            lon: 127,
            lat: 37,
            radius_m: 1e9,
            speed_mps: 1e9,
            heading_deg: 1e9,
            age_s: 1e9,
            silent: true,
            finding: 'arrived',
            battery_percent: 1e9,
          },
        ],
      }),
    );
    expect(decoded.ok && decoded.value.subjects[0]).toMatchObject({
      radius_m: 6553.5,
      speed_mps: 655.34,
      age_s: 6553.5,
    });
  });

  it('refuse whatever is not a frame, with a reason and without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoded = decodePresence(bytes);
        if (!decoded.ok) expect(decoded.error).toMatch(/^presence: /);
      }),
    );
    fc.assert(
      fc.property(frame, fc.nat(), (sent, cut) => {
        const bytes = encodePresence(sent);
        expect(decodePresence(bytes.slice(0, cut % bytes.byteLength)).ok).toBe(false);
      }),
    );
  });
});
