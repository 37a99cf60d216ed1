import { useState } from 'react';
import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import type { Advice } from '../../../shared/protocol/messages.ts';
import type { Register } from '../../lib/orderPeople.ts';
import { hasJustMoved, stepShownOrder, takeDueOrder } from '../../lib/shownOrder.ts';
import type { Basis, ShownOrder } from '../../lib/shownOrder.ts';
import { dueOrder, patrolRows, recommendedUnit } from './patrols.ts';
import type { PatrolRow } from './patrols.ts';

/** Where somebody can look at a patrol before it is sent: pointing at the list or the large button, or going through the list by Tab. */
type Holder = 'list' | 'focus' | 'action';

/** The patrols to choose from, in the order that stands on the screen. */
export type ShownPatrols = {
  readonly rows: readonly PatrolRow[];
  /** Null where nobody knows who is nearer. */
  readonly recommended: PatrolRow | null;
  readonly basis: Basis;
  /** Another order is due and marked. */
  readonly differs: boolean;
  /** Lines have just changed places: a key or a click meant what stood there before. */
  readonly justMoved: boolean;
  /** Somebody begins or ceases to look; while anybody does, the lines keep their places. */
  readonly holding: (holder: Holder, holds: boolean) => void;
  /** Takes the order that is due. */
  readonly takeDue: () => void;
};

type Known = {
  readonly incident: Pick<Incident, 'id'>;
  readonly world: World;
  readonly index: Register;
  readonly advice: Advice | null;
  /** Server time, epoch ms. */
  readonly now_ms: number;
};

/** Keeps the order of the patrols of one incident as its reader sees it. For a component that lives as long as the incident is shown. */
export const useShownPatrols = ({ incident, world, index, advice, now_ms }: Known): ShownPatrols => {
  const [before, setShown] = useState<ShownOrder<UnitId> | null>(null);
  const [holders, setHolders] = useState<readonly Holder[]>([]);
  const { basis, ids } = dueOrder(incident.id, world, index, advice);
  const due = { basis, ids, isHeld: holders.length > 0, now_ms };
  const shown = stepShownOrder(before, due);
  // What is shown follows from what was: kept in the same picture, not in the next.
  if (shown !== before) setShown(shown);
  const rows = patrolRows(shown, ids, incident.id, world, index, advice);
  return {
    rows,
    recommended: shown.basis === 'rank' ? recommendedUnit(rows) : null,
    basis: shown.basis,
    differs: shown.differsSince_ms !== null,
    justMoved: hasJustMoved(shown, now_ms),
    holding: (holder, holds) =>
      setHolders((all) => {
        const others = all.filter((other) => other !== holder);
        return holds ? [...others, holder] : others;
      }),
    takeDue: () => setShown(takeDueOrder(due)),
  };
};
