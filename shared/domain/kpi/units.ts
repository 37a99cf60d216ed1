import type { UnitId } from '../ids.ts';
import type { Entry } from '../incidents/entries.ts';

/** One patrol's way through an incident, epoch ms; null for a step it did not reach. A patrol that comes twice has two. */
export type UnitTurn = {
  readonly unitId: UnitId;
  readonly assignedAt_ms: number;
  readonly enRouteAt_ms: number | null;
  readonly onSceneAt_ms: number | null;
  /** Clear, or released before it was. */
  readonly clearAt_ms: number | null;
};

const opened = (unitId: UnitId, assignedAt_ms: number): UnitTurn => ({
  unitId,
  assignedAt_ms,
  enRouteAt_ms: null,
  onSceneAt_ms: null,
  clearAt_ms: null,
});

const stepped = (turn: UnitTurn, { at_ms, body }: Entry): UnitTurn => {
  if (body.kind === 'unit.released') return { ...turn, clearAt_ms: at_ms };
  if (body.kind !== 'unit.status') return turn;
  switch (body.to) {
    case 'en-route':
      return { ...turn, enRouteAt_ms: turn.enRouteAt_ms ?? at_ms };
    case 'on-scene':
      return { ...turn, onSceneAt_ms: turn.onSceneAt_ms ?? at_ms };
    case 'clear':
    case 'available':
    case 'out-of-service':
      return { ...turn, clearAt_ms: at_ms };
    case 'dispatched':
      return turn;
  }
};

/** Turns of every patrol of one incident's entries, in the order they were assigned. */
export const unitTurns = (entries: readonly Entry[]): readonly UnitTurn[] => {
  const turns: UnitTurn[] = [];
  /** Where the running turn of a patrol stands in the list. */
  const running = new Map<UnitId, number>();
  for (const entry of entries) {
    const { body } = entry;
    if (body.kind === 'unit.assigned') {
      if (running.has(body.unitId)) continue; // assigned again while it is: the first moment counts
      running.set(body.unitId, turns.length);
      turns.push(opened(body.unitId, entry.at_ms));
    } else if (body.kind === 'unit.status' || body.kind === 'unit.released') {
      const at = running.get(body.unitId);
      const turn = at === undefined ? undefined : turns[at];
      if (at === undefined || turn === undefined) continue;
      const next = stepped(turn, entry);
      turns[at] = next;
      if (next.clearAt_ms !== null) running.delete(body.unitId);
    }
  }
  return turns;
};
