import { describe, expect, it } from 'vitest';
import {
  REACTION_MS,
  SETTLE_MS,
  hasJustMoved,
  stepShownOrder,
  takeDueOrder,
} from '../../../../renderer/lib/shownOrder.ts';
import type { DueOrder, ShownOrder } from '../../../../renderer/lib/shownOrder.ts';

const due = (ids: string, now_ms: number, part: Partial<DueOrder<string>> = {}): DueOrder<string> => ({
  basis: 'rank',
  ids: [...ids],
  isHeld: false,
  now_ms,
  ...part,
});
/** The list after each of these moments, in a row. */
const after = (...dues: readonly DueOrder<string>[]): ShownOrder<string> => {
  const last = dues.reduce<ShownOrder<string> | null>(stepShownOrder, null);
  if (last === null) throw new Error('no moment was given');
  return last;
};
const lines = (shown: ShownOrder<string>): string => shown.ids.join('');

describe('L10: the order on the screen', () => {
  it('holds still for as long as a change is marked, then settles', () => {
    const marked = after(due('ab', 0), due('ba', 1000), due('ba', SETTLE_MS));
    expect([lines(marked), marked.differsSince_ms]).toEqual(['ab', 1000]);
    const settled = stepShownOrder(marked, due('ba', 1000 + SETTLE_MS));
    expect([lines(settled), settled.differsSince_ms]).toEqual(['ba', null]);
  });

  it('does not settle while somebody looks, however long', () => {
    const held = { isHeld: true };
    const shown = after(due('ab', 0, held), due('ba', 1000, held), due('ba', 10 * SETTLE_MS, held));
    expect(lines(shown)).toBe('ab');
    expect(lines(stepShownOrder(shown, due('ba', 10 * SETTLE_MS + 1)))).toBe('ba');
  });

  it('forgets a change that has gone back', () => {
    const shown = after(due('ab', 0), due('ba', 1000), due('ab', 5000), due('ba', SETTLE_MS + 2000));
    expect([lines(shown), shown.differsSince_ms]).toEqual(['ab', SETTLE_MS + 2000]);
  });

  it('takes newcomers in at the end and lets nobody go until it settles', () => {
    const shown = after(due('ab', 0), due('cb', 1000), due('cbd', 2000));
    expect(lines(shown)).toBe('abcd');
    expect(lines(stepShownOrder(shown, due('cbd', 1000 + SETTLE_MS)))).toBe('cbd');
  });

  it('shows a ranking as soon as there is one, unless somebody points at the list', () => {
    const byName = due('ab', 0, { basis: 'name' });
    expect(after(byName, due('ba', 1000))).toMatchObject({ basis: 'rank', ids: ['b', 'a'] });
    const held = after(byName, due('ba', 1000, { isHeld: true }));
    expect(held).toMatchObject({ basis: 'name', ids: ['a', 'b'], differsSince_ms: 1000 });
    expect(stepShownOrder(held, due('ba', 2000))).toMatchObject({ basis: 'rank', ids: ['b', 'a'] });
  });

  it('drops a ranking that is no longer open at once, even under the pointer', () => {
    const shown = after(due('ba', 0), due('ab', 1000, { basis: 'name', isHeld: true }));
    expect(shown).toMatchObject({ basis: 'name', ids: ['a', 'b'], movedAt_ms: 1000 });
  });

  it('says for a moment that lines have changed places', () => {
    const shown = after(due('ab', 0), due('ba', 1000), due('ba', 1000 + SETTLE_MS));
    expect(hasJustMoved(shown, 1000 + SETTLE_MS)).toBe(true);
    expect(hasJustMoved(shown, 1000 + SETTLE_MS + REACTION_MS)).toBe(false);
    expect(hasJustMoved(after(due('ab', 0)), 0)).toBe(false);
  });

  it('takes the order that is due when asked to, and is then not startled by it', () => {
    const taken = takeDueOrder(due('ba', 5000));
    expect([lines(taken), hasJustMoved(taken, 5000)]).toEqual(['ba', false]);
  });

  it('is the same value while nothing changes, so that a page is not drawn again for it', () => {
    const shown = after(due('ab', 0), due('ba', 1000));
    expect(stepShownOrder(shown, due('ba', 2000))).toBe(shown);
    expect(stepShownOrder(after(due('ab', 0)), due('ab', 900)).ids).toEqual(['a', 'b']);
  });
});
