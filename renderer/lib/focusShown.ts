import { useEffect, useRef } from 'react';
import type { FocusEvent } from 'react';

/**
 * Handlers of a line that tells when the keyboard's focus comes to it or leaves it. A click leaves the focus behind and is not told; a line that
 * goes while it has the focus is: the browser sends no blur for it, and whatever is held for its reader would be held for ever.
 */
export const useFocusShown = (tell: (isHere: boolean) => void) => {
  const told = useRef<((isHere: boolean) => void) | null>(null);
  useEffect(() => () => told.current?.(false), []);
  const say = (isHere: boolean): void => {
    told.current = isHere ? tell : null;
    tell(isHere);
  };
  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>): void => say(target.matches(':focus-visible')),
    onBlur: (): void => say(false),
  };
};
