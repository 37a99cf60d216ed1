import { useLayoutEffect, useRef, useState } from 'react';

/** Height of an element, pixels; 0 until it is laid out. */
export const useHeight = () => {
  const ref = useRef<HTMLDivElement>(null);
  const [height_px, setHeight] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setHeight(element.clientHeight);
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  return { ref, height_px };
};
