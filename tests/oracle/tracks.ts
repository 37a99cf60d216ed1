import type { LonLat } from '../../shared/domain/fixes.ts';
import { geodesic_m, placeBetween } from './places.ts';

/** A stretch of time, both ends included, in milliseconds since 1970. */
export type Span = { readonly from_ms: number; readonly to_ms: number };

/** One position report and when the server got it. Reports of one person that share a request were handed in together. */
export type Report = {
  readonly at_ms: number;
  readonly place: LonLat;
  readonly accuracy_m: number | null;
  readonly speed_mps: number | null;
  readonly received_ms: number;
  readonly request: number;
};

/** What is known of somebody's way: reports in the order of their times, no two of the same. */
export type Track = readonly Pick<Report, 'at_ms' | 'place' | 'received_ms'>[];

/** Between two fixes no farther apart than this a subject moves on the straight line (design/domain, "Between two fixes"). */
export const LONGEST_LEG_MS = 120_000;

/** The reports of one person in the order of their times. */
export const trackOf = (reports: readonly Report[]): Track => [...reports].sort((a, b) => a.at_ms - b.at_ms);

/** The part of a track that had been received by a moment. */
export const knownBy = (track: Track, now_ms: number): Track =>
  track.filter(({ received_ms }) => received_ms <= now_ms);

/** Index of the last report at or before a moment, −1 where there is none. */
export const indexAt = (track: Track, at_ms: number): number => {
  let [low, high] = [0, track.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((track[middle]?.at_ms ?? Number.NaN) > at_ms) high = middle;
    else low = middle + 1;
  }
  return low - 1;
};

/** Where somebody was last reported at or before a moment; null before their first report. */
export const lastPlace = (track: Track, at_ms: number): LonLat | null => track[indexAt(track, at_ms)]?.place ?? null;

/** Where somebody was, on the straight line between two reports; null in a gap too long for one, and outside the track. */
export const placeAt = (track: Track, at_ms: number): LonLat | null => {
  const index = indexAt(track, at_ms);
  const before = track[index];
  const after = track[index + 1];
  if (before === undefined) return null;
  if (before.at_ms === at_ms) return before.place;
  if (after === undefined || after.at_ms - before.at_ms > LONGEST_LEG_MS) return null;
  return placeBetween(before.place, after.place, (at_ms - before.at_ms) / (after.at_ms - before.at_ms));
};

/** The times in which somebody's way is known; a report with no other near it is a span of no length. */
export const knownSpans = (track: Track): readonly Span[] => {
  const spans: Span[] = [];
  for (const { at_ms } of track) {
    const last = spans.at(-1);
    if (last !== undefined && at_ms - last.to_ms <= LONGEST_LEG_MS) spans[spans.length - 1] = { ...last, to_ms: at_ms };
    else spans.push({ from_ms: at_ms, to_ms: at_ms });
  }
  return spans;
};

/** The gaps after which a person's way is not known: from one report to the next, the last one open. */
export const gaps = (track: Track): readonly (Span & { readonly place: LonLat })[] =>
  track.flatMap(({ at_ms, place }, index) => {
    const to_ms = track[index + 1]?.at_ms ?? Number.POSITIVE_INFINITY;
    return to_ms - at_ms > LONGEST_LEG_MS ? [{ from_ms: at_ms, to_ms, place }] : [];
  });

/** The times that lie in both lists, spans of no length included. */
export const bothOf = (a: readonly Span[], b: readonly Span[]): readonly Span[] =>
  a.flatMap((one) =>
    b.flatMap((other) => {
      const span = { from_ms: Math.max(one.from_ms, other.from_ms), to_ms: Math.min(one.to_ms, other.to_ms) };
      return span.from_ms <= span.to_ms ? [span] : [];
    }),
  );

/** How far somebody has gone along the known way, by report, metres; over a gap nothing. */
export const waysOf = (track: Track): readonly { readonly at_ms: number; readonly way_m: number }[] => {
  let way_m = 0;
  return track.map(({ at_ms, place }, index) => {
    const before = track[index - 1];
    if (before !== undefined && at_ms - before.at_ms <= LONGEST_LEG_MS) way_m += geodesic_m(before.place, place);
    return { at_ms, way_m };
  });
};
