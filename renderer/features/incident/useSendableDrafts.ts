import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { useServerNow } from '../../stores/clock.ts';
import { usePresence } from '../../stores/presence.ts';
import { useDirectory, useSession } from '../../stores/session.ts';
import { positionAccess } from './positions.ts';
import { isSendable } from './sendable.ts';

/** Whether this operator has begun to write something at an incident that could be sent as it stands now. */
export const useSendableDrafts = (incident: Incident): boolean => {
  const drafts = useSession((state) => state.drafts.get(incident.id));
  const me = useSession((state) => state.session?.operator.id ?? null);
  const leases = usePresence((state) => state.leases);
  const index = useDirectory();
  const now_ms = useServerNow();
  if (drafts === undefined) return false;
  const victims = index.orderById.get(incident.orderId)?.order.victims ?? [];
  const asked = { me, victims, access: positionAccess(incident, leases, now_ms) };
  return [...drafts.keys()].some((part) => isSendable(part, incident, asked));
};
