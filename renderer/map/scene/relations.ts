import type { RelationPresence } from '../../../shared/protocol/presence.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';
import type { PersonSymbol, RelationSymbol } from './types.ts';

/** Lines to draw: relations whose two people are both on the map. The others stay figures in the panel. */
export const relationSymbols = (
  relations: readonly RelationPresence[],
  people: readonly PersonSymbol[],
  index: DirectoryIndex,
  age_s: number,
): readonly RelationSymbol[] => {
  const byId = new Map(people.map((person) => [person.personId, person]));
  const byHandle = new Map(people.map((person) => [person.handle, person]));
  const symbols: RelationSymbol[] = [];
  for (const relation of relations) {
    const order = index.orderByHandle.get(relation.order);
    const offender = order === undefined ? undefined : byId.get(order.offender);
    const victim = byHandle.get(relation.victim);
    if (offender === undefined || victim === undefined) continue;
    symbols.push({
      key: `${relation.order}-${relation.victim}`,
      offender,
      victim,
      relation,
      age_s,
      inFocus: offender.inFocus && victim.inFocus,
    });
  }
  return symbols;
};
