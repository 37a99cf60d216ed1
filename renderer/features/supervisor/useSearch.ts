import { useCallback, useMemo } from 'react';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useRecord } from '../../stores/record.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { createSearchIndex, holdsAll, searchWords } from './search.ts';

/** Says of an incident whether it holds all of what is searched for. Nothing is read while nothing is. */
export const useSearch = (search: string): ((id: IncidentId) => boolean) => {
  const index = useDirectory();
  const led = useSession((state) => state.led);
  const world = useRecord((state) => state.recorded.world);
  const byIncident = useRecord((state) => state.recorded.byIncident);
  const texts = useMemo(() => createSearchIndex({ index, led }), [index, led]);
  const words = useMemo(() => searchWords(search), [search]);
  return useCallback(
    (id) => {
      if (words.length === 0) return true;
      const incident = world.incidents.get(id);
      return incident !== undefined && holdsAll(texts.textOf(incident, byIncident.get(id) ?? []), words);
    },
    [words, world, byIncident, texts],
  );
};
