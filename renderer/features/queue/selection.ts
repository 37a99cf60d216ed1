import { useEffect } from 'react';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useShortcut } from '../../lib/keys.ts';
import { useRecord } from '../../stores/record.ts';
import { selectIncident, sessionStore, useSession } from '../../stores/session.ts';
import { neighbour } from './model.ts';

const ROW = (id: IncidentId): string => `[data-incident="${CSS.escape(id)}"]`;

/** ↑ and ↓ move through the queue. Where nothing (or something gone) is selected, the most urgent incident is. */
export const useQueueSelection = (ids: readonly IncidentId[]): void => {
  const selected = useSession((state) => state.selectedIncident);
  const known = useRecord((state) => selected !== null && state.world.incidents.has(selected));
  const first = ids[0] ?? null;
  useEffect(() => {
    if (!known && first !== selected) selectIncident(first);
  }, [known, first, selected]);
  const move = (step: 1 | -1): void => {
    const next = neighbour(ids, sessionStore.getState().selectedIncident, step);
    if (next === null) return;
    selectIncident(next);
    document.querySelector(ROW(next))?.scrollIntoView({ block: 'nearest' });
  };
  useShortcut('queueUp', () => move(-1));
  useShortcut('queueDown', () => move(1));
};
