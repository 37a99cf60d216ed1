import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect } from 'react';
import type { RefObject } from 'react';

/** Up to so many lines stand in the page whole: a screen reader and the browser's own search find all of them. */
const WHOLE = 200;
/** Lines kept above and below those in sight, so that a turn of the wheel or a press of Page Down meets no gap. */
const OVERSCAN = 30;
/** Height of a line before it was laid out: one of two rows. */
const LINE_PX = 46;

/** The lines of a long list that stand in the page, and the room the others take above and below. */
export type Window = {
  readonly from: number;
  readonly to: number;
  readonly above_px: number;
  readonly below_px: number;
  /** Brings a line into sight that may not stand in the page; one that does is left to its own. */
  readonly reveal: (index: number) => void;
};

/**
 * Which of `count` lines to draw. The list's first children must be those lines; each is measured where it lies, and told its place
 * among all, since a screen reader cannot count what is not there.
 */
export const useWindow = (
  count: number,
  keyOf: (index: number) => string,
  box: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  isFollowing: () => boolean,
): Window => {
  const long = count > WHOLE;
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is handed on: what is returned are plain figures
  const virtualizer = useVirtualizer({
    count,
    enabled: long,
    getScrollElement: () => box.current,
    getItemKey: keyOf,
    estimateSize: () => LINE_PX,
    overscan: OVERSCAN,
    // The end is where a record is opened.
    initialOffset: count * LINE_PX,
  });
  const items = virtualizer.getVirtualItems();
  useLayoutEffect(() => {
    if (!long || list.current === null) return;
    // A box that is kept at its end is not also set right for lines above it.
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = isFollowing() ? () => false : undefined;
    for (const [at, item] of items.entries()) {
      const line = list.current.children[at];
      if (line === undefined) continue;
      line.setAttribute('data-index', String(item.index));
      line.setAttribute('aria-posinset', String(item.index + 1));
      line.setAttribute('aria-setsize', String(count));
      virtualizer.measureElement(line);
    }
    virtualizer.measureElement(null); // lets go of lines that have left the page
  });
  const reveal = (index: number): void => {
    if (long && index >= 0) virtualizer.scrollToIndex(index, { align: 'center' });
  };
  const [first, last] = [items[0], items.at(-1)];
  if (!long || first === undefined || last === undefined)
    return { from: 0, to: long ? 0 : count, above_px: 0, below_px: 0, reveal };
  return {
    from: first.index,
    to: last.index + 1,
    above_px: first.start,
    below_px: virtualizer.getTotalSize() - last.end,
    reveal,
  };
};
