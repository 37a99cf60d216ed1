import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Scrolled this close to the end counts as being there. */
const NEAR_END_PX = 48;
/** Part of the box that Page Up and Page Down leave in sight. */
const KEPT = 0.1;

type FollowEnd = {
  /** For the box that scrolls, and the list in it that grows. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLOListElement | null>;
  /** True while the box is kept at its end. */
  readonly isFollowing: () => boolean;
  readonly onScroll: () => void;
};

const toEnd = (box: HTMLElement | null, following: boolean): void => {
  if (box !== null && following) box.scrollTop = box.scrollHeight;
};

/** Where a key takes the box, px from its top; null for a key that scrolls nothing. */
const targetOf = (key: string, box: HTMLElement): number | null => {
  switch (key) {
    case 'Home':
      return 0;
    case 'End':
      return box.scrollHeight;
    case 'PageUp':
      return box.scrollTop - box.clientHeight * (1 - KEPT);
    case 'PageDown':
      return box.scrollTop + box.clientHeight * (1 - KEPT);
    default:
      return null;
  }
};

/** At once, and not by the browser's gliding: that stops where lines above are measured and the box is set right. */
const onKeyDown = (event: KeyboardEvent): void => {
  const box = event.currentTarget;
  if (!(box instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
  const target_px = targetOf(event.key, box);
  if (target_px === null) return;
  event.preventDefault();
  box.scrollTop = target_px;
};

/** Newest last: keeps a box at its end, unless the operator has scrolled up to read. `mark` changes with every new line. */
export const useFollowEnd = (mark: string): FollowEnd => {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const following = useRef(true);
  const lastTop_px = useRef(0);
  useEffect(() => toEnd(box.current, following.current), [mark]);
  useEffect(() => {
    // Lines get their height when they are laid out, which is after the effect above.
    const observer = new ResizeObserver(() => toEnd(box.current, following.current));
    if (list.current !== null) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const { current } = box;
    current?.addEventListener('keydown', onKeyDown);
    return () => current?.removeEventListener('keydown', onKeyDown);
  }, []);
  const onScroll = (): void => {
    const { current } = box;
    if (current === null) return;
    const isNear = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END_PX;
    // Farther from the end without having gone up: the list has grown, and the box is about to follow.
    if (isNear) following.current = true;
    else if (current.scrollTop < lastTop_px.current) following.current = false;
    lastTop_px.current = current.scrollTop;
  };
  return { box, list, isFollowing: () => following.current, onScroll };
};
