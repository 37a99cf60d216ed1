import { useState } from 'react';
import { REACTION_MS } from './shownOrder.ts';

/**
 * True once what a key stands for has been on the screen for as long as it takes to see it: whoever presses earlier meant what it stood for
 * before. True at once for what was there first.
 */
export const useSteady = (meaning: string, now_ms: number): boolean => {
  const [shown, setShown] = useState<{ readonly meaning: string; readonly since_ms: number | null }>({
    meaning,
    since_ms: null,
  });
  const isSame = shown.meaning === meaning;
  if (!isSame) setShown({ meaning, since_ms: now_ms });
  return isSame && (shown.since_ms === null || now_ms - shown.since_ms >= REACTION_MS);
};
