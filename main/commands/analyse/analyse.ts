import type { AlertId } from '../../../shared/domain/ids.ts';
import type { Order, PersonRole } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { InputFault } from './input/fault.ts';
import type { EventLine } from './input/readEvents.ts';
import type { TrackLine } from './input/trackLine.ts';
import { centimetres, isoTime } from './lines.ts';
import type { AlertLine } from './lines.ts';
import { createReplay } from './replay.ts';
import type { Happening } from './replay.ts';
import { sourceOf } from './source.ts';
import type { Source } from './source.ts';
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
};

/** Taken at most at once: a file that is late from its first line to its last must not be held as a whole. */
const MAX_AT_ONCE = 1000;

const trackSource = (lines: Lines<TrackLine>, who: PersonRole, policy: Policy, tally: Tally): Source<Happening> =>
  sourceOf(lines, ({ fix, refused, receivedAt_ms }) => {
    const future = fix !== null && receivedAt_ms !== null && fix.at_ms > receivedAt_ms + policy.fixes.future_s * 1000;
    if (fix !== null && !future) return { at_ms: receivedAt_ms ?? fix.at_ms, item: { kind: 'fix', who, fix } };
    tally.refuse(refused ?? 'future');
    return null;
  });

const eventSource = (lines: Lines<EventLine>): Source<Happening> =>
  sourceOf(lines, (event) => ({ at_ms: event.at_ms, item: { kind: 'event', event } }));

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
  const replay = createReplay({ order: given.order, policy, newAlertId, onAlert, onJoined: tally.joined });
  const sources = [
    trackSource(given.offender, 'offender', policy, tally),
    trackSource(given.victim, 'victim', policy, tally),
    ...(given.events === null ? [] : [eventSource(given.events)]),
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
  const closest = replay.closest();
  return ok({
    event: 'summary',
    fixes: tally.counts(),
    alerts: replay.alerts(),
    minDistance_m: centimetres(closest?.distance_m),
    minDistanceAt: closest === null ? null : isoTime(closest.at_ms),
    exposure_s: replay.exposure_s(),
  });
};
