import type { DeskWitness, Reason } from './desk.ts';

/** When something was broken, and what a desk may say because of it. */
export type Broken = { readonly from_ms: number; readonly to_ms: number; readonly explains: readonly Reason[] };

/** How long what was broken may still be said after it works again: a link to be found, a session to be taken up, a record to be fetched. */
const RECOVERS_WITHIN_MS = 40_000;
const STARTS_WITHIN_MS = 15_000;
/** A reason that stands so shortly is a start that went its way, or one late heartbeat. */
const HARDLY_MS = 1200;

/** A desk that says that it cannot know has a reason: one that always says so would be heard by nobody. */
export const judgeCalm = (
  desks: readonly DeskWitness[],
  broken: readonly Broken[],
  end_ms: number,
): readonly string[] =>
  desks.flatMap(({ name, said }) =>
    said.flatMap(({ from_ms, reasons }, index) => {
      const to_ms = said[index + 1]?.from_ms ?? end_ms;
      if (to_ms - from_ms <= HARDLY_MS || from_ms < STARTS_WITHIN_MS) return [];
      return [...reasons].flatMap((reason) => {
        const isExplained = broken.some(
          (one) => one.explains.includes(reason) && one.from_ms <= from_ms && from_ms <= one.to_ms + RECOVERS_WITHIN_MS,
        );
        return isExplained
          ? []
          : [`calm: ${name} said "${reason}" at ${(from_ms / 1000).toFixed(1)} s, and nothing was broken`];
      });
    }),
  );
