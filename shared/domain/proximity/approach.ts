import type { LonLat } from '../fixes.ts';
import { along, offset_m } from '../geo/geodesic.ts';
import { nearestToOrigin } from '../geo/segment.ts';
import type { Point } from '../geo/segment.ts';
import { nearestOnLeg } from '../geo/zoneLeg.ts';
import { signedDistance_m } from '../geo/zones.ts';
import type { ZoneShape } from '../orders.ts';
import type { Policy } from '../policy.ts';
import { isInDoubt } from './doubt.ts';
import { isLeg, placeOnWay } from './path.ts';
import type { Place } from './path.ts';
import { apart } from './separation.ts';
import type { Bounded, Subject } from './types.ts';

/** A stretch of the past, both ends included. */
export type Window = { readonly from_ms: number; readonly to_ms: number };

/** The nearest that something came within a window, and when. */
export type Approach = Bounded & { readonly at_ms: number };

/** A stretch of the past within which nobody passes one of their fixes. */
export type Stretch = Window & {
  readonly nearest: Approach;
  /** How it stood at the end of the stretch. */
  readonly end: Bounded;
  /** One of the fixes around it contradicts its own track, and nothing has borne it out. */
  readonly doubted: boolean;
  /** Last moment of the stretch at which it was no farther than `limit_m`; null where it was farther all the time. */
  readonly lastWithin_ms: (limit_m: number) => number | null;
};

const isLegFrom = ({ path }: Subject, index: number, policy: Policy): boolean =>
  index >= 0 && index + 1 < path.size() && isLeg(path, index, policy);

/** True at the time of a fix that no straight way leads to or from: it says where its person was, and nothing around it does. */
const isInstant = (subject: Subject, index: number, at_ms: number, policy: Policy): boolean =>
  subject.path.at_ms(index) === at_ms && !isLegFrom(subject, index - 1, policy) && !isLegFrom(subject, index, policy);

/**
 * Calls `visit` for every stretch of a window within which no subject passes one of its fixes, and before it for the moment of a fix that
 * stands by itself; what lies before somebody's first is left out.
 */
const eachStretch = (
  subjects: readonly Subject[],
  window: Window,
  policy: Policy,
  visit: (from_ms: number, to_ms: number, indices: readonly number[]) => void,
): void => {
  let { from_ms } = window;
  for (const { path } of subjects) from_ms = Math.max(from_ms, path.size() === 0 ? Infinity : path.at_ms(0));
  if (from_ms > window.to_ms) return;
  const indices = subjects.map(({ path }) => path.upTo(from_ms));
  const isMoment = (at_ms: number): boolean =>
    subjects.some((subject, i) => isInstant(subject, indices[i] ?? 0, at_ms, policy));
  do {
    let to_ms = window.to_ms;
    if (from_ms < to_ms && isMoment(from_ms)) visit(from_ms, from_ms, indices);
    subjects.forEach(({ path }, i) => {
      const next = (indices[i] ?? 0) + 1;
      if (next < path.size()) to_ms = Math.min(to_ms, path.at_ms(next));
    });
    visit(from_ms, to_ms, indices);
    subjects.forEach(({ path }, i) => {
      const next = (indices[i] ?? 0) + 1;
      if (next < path.size() && path.at_ms(next) <= to_ms) indices[i] = next;
    });
    if (from_ms < to_ms && to_ms >= window.to_ms && isMoment(to_ms)) visit(to_ms, to_ms, indices);
    from_ms = to_ms;
  } while (from_ms < window.to_ms);
};

const between = (a: number, b: number, share: number): number => a + (b - a) * share;

/** Halvings of the way from the nearest point to the end: 2⁻¹² of 120 s is 30 ms. */
const HALVINGS = 12;

/**
 * A stretch from the distance at each share of it (0 to 1), which is least at `share` and taken to grow from there to the end. That holds of
 * two people on straight lines, and of a zone but for one with bays.
 */
const stretchOf = (
  { from_ms, to_ms }: Window,
  share: number,
  distanceAt: (share: number) => number,
  bounded: (d: number, share: number) => Bounded,
  doubted: boolean,
): Stretch => {
  const nearest = { ...bounded(distanceAt(share), share), at_ms: between(from_ms, to_ms, share) };
  const end = bounded(distanceAt(1), 1);
  return {
    from_ms,
    to_ms,
    nearest,
    end,
    doubted,
    lastWithin_ms: (limit_m) => {
      if (end.d <= limit_m) return to_ms;
      if (nearest.d > limit_m) return null;
      let [within, beyond] = [share, 1];
      for (let i = 0; i < HALVINGS; i += 1) {
        const middle = (within + beyond) / 2;
        if (distanceAt(middle) <= limit_m) within = middle;
        else beyond = middle;
      }
      return between(from_ms, to_ms, within);
    },
  };
};

/** A fix that contradicts its track, unless it and those after it have done so for as long as they are doubted. */
const isDoubtful = (subject: Subject, index: number, now_ms: number, policy: Policy): boolean => {
  const { path, doubted_ms } = subject;
  if (!path.isDoubted(index)) return false;
  return doubted_ms === null || path.at_ms(index) < doubted_ms || isInDoubt(subject, now_ms, policy);
};

/** True where somebody's way in a stretch from fix `index` on rests on a doubtful fix; the moment of a fix rests on that fix alone. */
const isDoubted = (subject: Subject, index: number, to_ms: number, now_ms: number, policy: Policy): boolean =>
  isDoubtful(subject, index, now_ms, policy) ||
  (to_ms > subject.path.at_ms(index) && isDoubtful(subject, index + 1, now_ms, policy));

/**
 * How two moving people stood to each other within a window, stretch by stretch in the order of time: between two fixes each moves on the
 * straight line at constant speed, so that their offset does too, and is least at the foot of the perpendicular from where they would
 * meet. What lies before either was known is left out.
 */
export const pairStretches = (
  offender: Subject,
  victim: Subject,
  window: Window,
  now_ms: number,
  policy: Policy,
): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  eachStretch([offender, victim], window, policy, (from_ms, to_ms, [o = 0, v = 0]) => {
    const of = (subject: Subject, index: number): readonly [Place, Place] => [
      placeOnWay(subject, index, from_ms, policy),
      placeOnWay(subject, index, to_ms, policy),
    ];
    const [o1, o2] = of(offender, o);
    const [v1, v2] = of(victim, v);
    const from = offset_m(v1.at, o1.at);
    const to = offset_m(v2.at, o2.at);
    const offsetAt = (share: number): Point => [between(from[0], to[0], share), between(from[1], to[1], share)];
    stretches.push(
      stretchOf(
        { from_ms, to_ms },
        nearestToOrigin(from, to).share,
        (share) => Math.hypot(...offsetAt(share)),
        (d, share) => apart(d, between(o1.radius_m + v1.radius_m, o2.radius_m + v2.radius_m, share)),
        isDoubted(offender, o, to_ms, now_ms, policy) || isDoubted(victim, v, to_ms, now_ms, policy),
      ),
    );
  });
  return stretches;
};

/** How a subject stood to a zone within a window, stretch by stretch: signed distances to the edge, the nearest or deepest first of all. */
export const zoneStretches = (
  subject: Subject,
  shape: ZoneShape,
  window: Window,
  now_ms: number,
  policy: Policy,
): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  eachStretch([subject], window, policy, (from_ms, to_ms, [index = 0]) => {
    const a = placeOnWay(subject, index, from_ms, policy);
    const b = placeOnWay(subject, index, to_ms, policy);
    const placeAt = (share: number): LonLat => along(a.at, b.at, share);
    stretches.push(
      stretchOf(
        { from_ms, to_ms },
        nearestOnLeg(shape, a.at, b.at),
        (share) => signedDistance_m(shape, placeAt(share)),
        (d, share) => {
          const r = between(a.radius_m, b.radius_m, share);
          return { d, min: d - r, max: d + r };
        },
        isDoubted(subject, index, to_ms, now_ms, policy),
      ),
    );
  });
  return stretches;
};
