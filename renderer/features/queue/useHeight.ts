import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Height of an element, pixels; 0 until it is laid out. */
export const useHeight = (ref: RefObject<HTMLElement | null>): number => {
  const [height_px, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setHeight(element.clientHeight);
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, [ref]);
  return height_px;
};
