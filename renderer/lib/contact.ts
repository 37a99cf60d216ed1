import { LATE_AFTER_MS } from './apartness.ts';
import type { Apartness } from './apartness.ts';

/**
 * Time to contact as it stands now. `time` counts down from what the last frame told; stale, no frame has come since and the figure is of
 * before. Whatever is not a time is a word.
 */
export type ContactNow =
  | {
      readonly kind: 'time';
      readonly expected_s: number;
      readonly from_s: number;
      readonly to_s: number;
      readonly isStale: boolean;
    }
  | { readonly kind: 'within'; readonly isStale: boolean }
  | { readonly kind: 'not-closing' | 'unknown' | 'not-open' | 'no-figure' };

/**
 * Row, panel and map all count down by this, in whole seconds since the frame arrived: their figures are of one moment and change together.
 *
 * @param apart how the two stand to each other, with the age of the frame that told it; null where nobody knows
 */
export const contactNow = (apart: Pick<Apartness, 'trend' | 'contact' | 'age_s'> | null): ContactNow => {
  if (apart === null || apart.trend === null) return { kind: 'no-figure' };
  const { contact, trend, age_s } = apart;
  if (contact === null) {
    // Closing in without a time: not both places are open to this desk.
    if (trend === 'closing') return { kind: 'not-open' };
    return { kind: trend === 'unknown' ? 'unknown' : 'not-closing' };
  }
  const isStale = age_s * 1000 >= LATE_AFTER_MS;
  if (contact.to_s === 0) return { kind: 'within', isStale };
  const left_s = (told_s: number): number => Math.max(0, told_s - Math.floor(age_s));
  return {
    kind: 'time',
    expected_s: left_s(contact.expected_s),
    from_s: left_s(contact.from_s),
    to_s: left_s(contact.to_s),
    isStale,
  };
};
