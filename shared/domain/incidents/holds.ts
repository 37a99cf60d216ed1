import type { HoldId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { CommandBody, Refusal } from './commands.ts';
import type { EntryBody, HoldCause, Outcome } from './entries.ts';
import type { Hold, Incident } from './state.ts';
import { storyEnd } from './story.ts';

type HoldContext = { readonly newHoldId: () => HoldId; readonly policy: Pick<Policy, 'hold'> };

const causesOf = (incident: Incident, outcome: Outcome): readonly HoldCause[] => [
  ...(outcome === 'offender-arrested' ? (['arrest'] as const) : []),
  ...(incident.sureLevels.has('contact') ? (['contact'] as const) : []),
  ...(incident.sureLevels.has('zone') ? (['zone'] as const) : []),
];

/**
 * Holds that a resolution brings by itself: after an arrest, and after a contact or the entry of a zone that was likely or confirmed, until some
 * time after the evidence was exported or until the policy's time is over. One of each cause at a time.
 */
export const automaticHolds = (
  incident: Incident,
  outcome: Outcome,
  now_ms: number,
  { newHoldId, policy }: HoldContext,
): readonly EntryBody[] => {
  const held = new Set([...incident.holds.values()].map(({ cause }) => cause));
  return causesOf(incident, outcome)
    .filter((cause) => !held.has(cause))
    .map((cause) => ({
      kind: 'hold.set',
      holdId: newHoldId(),
      cause,
      reason: null,
      until_ms: now_ms + policy.hold.automatic_s * 1000,
    }));
};

/** A supervisor's hold: its end lies ahead, and not farther than the policy admits; there must be something left to keep. */
export const setHold = (
  incident: Incident,
  { reason, until_ms }: Extract<CommandBody, { readonly kind: 'hold.set' }>,
  now_ms: number,
  { newHoldId, policy }: HoldContext,
): Result<EntryBody, Refusal> => {
  if (!incident.positionsExist) return err({ reason: 'positions-gone' });
  if (until_ms <= now_ms || until_ms > now_ms + policy.hold.longest_s * 1000) return err({ reason: 'hold-end' });
  return ok({ kind: 'hold.set', holdId: newHoldId(), cause: 'supervisor', reason, until_ms });
};

/** Levels after which it is asked at closing whether a criminal case follows. */
const CASE_LEVELS = ['alert', 'contact', 'zone'] as const;

export const asksForCase = ({ sureLevels }: Pick<Incident, 'sureLevels'>): boolean =>
  CASE_LEVELS.some((level) => sureLevels.has(level));

/** A hold that closing brings, and until when, epoch ms. */
export type ClosingHold = { readonly cause: 'case' | 'story'; readonly until_ms: number };

/**
 * Holds that the closing of a story brings. Where a case follows, as long as the policy admits, unless it is released before. And until no other
 * incident can take the story up: what comes minutes later may make a crime of what was closed as a false alert.
 */
export const holdsAtClosing = (
  story: readonly Incident[],
  caseFollows: boolean,
  now_ms: number,
  policy: Pick<Policy, 'hold' | 'story'>,
): readonly ClosingHold[] => {
  const storyEnd_ms = storyEnd(story, policy);
  return [
    ...(caseFollows ? [{ cause: 'case', until_ms: now_ms + policy.hold.longest_s * 1000 } as const] : []),
    ...(storyEnd_ms > now_ms && story.some(({ positionsExist }) => positionsExist)
      ? [{ cause: 'story', until_ms: storyEnd_ms } as const]
      : []),
  ];
};

/** True for a hold that was set by hand, and is ended by hand: an automatic one ends by its own rule. */
export const isByHand = ({ cause }: Pick<Hold, 'cause'>): boolean => cause === 'supervisor' || cause === 'case';

/** A supervisor ends what was set by hand, and says why; an automatic hold stands until its rule ends it. */
export const releaseHold = (
  incident: Incident,
  { holdId, reason }: Extract<CommandBody, { readonly kind: 'hold.release' }>,
): Result<EntryBody, Refusal> => {
  const hold = incident.holds.get(holdId);
  if (hold === undefined) return err({ reason: 'unknown-hold' });
  if (!isByHand(hold)) return err({ reason: 'hold-automatic' });
  return ok({ kind: 'hold.ended', holdId, reason: 'released', releaseReason: reason });
};

/** True for a hold that keeps what a case may need: once that was exported, it ends before its time. */
const endsAfterExport = (hold: Pick<Hold, 'cause'>): boolean => !isByHand(hold) && hold.cause !== 'story';

/**
 * When a hold ends unless it is released before: at its own time, and one for a case some time after all of its story was exported with positions.
 * Not at once: the export is on record before its file has arrived, and must not destroy what the file was to hold.
 */
export const endOfHold = (
  hold: Pick<Hold, 'cause' | 'until_ms'>,
  exportedAt_ms: number | null,
  afterExport_s: number,
): number =>
  exportedAt_ms !== null && endsAfterExport(hold)
    ? Math.min(hold.until_ms, exportedAt_ms + afterExport_s * 1000)
    : hold.until_ms;

/** Holds of an incident that end now: those whose time is over, and the automatic ones whose story was exported long enough ago. */
export const endedHolds = (
  { holds }: Pick<Incident, 'holds'>,
  exportedAt_ms: number | null,
  now_ms: number,
  { hold: { afterExport_s } }: Pick<Policy, 'hold'>,
): readonly EntryBody[] =>
  [...holds.values()].flatMap((hold): readonly EntryBody[] =>
    endOfHold(hold, exportedAt_ms, afterExport_s) > now_ms
      ? []
      : [{ kind: 'hold.ended', holdId: hold.id, reason: hold.until_ms <= now_ms ? 'expired' : 'exported' }],
  );
