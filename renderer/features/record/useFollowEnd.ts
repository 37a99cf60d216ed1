import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Scrolled this close to the end counts as being there. */
const NEAR_END_PX = 48;

/**
 * Newest last: keeps a scrolling box at its end, unless the operator has scrolled up to read. `marks` are what a new line changes.
 * Returns what the box calls when it is scrolled.
 */
export const useFollowEnd = (
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  marks: readonly unknown[],
): (() => void) => {
  const following = useRef(true);
  const toEnd = useCallback((): void => {
    if (box.current !== null && following.current) box.current.scrollTop = box.current.scrollHeight;
  }, [box]);
  // oxlint-disable-next-line react/exhaustive-deps -- the marks are the caller's, of a fixed number
  useEffect(toEnd, [toEnd, ...marks]);
  useEffect(() => {
    // Lines get their height when they are laid out, which is after the effect above.
    const observer = new ResizeObserver(toEnd);
    if (content.current !== null) observer.observe(content.current);
    return () => observer.disconnect();
  }, [content, toEnd]);
  return () => {
    const { current } = box;
    if (current !== null)
      following.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END_PX;
  };
};
