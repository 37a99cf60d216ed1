import { endOfHold, holdsAtClosing } from '../../../../shared/domain/incidents/holds.ts';
import { storyExportedAt } from '../../../../shared/domain/incidents/story.ts';
import type { Hold, Incident } from '../../../../shared/domain/incidents/state.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { endOfDay, lastDayBefore } from '../../../lib/dates.ts';

/** What becomes of an incident's precise positions, or has become of them. */
export type PositionsFate =
  | { readonly kind: 'deleted' }
  /** The incident is not closed yet, and nothing will keep them once it is. */
  | { readonly kind: 'kept-until-closed' }
  /** It is closed, and another incident of its story is not. */
  | { readonly kind: 'kept-with-story' }
  /** A hold keeps them beyond closing; the one that reaches farthest. */
  | { readonly kind: 'held'; readonly hold: Hold }
  /** None of its own does, but one of another incident of its story. */
  | { readonly kind: 'held-with-story'; readonly hold: Hold };

type Lasting = Pick<Hold, 'cause' | 'reason' | 'until_ms'>;

/** The hold that reaches farthest; null where there is none. */
const farthest = <H extends Lasting>(holds: readonly H[]): H | null =>
  holds.reduce<H | null>((one, other) => (one !== null && one.until_ms >= other.until_ms ? one : other), null);

type Held = Pick<Incident, 'id' | 'holds' | 'positionsExist' | 'exportedAt_ms'>;

/** Holds in force of an incident, each with the time it really ends, the one that ends first at the top. */
export const holdsInForce = (incident: Held, story: readonly Held[], afterExport_s: number): readonly Hold[] => {
  const exportedAt_ms = storyExportedAt([incident, ...story]);
  return [...incident.holds.values()]
    .map((hold) => ({ ...hold, until_ms: endOfHold(hold, exportedAt_ms, afterExport_s) }))
    .toSorted((a, b) => a.until_ms - b.until_ms);
};

export const positionsFate = (
  incident: Held & Pick<Incident, 'status'>,
  story: readonly (Held & Pick<Incident, 'status'>)[],
  afterExport_s: number,
): PositionsFate => {
  if (!incident.positionsExist) return { kind: 'deleted' };
  const own = farthest(holdsInForce(incident, story, afterExport_s));
  if (own !== null) return { kind: 'held', hold: own };
  const others = story.filter(({ id }) => id !== incident.id);
  const linked = farthest(others.flatMap((one) => holdsInForce(one, [incident, ...story], afterExport_s)));
  if (linked !== null) return { kind: 'held-with-story', hold: linked };
  const isOpenElsewhere = incident.status === 'closed' && others.some(({ status }) => status !== 'closed');
  return { kind: isOpenElsewhere ? 'kept-with-story' : 'kept-until-closed' };
};

/** What keeps positions longest once the story is closed now: a hold that is in force, or one that closing brings; null where nothing does. */
export const heldAfterClosing = (
  story: readonly Incident[],
  caseFollows: boolean,
  now_ms: number,
  policy: Pick<Policy, 'hold' | 'story'>,
): Lasting | null =>
  farthest<Lasting>([
    ...story.flatMap((one) => holdsInForce(one, story, policy.hold.afterExport_s)),
    ...holdsAtClosing(story, caseFollows, now_ms, policy).map((hold) => ({ ...hold, reason: null })),
  ]);

export type HoldEnd =
  { readonly ok: true; readonly until_ms: number } | { readonly ok: false; readonly fault: 'date' | 'past' | 'far' };

/** End of a hold from a typed date: the end of that day, not past, and within the longest time the policy admits. */
export const holdEnd = (date: string, now_ms: number, longest_s: number): HoldEnd => {
  const until_ms = endOfDay(date.trim());
  if (until_ms === null) return { ok: false, fault: 'date' };
  if (until_ms <= now_ms) return { ok: false, fault: 'past' };
  return until_ms > now_ms + longest_s * 1000 ? { ok: false, fault: 'far' } : { ok: true, until_ms };
};

/** The last day a hold may be given. */
export const lastHoldDay = (now_ms: number, longest_s: number): string => lastDayBefore(now_ms + longest_s * 1000);
