import { describe, expect, it } from 'vitest';
import { lineOf } from '../../../../main/commands/devices/watch.ts';
import type { Fate } from '../../../../main/monitoring/doors/fates.ts';

const fate = (over: Partial<Fate>): Fate => ({
  ...{ at_ms: new Date(2026, 2, 6, 21, 4, 7).getTime(), deviceId: 'phone-0001', accepted: 0, refused: {} },
  ...{ press: null, events: [], clockOff_s: null, fault: null, tokenWrong: false, notStored: false },
  ...over,
});

describe('a line of `devices --watch`', () => {
  it.each<readonly [string, Partial<Fate>]>([
    ['accepted 1', { accepted: 1 }],
    ['heard, no place in it', {}],
    ['refused: clock 90 s ahead', { refused: { future: 1 }, clockOff_s: 90 }],
    ['refused: clock 61 min behind', { clockOff_s: -3660 }],
    ['refused: clock 7168 days behind', { refused: { 'too-old': 1 }, clockOff_s: -619_315_200 }],
    ['accepted 3; refused: place already known (2)', { accepted: 3, refused: { duplicate: 2 } }],
    ['accepted 1; refused: time ahead of the server’s', { accepted: 1, refused: { future: 1 } }],
    ['refused: no valid place', { refused: { 'no-valid-place': 1 } }],
    [
      'refused: lat: must be a number of degrees',
      { refused: { unreadable: 1 }, fault: 'lat: must be a number of degrees' },
    ],
    ['button pressed; accepted 1', { press: 'raised', accepted: 1 }],
    [
      'button pressed, the same press as before, which does not sound again; refused: place already known',
      { press: 'known', refused: { duplicate: 1 } },
    ],
    ['event strap-tamper; could not be stored, has to be sent again', { events: ['strap-tamper'], notStored: true }],
    ['token wrong', { tokenWrong: true }],
  ])('says: %s', (said, over) => {
    expect(lineOf(fate(over))).toBe(`21:04:07 phone-0001 ${said}`);
  });
});
