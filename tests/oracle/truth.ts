import type { LonLat } from '../../shared/domain/fixes.ts';
import type { Order } from '../../shared/domain/orders.ts';
import { edgeOf } from './edges.ts';
import { inForce, scheduled } from './hours.ts';
import { geodesic_m } from './places.ts';
import { stretchesWithin } from './stretches.ts';
import type { Measure, Within } from './stretches.ts';
import { LONGEST_LEG_MS, bothOf, gaps, indexAt, knownSpans, lastPlace, placeAt, trackOf } from './tracks.ts';
import type { Report, Span, Track } from './tracks.ts';

/** An order, and everything its two people reported, in the order of receipt. */
export type Situation = {
  readonly order: Order;
  readonly offender: readonly Report[];
  readonly victim: readonly Report[];
};

export type Limit = { readonly level: string; readonly limit_m: number };

/** One rule of an order: what it measures of two places, its limits nearest first, and when it is in force within a span. */
export type RuleTruth = {
  readonly key: string;
  readonly limits: readonly Limit[];
  readonly distance_m: (offender: LonLat, victim: LonLat | null) => number;
  readonly ofPair: boolean;
  readonly inForce: (within: Span) => readonly Span[];
};

/**
 * A breach as it was. `lastKnown`: she was in a gap of her track, and he came near her last known place, as it was known while nothing
 * newer was.
 */
export type Breach = Within & {
  readonly rule: string;
  readonly level: string;
  readonly limit_m: number;
  readonly lastKnown: boolean;
  /** It reaches to the beginning or the end of what a schedule or the order's validity leaves. */
  readonly cut: boolean;
  /** When both ways around its nearest moment had been received. */
  readonly knowable_ms: number;
};

/** The rules of an order, by the key that a line names them with. */
export const rulesOf = (order: Order): readonly RuleTruth[] => {
  const { warning_m, alert_m, contact_m } = order.limits;
  return [
    {
      key: 'proximity',
      limits: [
        { level: 'contact', limit_m: contact_m },
        { level: 'alert', limit_m: alert_m },
        { level: 'warning', limit_m: warning_m },
      ],
      distance_m: (offender, victim) => (victim === null ? Number.POSITIVE_INFINITY : geodesic_m(offender, victim)),
      ofPair: true,
      inForce: (within) => inForce(order, within),
    },
    ...order.zones.map((zone) => ({
      key: `zone:${zone.id}`,
      limits: [
        { level: 'zone', limit_m: 0 },
        ...(zone.buffer_m > 0 ? [{ level: 'buffer', limit_m: zone.buffer_m }] : []),
      ],
      distance_m: edgeOf(zone.shape),
      ofPair: false,
      inForce: (within: Span) => inForce(order, within).flatMap((span) => scheduled(zone.schedule, span)),
    })),
  ];
};

/** When the reports on both sides of a moment had been received. */
const received_ms = (track: Track, at_ms: number): number => {
  const index = indexAt(track, at_ms);
  const [before, next] = [track[index], track[index + 1]];
  if (before === undefined) return next?.received_ms ?? Number.NaN;
  return next === undefined || before.at_ms === at_ms
    ? before.received_ms
    : Math.max(before.received_ms, next.received_ms);
};

/** The times in which what a rule measures is known, and how: from both ways, or from one and her last known place. */
const measuresOf = (rule: RuleTruth, offender: Track, victim: Track, stays: ReturnType<typeof gaps>) => {
  const known = knownSpans(offender);
  const nowhere = [Number.NaN, Number.NaN] as const;
  const offenderAt = (at_ms: number) => placeAt(offender, at_ms) ?? nowhere;
  if (!rule.ofPair) {
    const measure: Measure = { at: (at_ms) => rule.distance_m(offenderAt(at_ms), null), movers: [offender] };
    return known.map((span) => ({ span, measure, lastKnown: false }));
  }
  const both: Measure = {
    at: (at_ms) => rule.distance_m(offenderAt(at_ms), placeAt(victim, at_ms) ?? nowhere),
    movers: [offender, victim],
  };
  const still = stays.flatMap((gap) => {
    const measure: Measure = { at: (at_ms) => rule.distance_m(offenderAt(at_ms), gap.place), movers: [offender] };
    const open = { from_ms: gap.from_ms + 1, to_ms: gap.to_ms - 1 };
    return bothOf(known, [open]).map((span) => ({ span, measure, lastKnown: true }));
  });
  return [...bothOf(known, knownSpans(victim)).map((span) => ({ span, measure: both, lastKnown: false })), ...still];
};

const isJudged = (order: Order, at_ms: number): boolean => inForce(order, { from_ms: at_ms, to_ms: at_ms }).length > 0;

/** Reports from outside the order's validity are not judged (design/domain), so that ways that only they show are nobody's to tell. */
export const judgedOf = (order: Order, track: Track): Track => track.filter(({ at_ms }) => isJudged(order, at_ms));

/** Every breach of an order, as the reports show it when all of them are known. */
export const breachesOf = ({ order, ...reports }: Situation): readonly Breach[] => {
  const offender = trackOf(reports.offender);
  const victim = trackOf(reports.victim);
  const judged = { offender: judgedOf(order, offender), victim: judgedOf(order, victim) };
  const stays = gaps(victim).filter(({ from_ms }) => isJudged(order, from_ms));
  /** Her last known place is all there is to know of her once her next report cannot continue a straight way. */
  const gapShown_ms = (at_ms: number): number => (victim[indexAt(victim, at_ms)]?.at_ms ?? Number.NaN) + LONGEST_LEG_MS;
  const knowable_ms = (rule: RuleTruth, at_ms: number, lastKnown: boolean): number => {
    if (!rule.ofPair) return received_ms(offender, at_ms);
    return Math.max(received_ms(offender, at_ms), lastKnown ? gapShown_ms(at_ms) : received_ms(victim, at_ms));
  };
  /** A gap counts only as it was seen then: her last place had come, and her next had not when his way past it did. */
  const seenSo = ({ lastKnown, nearestAt_ms, knowable_ms: learned_ms }: Breach): boolean => {
    const index = indexAt(victim, nearestAt_ms);
    const [place, next] = [victim[index], victim[index + 1]];
    if (!lastKnown) return true;
    return (
      (place?.received_ms ?? Number.POSITIVE_INFINITY) <= nearestAt_ms &&
      (next?.received_ms ?? Number.POSITIVE_INFINITY) > learned_ms
    );
  };
  const breaches = rulesOf(order).flatMap((rule) =>
    measuresOf(rule, judged.offender, judged.victim, stays).flatMap(({ span, measure, lastKnown }) =>
      rule.inForce(span).flatMap((part) => {
        const limits = rule.limits.map(({ limit_m }) => limit_m);
        return stretchesWithin(measure, part, limits).flatMap((stretches, index) =>
          stretches.map((within) => ({
            ...within,
            rule: rule.key,
            level: rule.limits[index]?.level ?? '',
            limit_m: limits[index] ?? Number.NaN,
            lastKnown,
            cut:
              (within.from_ms <= part.from_ms && part.from_ms > span.from_ms) ||
              (within.to_ms >= part.to_ms && part.to_ms < span.to_ms),
            knowable_ms: knowable_ms(rule, within.nearestAt_ms, lastKnown),
          })),
        );
      }),
    ),
  );
  // What can be known only after the last report has come is nobody's to tell.
  const ends_ms = Math.max(...[...offender, ...victim].map((report) => report.received_ms));
  return breaches.filter((breach) => seenSo(breach) && breach.knowable_ms <= ends_ms);
};

/** Places somebody may have been taken to be at, by what was known at a moment: on the way, at the last report by then, at the newest. */
export const placesTaken = (known: Track, at_ms: number): readonly LonLat[] =>
  [placeAt(known, at_ms), lastPlace(known, at_ms), known.at(-1)?.place ?? null].filter((place) => place !== null);

/** How far apart the two were at a moment: on their ways where these are known, else at their last reports before it. */
export const then_m = (rule: RuleTruth, offender: Track, victim: Track, at_ms: number): number => {
  const place = (track: Track): LonLat | null => placeAt(track, at_ms) ?? lastPlace(track, at_ms);
  const [o, v] = [place(offender), place(victim)];
  return o === null || (rule.ofPair && v === null) ? Number.POSITIVE_INFINITY : rule.distance_m(o, v);
};
