import { type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect } from './fixtures.ts';

type Fault = { readonly what: string; readonly fault: 'sideways' | 'cut off' | 'covered' };

/** Everything that goes beyond the side of the page, and every control that cannot be brought whole into sight. */
const faultsOf = (page: Page): Promise<readonly Fault[]> =>
  page.evaluate(async () => {
    const faults: { readonly what: string; readonly fault: 'sideways' | 'cut off' | 'covered' }[] = [];
    const say = (element: Element, fault: 'sideways' | 'cut off' | 'covered'): void =>
      void faults.push({ what: `${element.outerHTML.slice(0, 140)} ${element.textContent.slice(0, 40)}`, fault });
    const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
    if (document.documentElement.scrollWidth > window.innerWidth) say(document.documentElement, 'sideways');
    // A table may be wider than its own box; the page and its panes may not.
    for (const pane of document.querySelectorAll('*'))
      if (scrolls(pane) && pane.scrollWidth > pane.clientWidth + 1 && pane.querySelector('table') === null)
        say(pane, 'sideways');
    // Behind a dialog nothing is to be reached.
    const within = document.querySelector('[role="dialog"]') ?? document;
    const controls = within.querySelectorAll('button, a[href], input, textarea, [role="radio"], [role="combobox"]');
    for (const control of controls) {
      if (!control.checkVisibility() || control.matches(':disabled, [href="#main"]')) continue;
      control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const { left, right, top, bottom } = control.getBoundingClientRect();
      if (left < 0 || right > window.innerWidth || top < 0 || bottom > window.innerHeight + 1) {
        // Taller than what is seen of it at once is no fault; beside it is.
        if (bottom - top <= window.innerHeight) say(control, 'cut off');
        continue;
      }
      const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (seen === null || !(control.contains(seen) || seen.contains(control))) say(control, 'covered');
    }
    return faults;
  });

/** Nothing goes beyond the page's side, every control can be reached, and all of it is accessible. Leaves a picture of that name. */
export const expectWhole = async (page: Page, what: string): Promise<void> => {
  await page.screenshot({ path: test.info().outputPath(`${what}.png`) });
  expect(await faultsOf(page), what).toEqual([]);
  await expectAccessible(page);
};
