import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { useSession } from '../../stores/session.ts';
import { holderOf } from './model.ts';
import type { Holder } from './model.ts';

/** Who has the incident, as the operator at this console sees it. */
export const useHolder = (incident: Incident): Holder => {
  const me = useSession((state) => state.session?.operator.id ?? null);
  const desks = useSession((state) => state.desks);
  return holderOf(incident, me, desks);
};
