/** Grey-blue that line colours are drawn towards. */
const NEUTRAL = [104, 122, 140] as const;

/**
 * An official line colour brought down to a tint: seen as a hint of which line it is, and never taken for urgency.
 * `keep` is the share of the original colour, 0–1.
 */
export const desaturate = (hex: string, keep = 0.3): string => {
  const channels = [1, 3, 5].map((at, i) => {
    const own = Number.parseInt(hex.slice(at, at + 2), 16);
    return Math.round(own * keep + (NEUTRAL[i] ?? 0) * (1 - keep));
  });
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
};
