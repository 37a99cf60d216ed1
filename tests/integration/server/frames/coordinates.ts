/** The region the day plays in, with room to spare; a pair of decimals inside it is a place, whoever's it is. */
const LAT = { from: 37.2, to: 37.9 } as const;
const LON = { from: 126.5, to: 127.5 } as const;
const within = (value: number, { from, to }: typeof LAT | typeof LON): boolean => value > from && value < to;

/** A number as text carries it: with enough decimals to be a place, or as a whole number of small parts of a degree. */
const DECIMAL = /\d{1,3}\.\d{3,}/g;
const WHOLE = /(?<![\d.])\d{8,10}(?![\d.])/g;
const PARTS = [1e6, 1e7] as const;

/** Digests, keys and signatures: whole fields of random digits, of which some are bound to look like a place now and then. */
const RANDOM = /"(?:[0-9a-f]{64}|[\w+/]{43}=|[\w+/]{86}==)"/g;

/** How far apart the two numbers of one place may stand in a text, characters. */
const APART = 24;

/**
 * Everything in a text that gives a place away: a number that is somebody's latitude or longitude to five decimals, under whatever
 * name and in whatever string, and two neighbouring numbers that lie in the region together.
 */
export const coordinatesIn = (carried: string, secrets: ReadonlySet<string>): readonly string[] => {
  const text = carried.replaceAll(RANDOM, '""');
  const found: string[] = [];
  let before: { readonly value: number; readonly end: number } | null = null;
  for (const match of text.matchAll(DECIMAL)) {
    const value = Number(match[0]);
    if (secrets.has(value.toFixed(5))) found.push(`coordinate ${match[0]}`);
    if (before !== null && match.index - before.end <= APART) {
      const [low, high] = [Math.min(before.value, value), Math.max(before.value, value)];
      if (within(low, LAT) && within(high, LON)) found.push(`place ${low}, ${high}`);
    }
    before = { value, end: match.index + match[0].length };
  }
  for (const [whole] of text.matchAll(WHOLE))
    for (const part of PARTS)
      if (secrets.has((Number(whole) / part).toFixed(5))) found.push(`scaled coordinate ${whole}`);
  return found;
};
