/** Decimal degrees in or near Korea (33–43° N, 124–132° E), to three places or more: about 100 m. */
const DEGREES = /(?<![\d.])(?:3[3-9]|4[0-3]|12[4-9]|13[0-2])\.\d{3,}/u;
/** Degrees and minutes. */
const SEXAGESIMAL = /\d{1,3}\s*[°º도]\s*\d{1,2}\s*['′분]/u;
/** Any two decimals with four places beside one another. */
const PAIR = /\d{1,3}\.\d{4,}\s*[,/ ]\s*-?\d{1,3}\.\d{4,}/u;
/** MGRS / UTM grid of Korea (zones 51 and 52). */
const GRID = /\b5[12]\s?[ST]\s?[A-Z]{2}\s?\d{2,5}\s?\d{2,5}\b/u;

/**
 * True when a note looks as though it holds a coordinate. Notes outlive the positions of an incident, so the operator is
 * warned; the words stay theirs.
 */
export const looksLikeCoordinate = (text: string): boolean =>
  [DEGREES, SEXAGESIMAL, PAIR, GRID].some((pattern) => pattern.test(text));
