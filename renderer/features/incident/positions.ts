import { opensBoth, opensOffender } from '../../../shared/domain/alerts.ts';
import type { LeasePurpose } from '../../../shared/domain/incidents/entries.ts';
import type { OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { LeaseOpened } from '../../../shared/protocol/messages.ts';
import type { Register } from '../../lib/orderPeople.ts';

/** Who may see where the people are, or why nobody may. */
export type PositionAccess =
  | {
      readonly kind: 'open';
      readonly purpose: LeasePurpose;
      readonly subjects: readonly PersonId[];
      readonly holders: readonly OperatorId[];
      readonly left_s: number;
    }
  | { readonly kind: 'none'; readonly why: 'tier' | 'cleared' | 'not-held' | 'resolved' | 'deleted' };

const whyNone = (incident: Incident): 'tier' | 'cleared' | 'not-held' | 'resolved' | 'deleted' => {
  if (!incident.positionsExist) return 'deleted'; // a hold keeps those of a closed incident for a time
  if (!isRunning(incident)) return 'resolved';
  const running = [...incident.alerts.values()].filter((alert) => alert.clearedAt_ms === null);
  if (running.length === 0) return 'cleared';
  return running.some(({ state }) => opensBoth(state) || opensOffender(state)) ? 'not-held' : 'tier';
};

/** State of the leases this console holds for an incident: the one that opens most people, then the one that lasts longest. */
export const positionAccess = (incident: Incident, leases: readonly LeaseOpened[], now_ms: number): PositionAccess => {
  const best = leases
    .map(({ lease }) => lease)
    .filter((lease) => lease.incidentId === incident.id && lease.expiresAt_ms > now_ms)
    .sort((a, b) => b.subjects.length - a.subjects.length || b.expiresAt_ms - a.expiresAt_ms)[0];
  if (best === undefined) return { kind: 'none', why: whyNone(incident) };
  const { purpose, subjects, holders, expiresAt_ms } = best;
  return { kind: 'open', purpose, subjects, holders, left_s: (expiresAt_ms - now_ms) / 1000 };
};

/** Whom live leases of the incident open: advice is about the victim, and about the offender only where both are open. */
export type Sees = { readonly victim: boolean; readonly offender: boolean };

export const seesOf = (
  incident: Incident,
  leases: readonly LeaseOpened[],
  register: Pick<Register, 'personById'>,
  now_ms: number,
): Sees => {
  const roles = leases
    .map(({ lease }) => lease)
    .filter((lease) => lease.incidentId === incident.id && lease.purpose !== 'review' && lease.expiresAt_ms > now_ms)
    .flatMap((lease) => lease.subjects.map((id) => register.personById.get(id)?.person.role));
  return { victim: roles.includes('victim'), offender: roles.includes('offender') };
};

/** Break-glass is for a running alert whose people are not all open already. */
export const mayBreakGlass = (incident: Incident, access: PositionAccess): boolean => {
  const running = [...incident.alerts.values()].some((alert) => alert.clearedAt_ms === null);
  return isRunning(incident) && running && (access.kind === 'none' || access.subjects.length < 2);
};
