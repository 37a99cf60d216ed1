/** Seeds are whole numbers a random generator takes: 0 to 2³²−1. */
const MOST = 0xffff_ffff;

/** Reads a seed as typed: null where nothing was typed, `invalid` where it is no whole number in range. */
export const readSeed = (text: string): number | null | 'invalid' => {
  const typed = text.trim();
  if (typed === '') return null;
  const seed = /^\d{1,10}$/u.test(typed) ? Number(typed) : Number.NaN;
  return seed <= MOST ? seed : 'invalid';
};
