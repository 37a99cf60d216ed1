import type { Fix } from '../../../shared/domain/fixes.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order, PersonRole } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { isSamePlace } from '../../../shared/domain/proximity/closest.ts';
import type { Joined } from '../../monitoring/tracks/tracks.ts';
import type { Mark, TrackLine } from './input/trackLine.ts';
import { isoTime } from './lines.ts';
import { createUnjudged } from './unjudged.ts';
import type { Unjudged } from './unjudged.ts';

/** From the first time to the last, ISO 8601. */
type Span = { readonly from: string; readonly to: string };

type OfPerson = { readonly who: PersonRole; readonly fixes: number };

/** What whoever reads a result must know of its inputs, so that no alert is missed for a reason that nobody was told. */
export type Note =
  /** How fixes that were used came about (see Mark). */
  | ({ readonly kind: Mark } & OfPerson)
  /**
   * Lines that were not used, for one reason: the first numbers of them, and what was wrong with the first. `points` are the numbers of points
   * in a format whose points may all stand on one line.
   */
  | ({
      readonly kind: 'refused';
      readonly reason: string;
      readonly lines: readonly number[];
      readonly points?: readonly number[];
      readonly field: string;
      readonly message: string;
    } & OfPerson)
  /** Fixes that stand in the file after later ones, by up to so many seconds: they were taken as received late. */
  | ({ readonly kind: 'after-later-ones'; readonly upTo_s: number } & OfPerson)
  /** Fixes that were not used because one before them, at another place, bears the same time. */
  | ({ readonly kind: 'same-time'; readonly wholeMinutes: boolean } & OfPerson)
  | { readonly kind: 'no-fixes'; readonly who: PersonRole }
  /** So many `of` all reports could not be used or were not believed: a considerable part of the track, in which nothing was judged. */
  | ({ readonly kind: 'not-judged'; readonly who: PersonRole } & Unjudged)
  /** So many `of` all fixes lie outside the validity of the order, where nothing is judged. */
  | ({ readonly kind: 'outside-order'; readonly of: number } & OfPerson & Span)
  /** So many of those would lie within it if so many days were added to their times: the week number of GPS begins anew every 1,024 weeks. */
  | ({ readonly kind: 'clock-offset'; readonly days: number } & OfPerson)
  /** So many of those would lie within it if their times, read as seconds, were milliseconds. */
  | ({ readonly kind: 'milliseconds' } & OfPerson)
  /** The tracks share no time, or none at which both people were known and the order was in force. */
  | { readonly kind: 'no-common-time'; readonly offender: Span; readonly victim: Span }
  | { readonly kind: 'events-sorted'; readonly events: number };

export type Notes = {
  /** A line of a person's track, used or refused. */
  readonly read: (who: PersonRole, line: TrackLine) => void;
  /** What became of a fix that was read. */
  readonly joined: (who: PersonRole, fix: Fix, joined: Joined) => void;
  readonly afterLaterOnes: (who: PersonRole, by_ms: number) => void;
  readonly eventSorted: () => void;
  /** `isCompared`: whether a distance between the two was ever measured. */
  readonly notes: (isCompared: boolean) => readonly Note[];
};

const DAY_MS = 86_400_000;

/** What receivers are off by whose week number began anew, once or twice, or was corrected where it was right. */
const OFFSETS_DAYS = [7168, 14_336, -7168] as const;

/** Numbers of lines or points a note names at most. */
export const MAX_NUMBERS = 10;

type RefusedNote = Extract<Note, { readonly kind: 'refused' }>;
type Range = { readonly from_ms: number; readonly to_ms: number };

const widened = (range: Range | null, at_ms: number): Range => ({
  from_ms: Math.min(range?.from_ms ?? at_ms, at_ms),
  to_ms: Math.max(range?.to_ms ?? at_ms, at_ms),
});

const spanOf = ({ from_ms, to_ms }: Range): Span => ({ from: isoTime(from_ms), to: isoTime(to_ms) });

/** Counts fixes that bear the time of the one before them and are of another place: only the first of a time can be used. */
const createSameTime = (policy: Policy) => {
  let first: Fix | null = null;
  let [fixes, wholeMinutes] = [0, true];
  return {
    add: (fix: Fix): void => {
      wholeMinutes &&= fix.at_ms % 60_000 === 0;
      if (first?.at_ms !== fix.at_ms) first = fix;
      else if (!isSamePlace(first, fix, policy)) fixes += 1;
    },
    fixes: (): number => fixes,
    wholeMinutes: (): boolean => wholeMinutes,
  };
};

/** What is known of one person's track; grows with the kinds of trouble in it, never with its length. */
const createPersonNotes = (who: PersonRole, order: Order, policy: Policy) => {
  const marks = new Map<Mark, number>();
  const refused = new Map<string, RefusedNote>();
  const withinIfShifted = new Map<number, number>();
  let [fixes, within, withinAsMilliseconds, afterLaterOnes, latest_ms] = [0, 0, 0, 0, 0];
  const sameTime = createSameTime(policy);
  const { joined, ...unjudged } = createUnjudged(policy);
  let all: Range | null = null;
  let outside: Range | null = null;

  const refuse = ({ refused: told, point }: Extract<TrackLine, { readonly fix: null }>): void => {
    const { reason, line, field, message } = told;
    const so: RefusedNote = refused.get(reason) ?? {
      kind: 'refused',
      who,
      fixes: 0,
      reason,
      lines: [],
      field,
      message,
    };
    const listed = so.fixes < MAX_NUMBERS;
    const lines = line === null || !listed ? so.lines : [...so.lines, line];
    const points = point === undefined || !listed ? so.points : [...(so.points ?? []), point];
    const counted = { ...so, fixes: so.fixes + 1, lines };
    refused.set(reason, points === undefined ? counted : { ...counted, points });
  };

  const place = (fix: Fix): void => {
    const { at_ms } = fix;
    fixes += 1;
    all = widened(all, at_ms);
    if (isInForce(order, at_ms)) {
      within += 1;
      sameTime.add(fix);
      return;
    }
    outside = widened(outside, at_ms);
    for (const days of OFFSETS_DAYS)
      if (isInForce(order, at_ms + days * DAY_MS)) withinIfShifted.set(days, (withinIfShifted.get(days) ?? 0) + 1);
    if (isInForce(order, at_ms / 1000)) withinAsMilliseconds += 1;
  };

  /** What would explain at least half of the fixes outside the order. */
  const explanations = (outsideCount: number): readonly Note[] => {
    const shifts = [...withinIfShifted].filter(([, count]) => count * 2 >= outsideCount);
    return [
      ...shifts.map(([days, count]): Note => ({ kind: 'clock-offset', who, fixes: count, days })),
      ...(withinAsMilliseconds * 2 >= outsideCount && withinAsMilliseconds > 0
        ? [{ kind: 'milliseconds', who, fixes: withinAsMilliseconds } as const]
        : []),
    ];
  };

  const notJudged = (): readonly Note[] => {
    const found = unjudged.unjudged();
    return found === null ? [] : [{ kind: 'not-judged', who, ...found }];
  };

  return {
    read: (line: TrackLine): void => {
      if (line.refused !== null) {
        unjudged.refuse();
        return refuse(line);
      }
      for (const mark of line.marks) marks.set(mark, (marks.get(mark) ?? 0) + 1);
      place(line.fix);
    },
    joined,
    afterLaterOnes: (by_ms: number): void => {
      afterLaterOnes += 1;
      latest_ms = Math.max(latest_ms, by_ms);
    },
    range: (): Range | null => all,
    isEverWithin: (): boolean => within > 0,
    notes: (): readonly Note[] => [
      ...(fixes === 0 ? [{ kind: 'no-fixes', who } as const] : notJudged()),
      ...(outside === null
        ? []
        : [
            { kind: 'outside-order', who, fixes: fixes - within, of: fixes, ...spanOf(outside) } as const,
            ...explanations(fixes - within),
          ]),
      ...refused.values(),
      ...[...marks].map(([kind, count]): Note => ({ kind, who, fixes: count })),
      ...(afterLaterOnes > 0
        ? [{ kind: 'after-later-ones', who, fixes: afterLaterOnes, upTo_s: latest_ms / 1000 } as const]
        : []),
      ...(sameTime.fixes() > 0
        ? [{ kind: 'same-time', who, fixes: sameTime.fixes(), wholeMinutes: sameTime.wholeMinutes() } as const]
        : []),
    ],
  };
};

/** Collects what must be told of the inputs while they stream by. */
export const createNotes = (order: Order, policy: Policy): Notes => {
  const people = {
    offender: createPersonNotes('offender', order, policy),
    victim: createPersonNotes('victim', order, policy),
  };
  let eventsSorted = 0;

  const commonTime = (isCompared: boolean): readonly Note[] => {
    const [offender, victim] = [people.offender.range(), people.victim.range()];
    if (offender === null || victim === null) return [];
    const disjoint = offender.to_ms < victim.from_ms || victim.to_ms < offender.from_ms;
    const neverBoth = !isCompared && people.offender.isEverWithin() && people.victim.isEverWithin();
    if (!disjoint && !neverBoth) return [];
    return [{ kind: 'no-common-time', offender: spanOf(offender), victim: spanOf(victim) }];
  };

  return {
    read: (who, line) => people[who].read(line),
    joined: (who, fix, joined) => people[who].joined(fix, joined),
    afterLaterOnes: (who, by_ms) => people[who].afterLaterOnes(by_ms),
    eventSorted: () => (eventsSorted += 1),
    notes: (isCompared) => [
      ...people.offender.notes(),
      ...people.victim.notes(),
      ...commonTime(isCompared),
      ...(eventsSorted > 0 ? [{ kind: 'events-sorted', events: eventsSorted } as const] : []),
    ],
  };
};
