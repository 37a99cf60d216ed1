import type { Reason } from './desk.ts';
import { spansOf } from './desk.ts';
import type { DeskWitness } from './desk.ts';

/** Something that was broken, and how soon every desk must say so. */
export type ToBeSaid = {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly reason: Reason;
  readonly within_ms: number;
};

/** What must be said is said on every desk that hears the server: none looks calm for longer than it takes to find out, a restart included. */
export const judgeSaid = (desks: readonly DeskWitness[], all: readonly ToBeSaid[]): readonly string[] =>
  all.flatMap(({ from_ms, to_ms, reason, within_ms }) =>
    desks.flatMap((desk) =>
      // A desk that says something else may not hear the server at all.
      spansOf(desk, from_ms, to_ms).some((span) => span.reasons.size === 0 && span.to_ms - span.from_ms > within_ms)
        ? [`said: ${desk.name} did not say "${reason}" of what was broken from ${(from_ms / 1000).toFixed(1)} s on`]
        : [],
    ),
  );
