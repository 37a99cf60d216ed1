import { loadPolicy } from '../../../main/files/policy.ts';
import type { Level } from '../../../shared/domain/codes.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { quantile, rounded } from '../result.ts';
import type { Bench } from '../result.ts';
import { openSky, urbanCanyon } from './noise.ts';
import { limitsOf, risesOf } from './watch.ts';
import type { Watched } from './watch.ts';

const EVERY_S = [1, 5, 10];
const HOURS = 1000;
/** The hours of a limit are evenings of their own, so that one long alert does not stand for all; the rates take turns. */
const EVENING_H = 10;
const PACES = [
  { name: 'on foot', mps: 1.4 },
  { name: 'by car', mps: 14 },
];
const APPROACHES = 30;
/** What the engine raised in this bench before it doubted any fix it could believe (November 2026): likely and confirmed. */
const BEFORE: Readonly<Partial<Record<Level, number>>> = {
  warning: 48,
  alert: 308,
  contact: 193,
  buffer: 162,
  zone: 743,
};
/** Where an approach begins, seconds before it crosses the line, and how long it goes on after it, at most. */
const BEFORE_S = 120;
const AFTER_S = 60;

/** The evenings of a limit at one rate: their hours, and what was raised in them. */
const standing = (watched: Watched, every_s: number, policy: Policy) => {
  const all = Array.from({ length: HOURS / EVENING_H }, (_, evening) => evening);
  const evenings = all.filter((evening) => EVERY_S[evening % EVERY_S.length] === every_s);
  const rises = evenings.flatMap((evening) =>
    risesOf({
      watched,
      east_m: () => watched.stands_m,
      noises: [urbanCanyon(2 * evening), urbanCanyon(2 * evening + 1)],
      every_s,
      lasts_s: EVENING_H * 3600,
      policy,
    }),
  );
  return { hours: evenings.length * EVENING_H, rises };
};

/** Seconds from the line to the first likely or confirmed rise; what noise raised before it counts as none. */
const delays = (watched: Watched, every_s: number, mps: number, isNoisy: boolean, policy: Policy): readonly number[] =>
  Array.from({ length: APPROACHES }, (_, run) => {
    // Where between two reports the line is crossed differs from run to run.
    const crosses_s = BEFORE_S + (every_s * run) / APPROACHES;
    const noises = isNoisy
      ? ([urbanCanyon(2 * run), urbanCanyon(2 * run + 1)] as const)
      : ([openSky, openSky] as const);
    const east_m = (t_s: number): number => Math.max(0, watched.line_m + mps * (crosses_s - t_s));
    const rises = risesOf({ watched, east_m, noises, every_s, lasts_s: crosses_s + AFTER_S, policy });
    const sure = rises.find(({ certainty }) => certainty !== 'possible');
    return sure === undefined ? Number.POSITIVE_INFINITY : Math.max(0, sure.t_s - crosses_s);
  });

/**
 * How often a pair that only stands near a limit, at 1.15 times it, is told as within it, per 1,000 hours of receivers between high houses;
 * and beside it how long a true approach takes to be told, which must not pay for it. `ours` is the likely and confirmed rises of
 * all limits together.
 */
export const falseRise: Bench = () => {
  const policy = loadPolicy();
  const details: Record<string, number | string | readonly number[]> = {};
  let sure = 0;
  for (const watched of limitsOf(policy)) {
    let ofLevel = 0;
    for (const every_s of EVERY_S) {
      const { hours, rises } = standing(watched, every_s, policy);
      const counts = (['possible', 'likely', 'confirmed'] as const).map(
        (certainty) => rises.filter((rise) => rise.certainty === certainty).length,
      );
      ofLevel += (counts[1] ?? 0) + (counts[2] ?? 0);
      details[`${watched.level}, every ${every_s} s: rises possible, likely, confirmed in ${hours} h`] =
        counts.join(', ');
      for (const { name, mps } of PACES) {
        const clean = delays(watched, every_s, mps, false, policy);
        const noisy = delays(watched, every_s, mps, true, policy);
        const told = (of: readonly number[], share: number): string => rounded(quantile(of, share)).toString();
        const inFixes = rounded(quantile(noisy, 0.5) / every_s);
        details[`${watched.level}, every ${every_s} s, approach ${name}: told after`] =
          `${told(clean, 0.5)} s (at most ${told(clean, 1)}) under open sky, ${told(noisy, 0.5)} s (${inFixes} fixes; 95 %: ${told(noisy, 0.95)} s) between houses`;
      }
    }
    details[`${watched.level}, likely and confirmed at all rates`] =
      `${ofLevel} (before: ${BEFORE[watched.level] ?? 0})`;
    sure += ofLevel;
  }
  const before = Object.values(BEFORE).reduce((sum, count) => sum + count, 0);
  return Promise.resolve({
    ours: sure,
    unit: `likely and confirmed rises of all limits in ${HOURS} h each`,
    references: [{ name: 'the engine before it doubted a fix', value: before }],
    details,
  });
};
