import type { Devices, Reach, Reported } from '../world/devices.ts';
import type { Pair, Scene } from '../world/scene.ts';
import { trueAt } from '../world/ways.ts';

/** The tiers, nearest first. */
export const TIERS = ['contact', 'alert', 'warning'] as const;
export type Tier = (typeof TIERS)[number];

/** Somebody was truly within a tier, and from some moment on the server had what it takes to know. */
export type TrueBreach = {
  readonly pair: Pair;
  readonly tier: Tier;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly knowable_ms: number;
};

/** How one run of the server ended. */
export type Runs = (run: number) => { readonly endedAt_ms: number };

/** Deep enough that neither the errors of the fixes nor a corner between two of them can argue with it. */
const plainly_m = (limit_m: number): number => limit_m * 0.85 - 15;
const STEP_MS = 1000;
const LONGEST_LEG_MS = 120_000;
/** What a run of the server has come to know and promised nobody it may take with it when it is killed so soon. */
const TO_KEEP_MS = 3000;

const isKept = ({ at_ms, run, isPromised }: Reach, runs: Runs): boolean =>
  isPromised || runs(run).endedAt_ms - at_ms > TO_KEEP_MS;

/** When one run of the server had all of some fixes; infinite where none ever had. */
const hadAll_ms = (fixes: readonly Reported[], runs: Runs): number => {
  const [first, ...rest] = fixes;
  const times = (first?.reached ?? []).map((reach) => {
    const others = rest.map(({ reached }) => reached.find(({ run }) => run === reach.run));
    const all = [reach, ...others].filter((one) => one !== undefined);
    if (all.length < fixes.length) return Number.POSITIVE_INFINITY;
    const last = all.reduce((a, b) => (a.at_ms > b.at_ms ? a : b));
    return isKept(last, runs) ? last.at_ms : Number.POSITIVE_INFINITY;
  });
  return Math.min(Number.POSITIVE_INFINITY, ...times);
};

/** The fixes on both sides of a moment; one alone where it was taken just then. None where they lie too far apart for a straight way. */
const around = (fixes: readonly Reported[], at_ms: number): readonly Reported[] => {
  const index = fixes.findLastIndex((fix) => fix.at_ms <= at_ms);
  const [before, after] = [fixes[index], fixes[index + 1]];
  if (before === undefined) return [];
  if (before.at_ms === at_ms) return [before];
  return after === undefined || after.at_ms - before.at_ms > LONGEST_LEG_MS ? [] : [before, after];
};

const distance_m = ({ offender, victim }: Pair, at_ms: number): number => {
  const [a, b] = [trueAt(offender.way, at_ms), trueAt(victim.way, at_ms)];
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
};

/**
 * Every breach as it truly was, from the ways that people went, by plane geometry. `knowable_ms`: when fixes around a moment of it had come to
 * one run of the server.
 */
export const trueBreaches = (scene: Scene, devices: Devices, runs: Runs): readonly TrueBreach[] =>
  scene.pairs.flatMap((pair) => {
    const { contact_m, alert_m, warning_m } = pair.order.limits;
    const limits = { contact: contact_m, alert: alert_m, warning: warning_m };
    const [offender, victim] = [devices.reportedBy(pair.offender), devices.reportedBy(pair.victim)];
    const moments = new Set(offender.map(({ at_ms }) => at_ms));
    for (let at_ms = 0; at_ms <= scene.lasts_ms; at_ms += STEP_MS) moments.add(at_ms);
    const inOrder = [...moments].toSorted((a, b) => a - b);
    return TIERS.flatMap((tier): readonly TrueBreach[] => {
      const within = inOrder.filter((at_ms) => distance_m(pair, at_ms) < plainly_m(limits[tier]));
      const [from_ms, to_ms] = [within[0], within.at(-1)];
      if (from_ms === undefined || to_ms === undefined) return [];
      const known = within.map((at_ms) => {
        const [his, hers] = [around(offender, at_ms), around(victim, at_ms)];
        return his.length === 0 || hers.length === 0 ? Number.POSITIVE_INFINITY : hadAll_ms([...his, ...hers], runs);
      });
      const knowable_ms = Math.min(...known);
      return Number.isFinite(knowable_ms) ? [{ pair, tier, from_ms, to_ms, knowable_ms }] : [];
    });
  });
