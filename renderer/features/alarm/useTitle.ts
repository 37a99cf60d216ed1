import { useEffect } from 'react';
import { useNow } from '../../stores/clock.ts';

const TITLE = '지킴 Jikim';

/** Alternates the window's title with the alarm's words once a second, so that a window in the background shows it. */
export const useTitle = (alarm: string | null): void => {
  const even = Math.floor(useNow() / 1000) % 2 === 0;
  useEffect(() => {
    document.title = alarm !== null && even ? alarm : TITLE;
    return () => {
      document.title = TITLE;
    };
  }, [alarm, even]);
};
