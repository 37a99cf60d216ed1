import { useState } from 'react';
import { hasSos } from '../../../shared/domain/incidents/urgency.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import { arrange, NO_ORDER } from './order.ts';
import type { OrderInput, QueueOrder } from './order.ts';

/** The order on the screen. It is worked out while drawing, so that no picture shows news and old places by halves. */
export const useQueueOrder = (
  running: readonly Incident[],
  world: World,
  rest: Pick<OrderInput, 'isStill' | 'needsLines'>,
): QueueOrder => {
  const [order, setOrder] = useState(NO_ORDER);
  const next = arrange(order, {
    ...rest,
    ranked: running.map((incident) => ({ id: incident.id, code: incident.code, hasSos: hasSos(incident) })),
    isKnown: (id) => world.incidents.has(id),
  });
  if (next !== order) setOrder(next);
  return next;
};

/** The value, or, while it is to stay as it is, the one before. */
export const useKept = <T>(value: T, isKept: boolean): T => {
  const [kept, setKept] = useState(value);
  if (isKept) return kept;
  if (kept !== value) setKept(value);
  return value;
};
