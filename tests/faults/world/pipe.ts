import type { Program } from './machine.ts';
import type { Time } from './time.ts';

/**
 * How a console's way to the server is. `cut`: nothing connects, and what was connected breaks. `half-open`: nothing arrives, and neither end
 * is told. `slow`: everything arrives, in order, up to seconds late.
 */
export type Way = 'good' | 'slow' | 'half-open' | 'cut';

type End = 'console' | 'server';

/** One connection: what is sent arrives in order and without loss, until it breaks. */
export type Pipe = {
  readonly send: (to: End, deliver: () => void) => void;
  /** How much is on its way to an end. */
  readonly backlog: (to: End) => number;
  /** Breaks it, and each end that lives is told. */
  readonly cut: () => void;
  readonly onCut: (end: End, work: () => void) => void;
};

/** Whoever sends into nothing is told after so long, by a ping that is not answered. */
const GIVEN_UP_AFTER_MS = 45_000;
const TOLD_AFTER_MS = 5;

export const createPipe = (given: {
  readonly time: Time;
  readonly ends: { readonly [K in End]: Program };
  readonly way: () => Way;
  readonly delay_ms: () => number;
}): Pipe => {
  const { time, ends } = given;
  let isCut = false;
  /** The way may come back; a connection that has lost something does not. */
  let isLost = false;
  const free_ms = { console: 0, server: 0 };
  const underWay = { console: 0, server: 0 };
  const told: { readonly end: End; readonly work: () => void }[] = [];

  const cut = (): void => {
    if (isCut) return;
    isCut = true;
    for (const { end, work } of told) time.at(time.now_ms() + TOLD_AFTER_MS, () => ends[end].reach(work));
  };
  for (const end of ['console', 'server'] as const) ends[end].onKilled(() => (isLost ? undefined : cut()));

  return {
    send: (to, deliver) => {
      if (isCut || isLost) return;
      if (given.way() === 'half-open') {
        isLost = true;
        time.at(time.now_ms() + GIVEN_UP_AFTER_MS, cut);
        return;
      }
      free_ms[to] = Math.max(free_ms[to], time.now_ms() + given.delay_ms());
      underWay[to] += 1;
      time.at(free_ms[to], () => {
        underWay[to] -= 1;
        if (isCut || isLost) return;
        ends[to].reach(() => {
          if (!isCut) deliver();
        });
      });
    },
    backlog: (to) => underWay[to],
    cut,
    onCut: (end, work) => void told.push({ end, work }),
  };
};
