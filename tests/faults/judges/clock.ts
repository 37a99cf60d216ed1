import type { Broken } from './calm.ts';
import { spansOf } from './desk.ts';
import type { DeskWitness } from './desk.ts';

/** The server has 5 s to say it, and a heartbeat and a wire to bring it to the desk. */
const SAID_WITHIN_MS = 6000;

/** A server whose clock is set says so on every desk that hears it. */
export const judgeClock = (desks: readonly DeskWitness[], steps: readonly Broken[]): readonly string[] =>
  steps.flatMap(({ from_ms, to_ms }) =>
    desks.flatMap((desk) =>
      spansOf(desk, from_ms + SAID_WITHIN_MS, to_ms).some(({ reasons }) => reasons.size === 0)
        ? [`clock: ${desk.name} did not say that the server's clock was set at ${(from_ms / 1000).toFixed(1)} s`]
        : [],
    ),
  );
