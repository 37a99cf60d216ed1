import { useEffect } from 'react';
import { useNow } from '../../stores/clock.ts';
import { modeOf, useSession } from '../../stores/session.ts';
import { titleOf } from '../mode/index.ts';

/** Alternates the window's title with the alarm's words once a second, so that a window in the background shows it. */
export const useTitle = (alarm: string | null): void => {
  const plain = titleOf(useSession(modeOf));
  const even = Math.floor(useNow() / 1000) % 2 === 0;
  useEffect(() => {
    document.title = alarm !== null && even ? alarm : plain;
    return () => {
      document.title = plain;
    };
  }, [alarm, even, plain]);
};
