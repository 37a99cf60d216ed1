import { expect, it } from 'vitest';
import { contactNow } from '../../../../renderer/lib/contact.ts';
import type { Apartness } from '../../../../renderer/lib/apartness.ts';

const apart: Apartness = {
  source: 'live',
  distance_m: 220,
  min_m: 200,
  max_m: 240,
  trend: 'closing',
  sector: 1,
  contact: { expected_s: 45, from_s: 30, to_s: 70 },
  at_ms: 0,
  age_s: 0,
};

it('counts down with the age of its frame, and never below nothing', () => {
  expect(contactNow({ ...apart, age_s: 1 })).toEqual({
    kind: 'time',
    expected_s: 44,
    from_s: 29,
    to_s: 69,
    isStale: false,
  });
  expect(contactNow({ ...apart, age_s: 60 })).toMatchObject({ expected_s: 0, to_s: 10, isStale: true });
});

it('says that a figure is of before as soon as frames are late', () => {
  expect(contactNow({ ...apart, age_s: 2.9 })).toMatchObject({ isStale: false });
  expect(contactNow({ ...apart, age_s: 3 })).toMatchObject({ isStale: true });
});

it.each([
  ['within', { contact: { expected_s: 0, from_s: 0, to_s: 0 } }],
  ['not-closing', { contact: null, trend: 'opening' }],
  ['not-closing', { contact: null, trend: 'steady' }],
  ['unknown', { contact: null, trend: 'unknown' }],
  ['not-open', { contact: null, trend: 'closing' }],
  ['no-figure', { contact: null, trend: null }],
] as const)('is a word where it is no time: %s', (kind, over) => {
  expect(contactNow({ ...apart, ...over }).kind).toBe(kind);
});

it('is none where nobody knows how far apart the two are', () => {
  expect(contactNow(null)).toEqual({ kind: 'no-figure' });
});
