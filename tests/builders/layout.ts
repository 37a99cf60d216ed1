import { vi } from 'vitest';

/** Stands in for what a browser lays out and jsdom does not: there nothing has a size that could change, or a place to scroll to. */
export const stubLayout = (): void => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = (): void => undefined;
      unobserve = (): void => undefined;
      disconnect = (): void => undefined;
    },
  );
  Element.prototype.scrollIntoView = () => undefined;
};
