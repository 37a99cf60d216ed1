import type { Fix } from '../../../shared/domain/fixes.ts';
import type { AlertId } from '../../../shared/domain/ids.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order, PersonRole } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Joined } from '../../monitoring/tracks/tracks.ts';
import type { InputFault } from './input/fault.ts';
import type { EventLine } from './input/readEvents.ts';
import { refusedLine } from './input/trackLine.ts';
import type { TrackLine } from './input/trackLine.ts';
import { centimetres, isoTime } from './lines.ts';
import type { AlertLine } from './lines.ts';
import { createNotes } from './notes.ts';
import type { Note, Notes } from './notes.ts';
import { createReplay } from './replay.ts';
import type { Happening } from './replay.ts';
import { sourceOf } from './source.ts';
import type { Arrival, Source } from './source.ts';
import { createTally } from './tally.ts';
import type { FixCounts, Tally } from './tally.ts';

type Lines<T> = AsyncIterator<Result<T, InputFault>>;

/** Everything an analysis is made from. */
export type Case = {
  readonly order: Order;
  readonly offender: Lines<TrackLine>;
  readonly victim: Lines<TrackLine>;
  readonly events: Lines<EventLine> | null;
};

export type Summary = {
  readonly event: 'summary';
  readonly fixes: FixCounts;
  readonly alerts: number;
  readonly minDistance_m: number | null;
  readonly minDistanceAt: string | null;
  readonly exposure_s: Readonly<Record<string, number>>;
  /** What must be known of the inputs; empty where there is nothing to say. */
  readonly notes: readonly Note[];
};

/** Taken at most at once: a file that is late from its first line to its last must not be held as a whole. */
const MAX_AT_ONCE = 1000;

const trackSource = (
  lines: Lines<TrackLine>,
  who: PersonRole,
  { order, policy }: { readonly order: Order; readonly policy: Policy },
  { tally, notes }: { readonly tally: Tally; readonly notes: Notes },
): Source<Happening> => {
  const refuse = (line: Extract<TrackLine, { readonly fix: null }>): null => {
    tally.refuse(line.refused.reason);
    notes.read(who, line);
    return null;
  };
  const place = (line: TrackLine): Arrival<Happening> | null => {
    if (line.refused !== null) return refuse(line);
    const { fix, receivedAt_ms } = line;
    if (receivedAt_ms !== null && fix.at_ms > receivedAt_ms + policy.fixes.future_s * 1000)
      return refuse(refusedLine(line.line, 'future', 'time', `is over ${policy.fixes.future_s} s after its receipt`));
    notes.read(who, line);
    // As on the server: what was taken while no order was in force is no matter of the order.
    if (!isInForce(order, fix.at_ms)) {
      tally.refuse('outside-order');
      return { at_ms: receivedAt_ms ?? fix.at_ms, item: { kind: 'outside-order' } };
    }
    return { at_ms: receivedAt_ms ?? fix.at_ms, item: { kind: 'fix', who, fix } };
  };
  return sourceOf(lines, place, (by_ms) => notes.afterLaterOnes(who, by_ms));
};

const eventSource = (lines: Lines<EventLine>, notes: Notes): Source<Happening> =>
  sourceOf(
    lines,
    (event) => {
      if (event.sorted) notes.eventSorted();
      return { at_ms: event.at_ms, item: { kind: 'event', event } };
    },
    () => {},
  );

/** Everything that became known at one moment, and the sources moved on past it. */
const takeAt = async (
  at_ms: number,
  sources: readonly Source<Happening>[],
): Promise<Result<readonly Happening[], InputFault>> => {
  const taken: Happening[] = [];
  for (const source of sources) {
    for (let head = source.next(); head?.at_ms === at_ms && taken.length < MAX_AT_ONCE; head = source.next()) {
      taken.push(head.item);
      const read = await source.advance();
      if (!read.ok) return read;
    }
  }
  return ok(taken);
};

/**
 * Runs the rules over recorded tracks, in the order in which things became known, and tells every change of an alert as it happens.
 * Holds no more of the inputs than what comes next. The error names what in which file cannot be read.
 */
export const analyse = async (
  given: Case,
  policy: Policy,
  newAlertId: () => AlertId,
  onAlert: (line: AlertLine) => void,
): Promise<Result<Summary, InputFault>> => {
  const tally = createTally();
  const notes = createNotes(given.order, policy);
  const onJoined = (who: PersonRole, fix: Fix, joined: Joined): void => {
    tally.joined(joined);
    notes.joined(who, fix, joined);
  };
  const replay = createReplay({ order: given.order, policy, newAlertId, onAlert, onJoined });
  const sources = [
    trackSource(given.offender, 'offender', { order: given.order, policy }, { tally, notes }),
    trackSource(given.victim, 'victim', { order: given.order, policy }, { tally, notes }),
    ...(given.events === null ? [] : [eventSource(given.events, notes)]),
  ];
  for (const source of sources) {
    const begun = await source.advance();
    if (!begun.ok) return begun;
  }
  for (;;) {
    const at_ms = Math.min(...sources.map((source) => source.next()?.at_ms ?? Number.POSITIVE_INFINITY));
    if (!Number.isFinite(at_ms)) break;
    const taken = await takeAt(at_ms, sources);
    if (!taken.ok) return taken;
    replay.step(at_ms, taken.value);
  }
  replay.end();
  const closest = replay.closest();
  return ok({
    event: 'summary',
    fixes: tally.counts(),
    alerts: replay.alerts(),
    minDistance_m: centimetres(closest?.d),
    minDistanceAt: closest === null ? null : isoTime(closest.at_ms),
    exposure_s: replay.exposure_s(),
    notes: notes.notes(closest !== null),
  });
};
