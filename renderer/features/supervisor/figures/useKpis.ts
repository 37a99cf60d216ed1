import { useMemo } from 'react';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import { incidentKpis } from '../../../../shared/domain/kpi/kpis.ts';
import type { Kpis } from '../../../../shared/domain/kpi/kpis.ts';
import { useRecordedOf } from '../../../stores/record.ts';
import { useDirectory, useSession } from '../../../stores/session.ts';

/** What an incident is judged by; null where its order is not known, since the order says what its tiers are. */
export const useKpis = (incident: Incident): Kpis | null => {
  const entries = useRecordedOf(incident.id);
  const limits = useDirectory().orderById.get(incident.orderId)?.order.limits ?? null;
  const longestGap_s = useSession((state) => state.directory?.policy.track.maxLeg_s ?? null);
  return useMemo(
    () => (limits === null || longestGap_s === null ? null : incidentKpis(incident, entries, limits, longestGap_s)),
    [incident, entries, limits, longestGap_s],
  );
};
