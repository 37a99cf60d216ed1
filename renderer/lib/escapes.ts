import type { PlaceId } from '../../shared/domain/ids.ts';
import type { EscapeOption } from '../../shared/protocol/messages.ts';

/** Places listed at a time. */
export const ESCAPES_SHOWN = 3;

/** What the operator asked for among the ways to safety. */
export type EscapeChoice = { readonly chosen: PlaceId | null; readonly previewed: PlaceId | null };

/** The way on the map: the one pointed at, else the chosen one, else the best; one that is no longer advised gives way to the next. */
export const escapeOnMap = (escapes: readonly EscapeOption[], choice: EscapeChoice): EscapeOption | null => {
  const of = (id: PlaceId | null): EscapeOption | undefined =>
    id === null ? undefined : escapes.find(({ placeId }) => placeId === id);
  return of(choice.previewed) ?? of(choice.chosen) ?? escapes[0] ?? null;
};

/** The best places; the chosen one keeps the last line when it has fallen behind them. */
export const escapesListed = (escapes: readonly EscapeOption[], chosen: PlaceId | null): readonly EscapeOption[] => {
  const best = escapes.slice(0, ESCAPES_SHOWN);
  const fallen = escapes.slice(ESCAPES_SHOWN).find(({ placeId }) => placeId === chosen);
  return fallen === undefined ? best : [...best.slice(0, -1), fallen];
};
