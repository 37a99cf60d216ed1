import { useCallback, useEffect, useRef } from 'react';
import type { FocusEvent, RefCallback } from 'react';

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

/**
 * Ref of an element that tells when a pointer comes to it or leaves it, and that it has left where the element itself goes. It asks the browser:
 * React takes a dialog for a part of whatever opened it, and would tell neither that the pointer went to the dialog nor, once that is closed,
 * that it is gone.
 */
export const usePointerHere = (tell: (isHere: boolean) => void): RefCallback<HTMLElement> => {
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  return useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    let isHere = false;
    const say = (next: boolean): void => {
      if (next === isHere) return;
      isHere = next;
      latest.current(next);
    };
    const enter = (): void => say(true);
    const leave = (): void => say(false);
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
      leave();
    };
  }, []);
};
