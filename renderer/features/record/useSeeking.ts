import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** How far a key steps through the lines. */
const STEPS: Readonly<Partial<Record<string, -1 | 1>>> = { ArrowUp: -1, ArrowDown: 1 };

type Seeking = {
  /** A line was clicked on, by its key. */
  readonly pick: (line: string) => void;
  readonly step: (by: -1 | 1) => void;
};

/** The line a click is meant for; null where it is a button's, or ends the marking of words. */
const lineClicked = ({ target }: MouseEvent): string | null => {
  if (!(target instanceof Element) || target.closest('button') !== null) return null;
  if (document.getSelection()?.isCollapsed === false) return null;
  return target.closest<HTMLElement>('[data-line]')?.dataset['line'] ?? null;
};

/** Hears clicks on lines, and the arrow keys, in a box of lines beside a replay. */
export const useSeeking = (box: RefObject<HTMLElement | null>, enabled: boolean, on: Seeking): void => {
  const latest = useRef(on);
  useEffect(() => {
    latest.current = on;
  });
  useEffect(() => {
    const { current } = box;
    if (!enabled || current === null) return undefined;
    const onClick = (event: MouseEvent): void => {
      const line = lineClicked(event);
      if (line !== null) latest.current.pick(line);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const by = STEPS[event.key];
      if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      latest.current.step(by);
    };
    current.addEventListener('click', onClick);
    current.addEventListener('keydown', onKeyDown);
    return () => {
      current.removeEventListener('click', onClick);
      current.removeEventListener('keydown', onKeyDown);
    };
  }, [box, enabled]);
};
