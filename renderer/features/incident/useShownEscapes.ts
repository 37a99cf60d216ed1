import { useState } from 'react';
import type { PlaceId } from '../../../shared/domain/ids.ts';
import type { EscapeOption } from '../../../shared/protocol/messages.ts';
import { ESCAPES_SHOWN, escapesListed } from '../../lib/escapes.ts';
import { hasJustMoved, stepShownOrder, takeDueOrder } from '../../lib/shownOrder.ts';
import type { ShownOrder } from '../../lib/shownOrder.ts';

/** One line of the list; `dueAt` is the place it would have now, where that is another one. */
type ShownEscape = { readonly escape: EscapeOption; readonly dueAt: number | null };

/** The safe places in the order that stands on the screen. */
type ShownEscapes = {
  readonly rows: readonly ShownEscape[];
  readonly differs: boolean;
  /** Lines have just changed places: a click meant what stood there before. */
  readonly justMoved: boolean;
  readonly takeDue: () => void;
};

/**
 * The lines to show of an order that holds still: what is no longer advised leaves at once, and a newcomer takes only a line that is free, so
 * that the list keeps its height and nothing below it moves.
 */
const escapeRows = (
  shown: readonly PlaceId[],
  due: readonly PlaceId[],
  escapes: readonly EscapeOption[],
): readonly ShownEscape[] =>
  shown
    .flatMap((id) => escapes.find(({ placeId }) => placeId === id) ?? [])
    .slice(0, ESCAPES_SHOWN)
    .map((escape, at) => {
      const now = due.indexOf(escape.placeId);
      return { escape, dueAt: now === -1 || now === at ? null : now + 1 };
    });

/** Keeps the order of the safe places of one incident as its reader sees it. `isHeld` while somebody looks at one of them. */
export const useShownEscapes = (given: {
  readonly escapes: readonly EscapeOption[];
  readonly chosen: PlaceId | null;
  readonly isHeld: boolean;
  readonly now_ms: number;
}): ShownEscapes => {
  const { escapes, isHeld, now_ms } = given;
  const [before, setShown] = useState<ShownOrder<PlaceId> | null>(null);
  const ids = escapesListed(escapes, given.chosen).map(({ placeId }) => placeId);
  const due = { basis: 'rank', ids, isHeld, now_ms } as const;
  const shown = stepShownOrder(before, due);
  // What is shown follows from what was: kept in the same picture, not in the next.
  if (shown !== before) setShown(shown);
  return {
    rows: escapeRows(shown.ids, ids, escapes),
    differs: shown.differsSince_ms !== null,
    justMoved: hasJustMoved(shown, now_ms),
    takeDue: () => setShown(takeDueOrder(due)),
  };
};
