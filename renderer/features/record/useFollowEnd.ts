import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Scrolled this close to the end counts as being there. */
const NEAR_END_PX = 48;

type FollowEnd = {
  /** For the box that scrolls, and the list in it that grows. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLOListElement | null>;
  readonly onScroll: () => void;
};

const toEnd = (box: HTMLElement | null, following: boolean): void => {
  if (box !== null && following) box.scrollTop = box.scrollHeight;
};

/** Newest last: keeps a box at its end, unless the operator has scrolled up to read. `mark` changes with every new line. */
export const useFollowEnd = (mark: string): FollowEnd => {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const following = useRef(true);
  useEffect(() => toEnd(box.current, following.current), [mark]);
  useEffect(() => {
    // Lines get their height when they are laid out, which is after the effect above.
    const observer = new ResizeObserver(() => toEnd(box.current, following.current));
    if (list.current !== null) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    const { current } = box;
    if (current !== null)
      following.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END_PX;
  };
  return { box, list, onScroll };
};
