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
  /** Came since the order stands still, oldest first. */
  readonly newcomers: readonly IncidentId[];
  /** Became more urgent since then. */
  readonly risen: readonly IncidentId[];
  /** Code of each row when it took its place. */
  readonly codes: ReadonlyMap<IncidentId, DispatchCode>;
  /** Rows are one line each. */
  readonly isDense: boolean;
};

export const NO_ORDER: QueueOrder = {
  lane: [],
  list: [],
  newcomers: [],
  risen: [],
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
    before.newcomers.length === 0 &&
    before.risen.length === 0 &&
    isDense === before.isDense &&
    ranked.every(({ id, code }) => before.codes.get(id) === code);
  if (isSame) return before;
  return { lane, list, newcomers: [], risen: [], codes: new Map(ranked.map(({ id, code }) => [id, code])), isDense };
};

/** Nothing moves: news goes to the side. */
const stillStanding = (before: QueueOrder, { ranked, isKnown }: OrderInput): QueueOrder => {
  const byId = new Map(ranked.map((one) => [one.id, one]));
  const shown = new Set([...before.lane, ...before.list]);
  const inLane = new Set(before.lane);
  const waiting = before.newcomers.filter((id) => byId.has(id));
  const come = ranked.filter(({ id }) => !shown.has(id) && !waiting.includes(id)).map(({ id }) => id);
  const rose = ({ id, code, hasSos }: Ranked): boolean =>
    shown.has(id) && (code < (before.codes.get(id) ?? code) || (hasSos && !inLane.has(id)));
  const stillRisen = before.risen.filter((id) => byId.has(id));
  const risenNow = ranked.filter((one) => rose(one) && !stillRisen.includes(one.id)).map(({ id }) => id);
  const next = {
    lane: unchanged(before.lane, before.lane.filter(isKnown)),
    list: unchanged(before.list, before.list.filter(isKnown)),
    newcomers: unchanged(before.newcomers, [...waiting, ...come]),
    risen: unchanged(before.risen, [...stillRisen, ...risenNow]),
  };
  const isSame =
    next.lane === before.lane &&
    next.list === before.list &&
    next.newcomers === before.newcomers &&
    next.risen === before.risen;
  return isSame ? before : { ...next, codes: before.codes, isDense: before.isDense };
};

/** The next order; the same object where nothing changes. Where no row stands there is none to keep in its place. */
export const arrange = (before: QueueOrder, input: OrderInput): QueueOrder => {
  const isEmpty = ![...before.lane, ...before.list].some(input.isKnown);
  return input.isStill && !isEmpty ? stillStanding(before, input) : settled(before, input);
};

/** How many stand at the side and the most urgent code among them; null where nothing does. */
export const aside = (
  { newcomers, risen }: Pick<QueueOrder, 'newcomers' | 'risen'>,
  codeOf: (id: IncidentId) => DispatchCode,
): { readonly newcomers: number; readonly risen: number; readonly code: DispatchCode } | null => {
  const codes = [...newcomers, ...risen].map(codeOf);
  if (codes.length === 0) return null;
  const code = codes.reduce((most, one) => (one < most ? one : most));
  return { newcomers: newcomers.length, risen: risen.length, code };
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
