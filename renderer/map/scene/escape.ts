import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { EscapeOption } from '../../../shared/protocol/messages.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';
import type { EscapeSymbol, PersonSymbol } from './types.ts';

/** The way to safety to draw, where the victim it is for is on the map. */
export const escapeSymbols = (
  escape: EscapeOption | null,
  people: readonly PersonSymbol[],
  index: DirectoryIndex,
  selected: IncidentId | null,
): readonly EscapeSymbol[] => {
  const place = escape === null ? undefined : index.placeById.get(escape.placeId);
  const victim = people.some((person) => person.role === 'victim' && person.incidentId === selected);
  return escape === null || place === undefined || !victim
    ? []
    : [{ key: escape.placeId, place, route: escape.route, walk_s: escape.victim_s }];
};
