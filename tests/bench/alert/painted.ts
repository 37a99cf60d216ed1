import type { Page } from 'playwright-core';

/**
 * Runs in the page before its own scripts: tells when the first word of each incident came over the page's socket, when its row stood in the
 * document, and when the row was first painted: when the animation frame begins that follows the one
 * which shows it. A row put into the document between two frames is shown by the next; one put in by a frame's own
 * callback, by that very frame.
 */
const WATCH = `(() => {
  const now = () => performance.timeOrigin + performance.now();
  const arrived = new Map();
  const hear = ({ data }) => {
    if (typeof data !== 'string' || !data.includes('"incident.raised"')) return;
    const at_ms = now();
    for (const [, id] of data.matchAll(/"incidentId":"([^"]+)"/g)) if (!arrived.has(id)) arrived.set(id, at_ms);
  };
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', hear); // before the page's own
    }
  };
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
    const shown_ms = now();
    const painted = () => incidentPainted(id, { arrived_ms: arrived.get(id) ?? shown_ms, shown_ms, painted_ms: now() });
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

/** When a row came to the page, stood in its document and was painted, ms since 1970 to a fraction of a millisecond. */
export type Row = { readonly arrived_ms: number; readonly shown_ms: number; readonly painted_ms: number };

/** Rows by their id; grows while the page lives. */
export type Painted = ReadonlyMap<string, Row>;

/** Watches a page from its next document on; `onPainted` hears of each row once. */
export const watchPaint = async (page: Page, onPainted: (id: string) => void): Promise<Painted> => {
  const painted = new Map<string, Row>();
  await page.exposeFunction('incidentPainted', (id: string, row: Row) => {
    painted.set(id, row);
    onPainted(id);
  });
  await page.addInitScript(WATCH);
  return painted;
};
