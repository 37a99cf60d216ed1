import { chance as chanceOf } from '../../main/monitoring/simulator/random.ts';
import type { Chance } from '../../main/monitoring/simulator/random.ts';
import type { LonLat } from '../../shared/domain/fixes.ts';
import { Order, Weekday } from '../../shared/domain/orders.ts';
import type { ScheduleSpan } from '../../shared/domain/orders.ts';
import type { Limits } from '../../shared/domain/policy.ts';
import { geodesic_m, placeFrom } from './places.ts';
import type { Point } from './places.ts';
import { shapeAround } from './shapes.ts';
import type { Report } from './tracks.ts';
import type { Situation } from './truth.ts';
import { offenderWay, victimWay } from './ways.ts';
import type { Way } from './ways.ts';

const DAY_MS = 86_400_000;
const KST_MS = 9 * 3_600_000;
/** Seconds between reports. */
const RATES = [1, 1, 2, 5, 10, 10, 15, 30, 30, 60, 60, 90, 119, 120, 121, 180, 300, 600];
const LIMITS: readonly Limits[] = [
  { warning_m: 2000, alert_m: 1000, contact_m: 100 },
  { warning_m: 2000, alert_m: 1000, contact_m: 100 },
  { warning_m: 500, alert_m: 200, contact_m: 50 },
  { warning_m: 1000, alert_m: 1000, contact_m: 100 },
  { warning_m: 300, alert_m: 300, contact_m: 300 },
  { warning_m: 5000, alert_m: 1500, contact_m: 30 },
];
/** Korean evenings: an ordinary one, and those in which a day, a week, a month or a year ends. */
const EVENINGS = [
  '2026-05-08T19:40+09:00',
  '2026-05-08T23:50+09:00',
  '2026-03-01T23:50+09:00',
  '2026-08-15T23:52+09:00',
  '2026-12-31T23:51+09:00',
  '2028-02-28T23:50+09:00',
];

/** Somewhere in Seoul, on each half of the earth, on both sides of 180°, and far north. */
const middleOf = ({ pick, between }: Chance): LonLat => {
  const lon =
    pick([126.97, 126.97, -73.9, 15, between(-179, 179), between(179.99, 180), between(-180, -179.99)]) ?? 127;
  const lat = pick([37.55, 37.55, -33.9, 0.001, 52, between(-60, 70), between(70, 80)]) ?? 37;
  return [lon, lat];
};

const clockOf = (at_ms: number): string => new Date(at_ms + KST_MS).toISOString().slice(11, 16);
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const dayOf = (at_ms: number): Weekday => DAYS[new Date(at_ms + KST_MS).getUTCDay()] ?? 'sun';

/** Null, or hours that begin or end while the scene lasts; now and then those of another day. */
const scheduleOf = (
  start_ms: number,
  lasts_s: number,
  { unit, between, pick }: Chance,
): readonly ScheduleSpan[] | null => {
  if (unit() < 0.5) return null;
  const span = (): ScheduleSpan => {
    const edge_ms = start_ms + between(0.1, 0.9) * lasts_s * 1000;
    const length_ms = between(2, 700) * 60_000;
    const from_ms = unit() < 0.5 ? edge_ms : edge_ms - length_ms;
    const day = unit() < 0.8 ? dayOf(from_ms) : (pick(Weekday.options) ?? 'mon');
    return {
      days: unit() < 0.2 ? [...Weekday.options] : [day],
      from: clockOf(from_ms),
      to: clockOf(from_ms + length_ms),
    };
  };
  return unit() < 0.75 ? [span()] : [span(), span()];
};

const validityOf = (start_ms: number, lasts_s: number, { unit, between }: Chance) => {
  const within = (): number => Math.round(start_ms + between(0.1, 0.9) * lasts_s * 1000);
  const kind = unit();
  return {
    validFrom_ms: kind < 0.07 ? within() : start_ms - DAY_MS,
    validTo_ms: kind > 0.93 ? within() : start_ms + DAY_MS,
    revokedAt_ms: kind > 0.86 && kind < 0.93 ? within() : null,
  };
};

type Fixed = Omit<Report, 'received_ms' | 'request'>;

/** What a device reports of a way: at its rate, with dropouts, and with an error that drifts and stays within what it admits. */
const fixesOf = (
  way: Way,
  middle: LonLat,
  start_ms: number,
  lasts_s: number,
  rate_s: number,
  chance: Chance,
): readonly Fixed[] => {
  const { unit, between, normal } = chance;
  const accuracy_m = unit() < 0.15 ? null : Math.round(between(3, 60) * 10) / 10;
  const error_m = unit() < 0.4 ? 0 : (accuracy_m ?? 15) * 0.6;
  const jitter = unit() < 0.5 ? 0 : 0.2;
  const tellsSpeed = unit() < 0.5;
  const dropouts = Array.from({ length: unit() < 0.5 ? 0 : 2 }, () => {
    const from_s = between(0, lasts_s);
    return { from_s, to_s: from_s + between(10, 400) };
  });
  const fixes: Fixed[] = [];
  const keeps = Math.exp(-rate_s / 30);
  let error: Point = [normal() * error_m, normal() * error_m];
  for (let t_s = between(0, rate_s); t_s <= lasts_s; t_s += rate_s * (1 + between(-jitter, jitter))) {
    const spread_m = error_m * Math.sqrt(1 - keeps ** 2);
    error = [error[0] * keeps + normal() * spread_m, error[1] * keeps + normal() * spread_m];
    const far = Math.max(1, Math.hypot(...error) / (1.2 * (accuracy_m ?? 15)));
    if (dropouts.some(({ from_s, to_s }) => t_s >= from_s && t_s < to_s)) continue;
    const at = way(t_s);
    const [x, y] = way(t_s - 1);
    fixes.push({
      at_ms: start_ms + (jitter === 0 ? Math.round(t_s) * 1000 : Math.round(t_s * 1000)),
      place: placeFrom(middle, [at[0] + error[0] / far, at[1] + error[1] / far]),
      accuracy_m,
      speed_mps: tellsSpeed ? Math.min(150, Math.hypot(at[0] - x, at[1] - y)) : null,
    });
  }
  // A place that nobody could have reached is another matter than this: nothing here is to be held back.
  return fixes.filter((fix, i) => {
    const before = fixes[i - 1];
    if (before === undefined) return true;
    return geodesic_m(before.place, fix.place) / ((fix.at_ms - before.at_ms) / 1000) < 95;
  });
};

const shuffled = <T>(list: readonly T[], { unit }: Chance): readonly T[] =>
  list
    .map((item) => ({ item, rank: unit() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

/** Longest that a device keeps its reports back, seconds: what a server has forgotten by then is none of this test's business. */
const LONGEST_KEPT_S = 780;

/** How reports reach the server: at once, kept and handed in together in some order, or each when it pleases. */
const deliveredOf = (fixes: readonly Fixed[], chance: Chance): readonly Report[] => {
  const { unit, between, pick } = chance;
  const kind = unit();
  if (kind < 0.55) {
    const lag_ms = unit() < 0.6 ? 0 : Math.round(between(0, 5000));
    return fixes.map((fix, request) => ({ ...fix, received_ms: fix.at_ms + lag_ms, request }));
  }
  if (kind < 0.65) {
    const received = fixes.map((fix) => ({
      ...fix,
      received_ms: fix.at_ms + (unit() < 0.3 ? Math.round(between(0, LONGEST_KEPT_S) * 1000) : 0),
    }));
    return received.sort((a, b) => a.received_ms - b.received_ms).map((fix, request) => ({ ...fix, request }));
  }
  const inOrder = (list: readonly Fixed[]): readonly Fixed[] => list;
  const arrange =
    pick([
      inOrder,
      (list: readonly Fixed[]) => list.toReversed(),
      (list: readonly Fixed[]) => shuffled(list, chance),
    ]) ?? inOrder;
  const reports: Report[] = [];
  let request = 0;
  for (let i = 0; i < fixes.length; request += 1) {
    const until_ms = (fixes[i]?.at_ms ?? 0) + between(10, LONGEST_KEPT_S) * 1000;
    const kept = fixes.slice(i).filter(({ at_ms }) => at_ms < until_ms);
    const received_ms = (kept.at(-1)?.at_ms ?? 0) + Math.round(between(0, 3)) * 1000;
    for (const fix of arrange(kept)) reports.push({ ...fix, received_ms, request });
    i += kept.length;
  }
  return reports;
};

/** The random situation of a seed: the same one for the same seed. */
export const situationOf = (seed: number): Situation => {
  const chance = chanceOf(seed, 'situation');
  const { pick, unit, between } = chance;
  const start_ms = Date.parse(pick(EVENINGS) ?? '') + Math.floor(between(0, 240)) * 1000;
  const middle = middleOf(chance);
  const limits = pick(LIMITS) ?? LIMITS[0];
  if (limits === undefined) throw new Error('no limits to choose from');
  const rates = { offender: pick(RATES) ?? 10, victim: pick(RATES) ?? 10 };
  const slowest_s = Math.max(rates.offender, rates.victim);
  const lasts_s = Math.min(Math.max(600, 8 * slowest_s), Math.min(rates.offender, rates.victim) < 5 ? 1200 : 3600);
  const victim = victimWay(lasts_s, chance);
  const offender = offenderWay(victim, limits, lasts_s, chance);
  const zones = Array.from({ length: Math.floor(between(0, 3)) }, (_, i) => {
    const [x, y] = offender(between(0.1, 0.9) * lasts_s);
    const aside_m = between(0, 500);
    const turn = between(0, 2 * Math.PI);
    return {
      id: `Z${i}`,
      kind: 'home',
      shape: shapeAround(placeFrom(middle, [x + Math.sin(turn) * aside_m, y + Math.cos(turn) * aside_m]), chance),
      buffer_m: unit() < 0.4 ? 0 : Math.round(between(20, 500)),
      schedule: scheduleOf(start_ms, lasts_s, chance),
    };
  });
  const order = Order.parse({
    id: 'ORD-1',
    basis: '시험',
    number: '모의-1',
    issuer: '가상지방법원',
    ...validityOf(start_ms, lasts_s, chance),
    offender: 'offender',
    victims: ['victim'],
    limits,
    zones,
  });
  const reports = (who: 'offender' | 'victim', way: Way): readonly Report[] =>
    deliveredOf(fixesOf(way, middle, start_ms, lasts_s, rates[who], chance), chance);
  return { order, offender: reports('offender', offender), victim: reports('victim', victim) };
};
