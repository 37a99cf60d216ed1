import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import type { Limits } from '../../../shared/domain/policy.ts';
import type { Point } from '../../oracle/places.ts';

/** Where somebody truly is at each moment of a run: straight lines at constant speed between its corners. */
export type TrueWay = readonly { readonly at_ms: number; readonly at: Point }[];

type WayOptions = { readonly limits: Limits; readonly lasts_ms: number; readonly chance: Chance };

export const trueAt = (way: TrueWay, at_ms: number): Point => {
  const next = way.findIndex((corner) => corner.at_ms > at_ms);
  const [before, after] = [way[next === -1 ? way.length - 1 : Math.max(0, next - 1)], way[Math.max(0, next)]];
  if (before === undefined || after === undefined) return [Number.NaN, Number.NaN];
  if (next <= 0) return before.at;
  const share = (at_ms - before.at_ms) / (after.at_ms - before.at_ms);
  return [before.at[0] + (after.at[0] - before.at[0]) * share, before.at[1] + (after.at[1] - before.at[1]) * share];
};

const polar = (distance_m: number, angle_rad: number): Point => [
  Math.sin(angle_rad) * distance_m,
  Math.cos(angle_rad) * distance_m,
];

/** She is at home, or takes a few steps around it. */
export const victimWay = ({ lasts_ms, chance }: WayOptions): TrueWay => {
  const strolls = chance.unit() < 0.5;
  const corners = strolls ? Math.floor(lasts_ms / 60_000) : 1;
  return Array.from({ length: corners + 1 }, (_, index) => ({
    at_ms: index * 60_000,
    at: strolls ? polar(chance.between(0, 25), chance.between(0, 6.28)) : ([0, 0] as const),
  }));
};

/**
 * He stays far away, comes near and goes, or drives past: each at some time of the run. A pass is nearest between two reports where the chance
 * wants it so.
 */
export const offenderWay = (options: WayOptions & { readonly interval_s: number }): TrueWay => {
  const { limits, lasts_ms, chance, interval_s } = options;
  const far_m = limits.warning_m * 1.1 + 250;
  const [angle_rad, other_rad] = [chance.between(0, 6.28), chance.between(1.5, 4.5)];
  const home = polar(far_m, angle_rad);
  const onReport_ms = (at_ms: number): number => Math.round(at_ms / (interval_s * 1000)) * interval_s * 1000;
  const kind = chance.unit();
  if (kind < 0.2) return [{ at_ms: 0, at: home }];
  const speed_mps = chance.between(7, 16);
  const begins_ms = onReport_ms(chance.between(20_000, lasts_ms * 0.5));
  const legTo_ms = (from: Point, to: Point): number =>
    Math.ceil((Math.hypot(to[0] - from[0], to[1] - from[1]) / speed_mps) * 1000);
  if (kind < 0.6) {
    // Comes as near as one of the tiers, stays for a while and goes back.
    const near_m = chance.pick([limits.contact_m * 0.3, limits.alert_m * 0.6, limits.warning_m * 0.7]) ?? 50;
    const near = polar(near_m, angle_rad);
    const there_ms = onReport_ms(begins_ms + legTo_ms(home, near));
    const leaves_ms = there_ms + onReport_ms(chance.between(20_000, 90_000));
    return [
      { at_ms: 0, at: home },
      { at_ms: begins_ms, at: home },
      { at_ms: there_ms, at: near },
      { at_ms: leaves_ms, at: near },
      { at_ms: onReport_ms(leaves_ms + legTo_ms(near, home)), at: home },
    ];
  }
  // Drives past on a straight line whose nearest point is well within a tier.
  const nearest = polar((chance.pick([limits.contact_m, limits.alert_m]) ?? 100) * 0.3, other_rad);
  const along = polar(Math.hypot(...home), other_rad + Math.PI / 2);
  const from: Point = [nearest[0] - along[0], nearest[1] - along[1]];
  const to: Point = [nearest[0] + along[0], nearest[1] + along[1]];
  return [
    { at_ms: 0, at: from },
    { at_ms: begins_ms, at: from },
    { at_ms: onReport_ms(begins_ms + legTo_ms(from, to)), at: to },
  ];
};
