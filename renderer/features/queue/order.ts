import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';

/** A running incident, in its place by urgency. */
export type Ranked = { readonly id: IncidentId; readonly code: DispatchCode; readonly hasSos: boolean };

/**
 * The order in which the queue stands on the screen. While an operator points at it, or has just pressed a key, no row changes its place:
 * what comes then stands at the side, what ended stays where it was, and what rose is told at the side too.
 */
export type QueueOrder = {
  /** Incidents with a pressed emergency button, in their lane above all others. */
  readonly lane: readonly IncidentId[];
  readonly list: readonly IncidentId[];
  /** What came since the order stands still, and what became more urgent, in the order in which it did. It only grows, or it would move too. */
  readonly aside: readonly IncidentId[];
  /** Code of each row when it took its place. */
  readonly codes: ReadonlyMap<IncidentId, DispatchCode>;
  /** Rows are one line each. */
  readonly isDense: boolean;
};

export const NO_ORDER: QueueOrder = {
  lane: [],
  list: [],
  aside: [],
  codes: new Map(),
  isDense: false,
};

export type OrderInput = {
  /** Everything that runs, most urgent first. */
  readonly ranked: readonly Ranked[];
  readonly isStill: boolean;
  /** True where that many rows need a line each. */
  readonly needsLines: (rows: number) => boolean;
  /** False for what the record no longer holds at all: another record has begun. */
  readonly isKnown: (id: IncidentId) => boolean;
};

const same = (a: readonly IncidentId[], b: readonly IncidentId[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);
const unchanged = (a: readonly IncidentId[], b: readonly IncidentId[]): readonly IncidentId[] => (same(a, b) ? a : b);

/** Everything in its place. */
const settled = (before: QueueOrder, { ranked, needsLines }: OrderInput): QueueOrder => {
  const isDense = needsLines(ranked.length);
  const idsOf = (hasSos: boolean): readonly IncidentId[] =>
    ranked.filter((one) => one.hasSos === hasSos).map(({ id }) => id);
  const [lane, list] = [unchanged(before.lane, idsOf(true)), unchanged(before.list, idsOf(false))];
  const isSame =
    lane === before.lane &&
    list === before.list &&
    before.aside.length === 0 &&
    isDense === before.isDense &&
    ranked.every(({ id, code }) => before.codes.get(id) === code);
  if (isSame) return before;
  return { lane, list, aside: [], codes: new Map(ranked.map(({ id, code }) => [id, code])), isDense };
};

/** Nothing moves: news goes to the side. */
const stillStanding = (before: QueueOrder, { ranked, isKnown }: OrderInput): QueueOrder => {
  const shown = new Set([...before.lane, ...before.list]);
  const inLane = new Set(before.lane);
  const told = new Set(before.aside);
  const isNews = ({ id, code, hasSos }: Ranked): boolean =>
    !shown.has(id) || code < (before.codes.get(id) ?? code) || (hasSos && !inLane.has(id));
  const news = ranked.filter((one) => !told.has(one.id) && isNews(one)).map(({ id }) => id);
  const lane = unchanged(before.lane, before.lane.filter(isKnown));
  const list = unchanged(before.list, before.list.filter(isKnown));
  const aside = unchanged(before.aside, [...before.aside.filter(isKnown), ...news]);
  if (lane === before.lane && list === before.list && aside === before.aside) return before;
  return { lane, list, aside, codes: before.codes, isDense: before.isDense };
};

/** The next order; the same object where nothing changes. Where no row stands there is none to keep in its place. */
export const arrange = (before: QueueOrder, input: OrderInput): QueueOrder => {
  const isEmpty = ![...before.lane, ...before.list].some(input.isKnown);
  return input.isStill && !isEmpty ? stillStanding(before, input) : settled(before, input);
};

/** How many of those at the side came and how many rose, and the most urgent code among them; null where nothing stands there. */
export const asideOf = (
  { lane, list, aside }: Pick<QueueOrder, 'lane' | 'list' | 'aside'>,
  codeOf: (id: IncidentId) => DispatchCode,
): { readonly newcomers: number; readonly risen: number; readonly code: DispatchCode } | null => {
  if (aside.length === 0) return null;
  const risen = aside.filter((id) => lane.includes(id) || list.includes(id)).length;
  const code = aside.map(codeOf).reduce((most, one) => (one < most ? one : most));
  return { newcomers: aside.length - risen, risen, code };
};

/** Rows above and below what a scrolled list shows, and the most urgent code of each; a row half in sight is in sight. */
export const outOfSight = (
  codes: readonly DispatchCode[],
  row_px: number,
  { top_px, height_px }: { readonly top_px: number; readonly height_px: number },
): { readonly above: OutOfSight | null; readonly below: OutOfSight | null } => {
  const above = Math.round(top_px / row_px);
  const until = Math.max(above, Math.round((top_px + height_px) / row_px));
  return { above: summed(codes.slice(0, above)), below: summed(codes.slice(until)) };
};

export type OutOfSight = { readonly count: number; readonly code: DispatchCode };

const summed = (codes: readonly DispatchCode[]): OutOfSight | null =>
  codes.length === 0 ? null : { count: codes.length, code: codes.reduce((most, one) => (one < most ? one : most)) };
