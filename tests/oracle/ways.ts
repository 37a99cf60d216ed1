import type { Chance } from '../../main/monitoring/simulator/random.ts';
import type { Limits } from '../../shared/domain/policy.ts';
import type { Point } from './places.ts';

/** Where somebody is, so many seconds after the beginning, metres east and north of the scene's middle. */
export type Way = (t_s: number) => Point;

type Corner = { readonly t_s: number; readonly at: Point };

/** Metres a second: on foot, running, by bicycle, by car in town and out of it. */
const PACES = [1.4, 1.4, 3, 5, 9, 14, 25, 33];

const along = (corners: readonly Corner[]): Way => {
  let cursor = 0;
  return (t_s) => {
    while (cursor > 0 && (corners[cursor]?.t_s ?? 0) > t_s) cursor -= 1;
    while ((corners[cursor + 1]?.t_s ?? Number.POSITIVE_INFINITY) <= t_s) cursor += 1;
    const [a, b] = [corners[cursor], corners[cursor + 1]];
    if (a === undefined) return [0, 0];
    if (b === undefined || t_s <= a.t_s) return a.at;
    const share = (t_s - a.t_s) / (b.t_s - a.t_s);
    return [a.at[0] + (b.at[0] - a.at[0]) * share, a.at[1] + (b.at[1] - a.at[1]) * share];
  };
};

const apart = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const offset = (from: Point, way_m: number, angle: number): Point => [
  from[0] + Math.sin(angle) * way_m,
  from[1] + Math.cos(angle) * way_m,
];

/** From place to place at one pace, with stops. */
const wandering = (start: Point, reach_m: number, lasts_s: number, { pick, between, unit }: Chance): Way => {
  const pace = pick(PACES) ?? 1.4;
  const corners: Corner[] = [{ t_s: 0, at: start }];
  let [t_s, at] = [0, start];
  while (t_s < lasts_s) {
    const to = offset(start, between(0.2, 1) * reach_m, between(0, 2 * Math.PI));
    t_s += Math.max(1, apart(at, to) / pace);
    corners.push({ t_s, at: to });
    if (unit() < 0.3) corners.push({ t_s: (t_s += between(20, 300)), at: to });
    at = to;
  }
  return along(corners);
};

/** The victim's way: she stays, or goes about. */
export const victimWay = (lasts_s: number, chance: Chance): Way =>
  chance.unit() < 0.4 ? () => [0, 0] : wandering([0, 0], chance.between(50, 1500), lasts_s, chance);

/** The offender's way: past her, behind her, about a limit and back, staying near, or anywhere. */
export const offenderWay = (victim: Way, limits: Limits, lasts_s: number, chance: Chance): Way => {
  const { pick, between, unit } = chance;
  const limit_m = pick([limits.contact_m, limits.contact_m, limits.alert_m, limits.warning_m]) ?? 100;
  const turn = between(0, 2 * Math.PI);
  const kind = unit();
  if (kind < 0.4) {
    const pace = pick(PACES) ?? 1.4;
    const passes_s = between(0.2, 0.8) * lasts_s;
    const near = offset(victim(passes_s), between(0, 1.3) * limit_m, turn);
    const [before_s, after_s] = [Math.min(passes_s, 5000 / pace), Math.min(lasts_s - passes_s, 5000 / pace)];
    return along([
      { t_s: passes_s - before_s, at: offset(near, -pace * before_s, turn + Math.PI / 2) },
      { t_s: passes_s + after_s, at: offset(near, pace * after_s, turn + Math.PI / 2) },
    ]);
  }
  if (kind < 0.6) {
    const [behind_s, beside] = [between(5, 90), offset([0, 0], between(0, 0.8) * limit_m, turn)];
    return (t_s) => {
      const at = victim(Math.max(0, t_s - behind_s));
      return [at[0] + beside[0], at[1] + beside[1]];
    };
  }
  if (kind < 0.75) {
    const pace = pick(PACES) ?? 1.4;
    const [inner, outer] = [
      offset([0, 0], between(0.3, 1) * limit_m, turn),
      offset([0, 0], between(1, 1.6) * limit_m + 30, turn),
    ];
    const corners: Corner[] = [];
    for (let t_s = 0, i = 0; t_s < lasts_s; i += 1) {
      const at = i % 2 === 0 ? outer : inner;
      corners.push({ t_s, at }, { t_s: (t_s += between(1, 200)), at });
      t_s += Math.max(1, apart(inner, outer) / pace);
    }
    return along(corners);
  }
  if (kind < 0.85) {
    const at = offset([0, 0], between(0.5, 1.3) * limit_m, turn);
    return () => at;
  }
  return wandering(offset([0, 0], between(0, 1.2) * limit_m, turn), between(100, 3000), lasts_s, chance);
};
