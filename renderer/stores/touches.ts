import type { ConsoleApi } from '../../shared/api/contract.ts';
import { elapsed_ms } from '../lib/pageClock.ts';

/** Far below the time after which an untouched console locks, and seldom enough to cost nothing. */
const TELL_EVERY_MS = 10_000;

const TOUCHES = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

/** Tells the console process that somebody is at this page, at most once in ten seconds. Returns what stops it. */
export const tellOfTouches = (api: Pick<ConsoleApi, 'call'>, page: EventTarget, now = elapsed_ms): (() => void) => {
  let told_ms = -Infinity;
  const touched = (): void => {
    if (now() - told_ms < TELL_EVERY_MS) return;
    told_ms = now();
    void api.call('touched', null).catch(() => undefined); // the next touch tells again
  };
  for (const touch of TOUCHES) page.addEventListener(touch, touched, { capture: true, passive: true });
  return () => {
    for (const touch of TOUCHES) page.removeEventListener(touch, touched, { capture: true });
  };
};
