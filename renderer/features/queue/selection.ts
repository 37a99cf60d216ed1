import { useEffect, useRef } from 'react';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useShortcut } from '../../lib/keys.ts';
import { useRecord } from '../../stores/record.ts';
import { selectIncident, sessionStore, useSession } from '../../stores/session.ts';
import { neighbour } from './model.ts';

const ROW = (id: IncidentId): string => `[data-incident="${CSS.escape(id)}"]`;

/**
 * ↑ and ↓ move through the queue as it stands on the screen. Where nothing (or something gone) is selected, the first incident is; not right
 * after a key, which may have been meant for what was there before.
 * @returns selects a row that was pressed: it is in sight, and must not move under the pointer.
 */
export const useQueueSelection = (ids: readonly IncidentId[], isKeyed: boolean): ((id: IncidentId) => void) => {
  const selected = useSession((state) => state.selectedIncident);
  const known = useRecord((state) => selected !== null && state.world.incidents.has(selected));
  const pressed = useRef<IncidentId | null>(null);
  const first = ids[0] ?? null;
  useEffect(() => {
    if (!known && first !== selected && (!isKeyed || first === null)) selectIncident(first);
  }, [known, first, selected, isKeyed]);
  useEffect(() => {
    if (selected !== null && pressed.current !== selected)
      document.querySelector(ROW(selected))?.scrollIntoView({ block: 'nearest' });
    pressed.current = null;
  }, [selected]);
  const move = (step: 1 | -1): void => {
    const next = neighbour(ids, sessionStore.getState().selectedIncident, step);
    if (next !== null) selectIncident(next);
  };
  useShortcut('queueUp', () => move(-1));
  useShortcut('queueDown', () => move(1));
  return (id) => {
    pressed.current = id;
    selectIncident(id);
  };
};
