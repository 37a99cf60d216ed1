import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** The operator's mark is faint on purpose, so that it hides nothing of the map: a trace for a camera, not text to read (WCAG 1.4.3, incidental). */
const EXCLUDED = ['[data-operator-mark]'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Holds the page as it stands against WCAG 2.2 AA, and names every element that fails. In forced colours the contrast is the reader's own
 * choice, and what the page would have drawn is not what they see.
 */
export const expectAccessible = async (page: Page, colours: 'own' | 'forced' = 'own'): Promise<void> => {
  // Run in the page's own world by the debugger's evaluation: the page's CSP stays as it is.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const context = JSON.stringify({ exclude: EXCLUDED });
  const options = JSON.stringify({
    runOnly: RULES,
    rules: { 'color-contrast': { enabled: colours === 'own' } },
  });
  const { violations }: AxeResults = await page.evaluate(`axe.run(${context}, ${options})`);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
};
