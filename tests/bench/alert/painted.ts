import type { Page } from 'playwright-core';

/**
 * Runs in the page before its own scripts: tells when each row with `data-incident` was first painted: when the animation frame begins that
 * follows the one which shows it. A row put into the document between two frames is shown by the next; one put in by a frame's own
 * callback, by that very frame.
 */
const WATCH = `(() => {
  const frame = window.requestAnimationFrame.bind(window);
  let isInFrame = false;
  const afterFrame = new MessageChannel();
  afterFrame.port1.onmessage = () => { isInFrame = false; };
  window.requestAnimationFrame = (callback) => frame((at) => {
    if (!isInFrame) {
      isInFrame = true;
      afterFrame.port2.postMessage(null);
    }
    callback(at);
  });
  const seen = new Set();
  const note = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    const painted = () => incidentPainted(id, performance.timeOrigin + performance.now());
    if (isInFrame) frame(painted);
    else frame(() => frame(painted));
  };
  const look = (node) => {
    if (!(node instanceof Element)) return;
    if (node.hasAttribute('data-incident')) note(node.getAttribute('data-incident'));
    for (const row of node.querySelectorAll('[data-incident]')) note(row.getAttribute('data-incident'));
  };
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(look))).observe(document, {
    childList: true,
    subtree: true,
  });
})();`;

/** When each row was painted, ms since 1970 to a fraction of a millisecond, by its id; grows while the page lives. */
export type Painted = ReadonlyMap<string, number>;

/** Watches a page from its next document on; `onPainted` hears of each row once. */
export const watchPaint = async (page: Page, onPainted: (id: string) => void): Promise<Painted> => {
  const painted = new Map<string, number>();
  await page.exposeFunction('incidentPainted', (id: string, at_ms: number) => {
    painted.set(id, at_ms);
    onPainted(id);
  });
  await page.addInitScript(WATCH);
  return painted;
};
