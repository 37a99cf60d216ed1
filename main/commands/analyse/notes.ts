import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order, PersonRole } from '../../../shared/domain/orders.ts';
import type { Mark, TrackLine } from './input/trackLine.ts';
import { isoTime } from './lines.ts';

/** From the first time to the last, ISO 8601. */
type Span = { readonly from: string; readonly to: string };

type OfPerson = { readonly who: PersonRole; readonly fixes: number };

/** What whoever reads a result must know of its inputs, so that no alert is missed for a reason that nobody was told. */
export type Note =
  /** How fixes that were used came about (see Mark). */
  | ({ readonly kind: Mark } & OfPerson)
  /** Lines that were not used, for one reason: the first numbers of them, and what was wrong with the first. */
  | ({
      readonly kind: 'refused';
      readonly reason: string;
      readonly lines: readonly number[];
      readonly field: string;
      readonly message: string;
    } & OfPerson)
  /** Fixes that stand in the file after later ones: they were taken as received late. */
  | ({ readonly kind: 'after-later-ones' } & OfPerson)
  | { readonly kind: 'no-fixes'; readonly who: PersonRole }
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
  readonly afterLaterOnes: (who: PersonRole) => void;
  readonly eventSorted: () => void;
  /** `isCompared`: whether a distance between the two was ever measured. */
  readonly notes: (isCompared: boolean) => readonly Note[];
};

const DAY_MS = 86_400_000;

/** What receivers are off by whose week number began anew, once or twice, or was corrected where it was right. */
const OFFSETS_DAYS = [7168, 14_336, -7168] as const;

/** Line numbers a note names at most. */
const MAX_LINES = 10;

type RefusedNote = Extract<Note, { readonly kind: 'refused' }>;
type Range = { readonly from_ms: number; readonly to_ms: number };

const widened = (range: Range | null, at_ms: number): Range => ({
  from_ms: Math.min(range?.from_ms ?? at_ms, at_ms),
  to_ms: Math.max(range?.to_ms ?? at_ms, at_ms),
});

const spanOf = ({ from_ms, to_ms }: Range): Span => ({ from: isoTime(from_ms), to: isoTime(to_ms) });

/** What is known of one person's track; grows with the kinds of trouble in it, never with its length. */
const createPersonNotes = (who: PersonRole, order: Order) => {
  const marks = new Map<Mark, number>();
  const refused = new Map<string, RefusedNote>();
  const withinIfShifted = new Map<number, number>();
  let [fixes, within, withinAsMilliseconds, afterLaterOnes] = [0, 0, 0, 0];
  let all: Range | null = null;
  let outside: Range | null = null;

  const refuse = ({ refused: told }: Extract<TrackLine, { readonly fix: null }>): void => {
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
    const lines = line === null || so.lines.length === MAX_LINES ? so.lines : [...so.lines, line];
    refused.set(reason, { ...so, fixes: so.fixes + 1, lines });
  };

  const place = (at_ms: number): void => {
    fixes += 1;
    all = widened(all, at_ms);
    if (isInForce(order, at_ms)) {
      within += 1;
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

  return {
    read: (line: TrackLine): void => {
      if (line.refused !== null) return refuse(line);
      for (const mark of line.marks) marks.set(mark, (marks.get(mark) ?? 0) + 1);
      place(line.fix.at_ms);
    },
    afterLaterOnes: (): void => void (afterLaterOnes += 1),
    range: (): Range | null => all,
    isEverWithin: (): boolean => within > 0,
    notes: (): readonly Note[] => [
      ...(fixes === 0 ? [{ kind: 'no-fixes', who } as const] : []),
      ...(outside === null
        ? []
        : [
            { kind: 'outside-order', who, fixes: fixes - within, of: fixes, ...spanOf(outside) } as const,
            ...explanations(fixes - within),
          ]),
      ...refused.values(),
      ...[...marks].map(([kind, count]): Note => ({ kind, who, fixes: count })),
      ...(afterLaterOnes > 0 ? [{ kind: 'after-later-ones', who, fixes: afterLaterOnes } as const] : []),
    ],
  };
};

/** Collects what must be told of the inputs while they stream by. */
export const createNotes = (order: Order): Notes => {
  const people = { offender: createPersonNotes('offender', order), victim: createPersonNotes('victim', order) };
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
    afterLaterOnes: (who) => people[who].afterLaterOnes(),
    eventSorted: () => (eventsSorted += 1),
    notes: (isCompared) => [
      ...people.offender.notes(),
      ...people.victim.notes(),
      ...commonTime(isCompared),
      ...(eventsSorted > 0 ? [{ kind: 'events-sorted', events: eventsSorted } as const] : []),
    ],
  };
};
