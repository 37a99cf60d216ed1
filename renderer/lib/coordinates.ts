/** Forms in which people write a place on Earth, as they come in notes: typed, copied from a map, read over the radio. */
const FORMS: readonly RegExp[] = [
  // Decimal degrees in or near Korea (33–43° N, 124–132° E), to three places or more: about 100 m.
  /(?<![\d.])(?:3[3-9]|4[0-3]|12[4-9]|13[0-2])[.,]\d{3,}(?!\d)(?!\s*(?:m|km|원|명|건)(?![a-z]))/iu,
  // Any two decimals with four places beside one another.
  /\d{1,3}\.\d{4,}\s*[,/; ]\s*-?\d{1,3}\.\d{4,}/u,
  // Degrees and minutes: 37°33′59″, 37도 33분, 37 33.99 N, N37 33 59.
  /\d{1,3}\s*[°도]\s*\d{1,2}(?:\.\d+)?\s*['′’분]/u,
  /(?<![\d.:-])\d{1,3}\s+[0-5]?\d\.\d{2,}\s*['′]?\s*[NSEW](?![a-z])/iu,
  /(?<![a-z\d])[NSEW]\s?\d{1,3}[°\s-]+[0-5]?\d(?:[.'′\s-]\d+)/iu,
  /(?<![\d.:-])\d{1,3}[\s-]+[0-5]\d[\s-]+[0-5]\d(?:\.\d+)?\s*["″]?\s*[NSEW](?![a-z])/iu,
  // Degrees with a hemisphere, in Korean or Latin letters.
  /(?:북위|남위|동경|서경|위도|경도)\s*[:=]?\s*-?\d{1,3}(?:\.\d+|\s*[°도])/u,
  /(?<![a-z])(?:lat|lon|lng|latitude|longitude)(?:itude)?\s*[:= ]\s*-?\d{1,3}\.\d+/iu,
  /(?<![\d.])\d{1,3}(?:\.\d+)?\s*°\s*[NSEW](?![a-z])/iu,
  // Grids: MGRS, and UTM of the zones of Korea with easting and northing.
  /(?<![a-z\d])5[12]\s?[STR]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}(?!\d)/iu,
  /(?<![a-z\d])5[12]\s?[NSTR]\s?\d{6}(?:\.\d+)?\s*m?\s*[E,\s]\s*\d{7}(?!\d)/iu,
  // Plus codes, whole or short: 8Q98HX8H+5V, HX8H+5V 서울.
  /(?<![a-z\d])(?:[23456789CFGHJMPQRVWX]{8}|[23456789CFGHJMPQRVWX]{4,6})\+[23456789CFGHJMPQRVWX]{2,3}(?![a-z\d])/iu,
  // A place in a link.
  /geo:-?\d{1,3}(?:\.\d+)?,-?\d/iu,
  /https?:\/\/\S*(?:map|kko\.|naver\.me|goo\.gl|what3words|w3w\.co)\S*/iu,
  /\/\/\/[\p{L}]+\.[\p{L}]+\.[\p{L}]+/u,
];

/**
 * True when a text looks as though it gives a place away by a coordinate, a grid, a code or a link. What is written stays after the
 * positions of an incident are deleted, so the operator is warned; the words stay theirs.
 */
export const looksLikeCoordinate = (text: string): boolean => {
  // Full-width digits become plain ones; the look-alikes of a degree sign would become letters.
  const plain = text.replaceAll(/[º˚]/gu, '°').normalize('NFKC');
  return FORMS.some((form) => form.test(plain));
};
