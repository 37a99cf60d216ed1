import type { IncidentId, Seq } from '../../../shared/domain/ids.ts';
import { useWords } from '../../lib/words.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { useEntriesOf, useRecord } from '../../stores/record.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import type { RecordContext } from './words.ts';

/** Entries of an incident are in order, so the one of a number is found by halving. */
const entryAt = (entries: readonly Entry[], seq: Seq): Entry | null => {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.seq ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  const found = entries[low];
  return found?.seq === seq ? found : null;
};

/** What the words of one incident's record depend on, from the stores. */
export const useRecordContext = (incidentId: IncidentId): RecordContext => {
  const words = useWords();
  const index = useDirectory();
  const locale = useSession((state) => state.settings.locale);
  const entries = useEntriesOf(incidentId);
  const incident = useRecord((state) => state.world.incidents.get(incidentId));
  return {
    words,
    index,
    order: incident === undefined ? null : (index.orderById.get(incident.orderId)?.order ?? null),
    locale,
    entryOf: (seq) => entryAt(entries, seq),
    alertOf: (id) => incident?.alerts.get(id)?.state ?? null,
  };
};
