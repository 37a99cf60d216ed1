import { indexAt, waysOf } from './tracks.ts';
import type { Span, Track } from './tracks.ts';

/** A distance as a function of time, and those who move by it: none of them changes it by more than the way they go. */
export type Measure = { readonly at: (at_ms: number) => number; readonly movers: readonly Track[] };

/** A stretch of time within a limit, and the nearest that it came. */
export type Within = Span & { readonly nearest_m: number; readonly nearestAt_ms: number };

/** Nothing that comes nearer than this beyond what was looked at can have been passed over, metres. */
const FINEST_M = 0.1;
/** The way on a line in longitude and latitude is not quite even in time: by so much it may be faster than on average. */
const UNEVEN = 1.01;

/** How far the movers have gone together by a moment, and when they will have gone so far. */
const clockOfWay = (movers: readonly Track[], span: Span) => {
  const ways = movers.map((track) => waysOf(track));
  const wayAt = (at_ms: number): number =>
    ways.reduce((sum, way, i) => {
      const index = indexAt(movers[i] ?? [], at_ms);
      const [before, after] = [way[index], way[index + 1]];
      if (before === undefined || after === undefined) return sum + (before?.way_m ?? 0);
      const share = (at_ms - before.at_ms) / (after.at_ms - before.at_ms);
      return sum + before.way_m + (after.way_m - before.way_m) * share;
    }, 0);
  const inside = movers.flat().filter(({ at_ms }) => at_ms > span.from_ms && at_ms < span.to_ms);
  const times = [...new Set([span.from_ms, ...inside.map(({ at_ms }) => at_ms), span.to_ms])].sort((a, b) => a - b);
  const marks = times.map((at_ms) => ({ at_ms, way_m: wayAt(at_ms) * UNEVEN }));
  let cursor = 0;

  /** The moment by which a way has been gone from another moment on; the end of the span where it never is. Moments only grow. */
  const whenGone = (from_ms: number, way_m: number): number => {
    while (cursor > 0 && (marks[cursor]?.at_ms ?? 0) > from_ms) cursor -= 1;
    while ((marks[cursor + 1]?.at_ms ?? Number.POSITIVE_INFINITY) <= from_ms) cursor += 1;
    const to_m = wayAt(from_ms) * UNEVEN + way_m;
    for (let i = cursor; i + 1 < marks.length; i += 1) {
      const [a, b] = [marks[i], marks[i + 1]];
      if (a === undefined || b === undefined || b.way_m < to_m) continue;
      const share = (to_m - a.way_m) / (b.way_m - a.way_m);
      return Math.max(from_ms + 1, a.at_ms + (b.at_ms - a.at_ms) * share);
    }
    return span.to_ms;
  };
  return { whenGone, times };
};

type Sample = { readonly at_ms: number; readonly d: number };

/** Samples so dense that between two of them no limit is crossed by more than the finest step without their showing it. */
const samplesOf = (
  measure: Measure,
  span: Span,
  limits: readonly number[],
  whenGone: (t: number, m: number) => number,
) => {
  const samples: Sample[] = [];
  for (let at_ms = span.from_ms; ;) {
    const d = measure.at(at_ms);
    samples.push({ at_ms, d });
    if (at_ms >= span.to_ms) return samples;
    const room_m = Math.min(...limits.map((limit_m) => Math.abs(d - limit_m)));
    at_ms = Math.min(span.to_ms, whenGone(at_ms, Math.max(room_m, 2 * FINEST_M)));
  }
};

/** When the limit is crossed between two samples, to the millisecond. */
const crossing = (measure: Measure, a: Sample, b: Sample, limit_m: number): number => {
  const inside = a.d <= limit_m;
  let [low, high] = [a.at_ms, b.at_ms];
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (measure.at(middle) <= limit_m === inside) low = middle;
    else high = middle;
  }
  return inside ? low : high;
};

/** The least distance of a span: what cannot come nearer than the best so far is stepped over. */
const nearestOf = (
  measure: Measure,
  span: Span,
  start: Sample,
  { whenGone, times }: ReturnType<typeof clockOfWay>,
): Sample => {
  let best = start;
  for (let at_ms = span.from_ms; ;) {
    const d = measure.at(at_ms);
    if (d < best.d) best = { at_ms, d };
    if (at_ms >= span.to_ms) break;
    at_ms = Math.min(span.to_ms, whenGone(at_ms, d - best.d + FINEST_M));
  }
  // Near the foot of a perpendicular the distance hardly changes: its moment takes a closer look between the reports around it.
  const before = times.filter((time) => time < best.at_ms).at(-1) ?? best.at_ms;
  const after = times.find((time) => time > best.at_ms) ?? best.at_ms;
  let [low, high] = [Math.max(span.from_ms, before), Math.min(span.to_ms, after)];
  while (high - low > 5) {
    const third = (high - low) / 3;
    if (measure.at(low + third) <= measure.at(high - third)) high -= third;
    else low += third;
  }
  const refined = { at_ms: (low + high) / 2, d: measure.at((low + high) / 2) };
  return refined.d < best.d ? refined : best;
};

/** For each limit the stretches of a span within it. */
export const stretchesWithin = (
  measure: Measure,
  span: Span,
  limits: readonly number[],
): readonly (readonly Within[])[] => {
  const clock = clockOfWay(measure.movers, span);
  const samples = samplesOf(measure, span, limits, clock.whenGone);
  return limits.map((limit_m) => {
    const found: Within[] = [];
    let begun: { readonly from_ms: number; readonly nearest: Sample } | null = null;
    samples.forEach((sample, index) => {
      const before = samples[index - 1];
      const next = samples[index + 1];
      if (sample.d <= limit_m) {
        const from_ms = before === undefined ? sample.at_ms : crossing(measure, before, sample, limit_m);
        begun ??= { from_ms, nearest: sample };
        if (sample.d < begun.nearest.d) begun = { ...begun, nearest: sample };
        if (next !== undefined && next.d <= limit_m) return;
        const to_ms = next === undefined ? sample.at_ms : crossing(measure, sample, next, limit_m);
        const stretch = { from_ms: begun.from_ms, to_ms };
        const nearest = nearestOf(measure, stretch, begun.nearest, clock);
        found.push({ ...stretch, nearest_m: nearest.d, nearestAt_ms: nearest.at_ms });
        begun = null;
      }
    });
    return found;
  });
};
