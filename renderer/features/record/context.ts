import type { IncidentId } from '../../../shared/domain/ids.ts';
import { useWords } from '../../lib/words.ts';
import { useRecord } from '../../stores/record.ts';
import { useDirectory } from '../../stores/session.ts';
import type { RecordContext } from './words.ts';

/** What the words of one incident's record depend on, from the stores. */
export const useRecordContext = (incidentId: IncidentId): RecordContext => {
  const words = useWords();
  const index = useDirectory();
  const incident = useRecord((state) => state.world.incidents.get(incidentId));
  return {
    words,
    index,
    order: incident === undefined ? null : (index.orderById.get(incident.orderId)?.order ?? null),
    alertOf: (id) => incident?.alerts.get(id)?.state ?? null,
  };
};
