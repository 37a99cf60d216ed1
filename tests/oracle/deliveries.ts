import type { Chance } from '../../main/monitoring/simulator/random.ts';
import type { Report } from './tracks.ts';

/** A report as the device made it. */
export type Fixed = Omit<Report, 'received_ms' | 'request'>;

/** A list in a random order. */
export const shuffled = <T>(list: readonly T[], { unit }: Chance): readonly T[] =>
  list
    .map((item) => ({ item, rank: unit() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

/** Longest that a device keeps its reports back, seconds: what a server has forgotten by then is none of this test's business. */
export const LONGEST_KEPT_S = 780;

/** How reports reach the server: at once, kept and handed in together in some order, or each when it pleases. */
export const deliveredOf = (fixes: readonly Fixed[], chance: Chance): readonly Report[] => {
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
