/**
 * Stands in for what a browser lays out and jsdom does not, in every unit test that has a document: there nothing has a size that could
 * change, or a place to scroll to.
 */
class NothingResizes {
  observe = (): void => undefined;
  unobserve = (): void => undefined;
  disconnect = (): void => undefined;
}

if (typeof Element !== 'undefined') {
  globalThis.ResizeObserver ??= NothingResizes;
  if (!('scrollIntoView' in Element.prototype)) Object.assign(Element.prototype, { scrollIntoView: () => undefined });
}
