import type { Page } from 'playwright-core';
import { z } from 'zod';

const Painted = z.array(z.tuple([z.string(), z.number()]));

/**
 * Runs in the page before its own scripts: notes when each row with `data-incident` was first painted. Two animation frames after
 * it was put into the document: the first comes before the frame that shows it is painted, the second when that has been done.
 */
const WATCH = `(() => {
  const painted = (window.paintedIncidents = []);
  const seen = new Set();
  const note = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    requestAnimationFrame(() => requestAnimationFrame((now) => painted.push([id, performance.timeOrigin + performance.now()])));
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

/** Watches a page from its next document on. */
export const watchPaint = (page: Page): Promise<void> => page.addInitScript(WATCH).then(() => undefined);

/** @returns when each row was painted, ms since 1970 to a fraction of a millisecond, by its id. */
export const paintedIn = async (page: Page): Promise<ReadonlyMap<string, number>> =>
  new Map(Painted.parse(await page.evaluate('window.paintedIncidents')));
