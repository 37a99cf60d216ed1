import type { IncidentId, UnitId } from '../../shared/domain/ids.ts';
import type { CommandBody } from '../../shared/domain/incidents/commands.ts';
import type { PendingCommand } from '../../shared/api/contract.ts';

/** True when a command of this kind for this incident or patrol is still on its way. */
export const isWaiting = (
  outbox: readonly PendingCommand[],
  kind: CommandBody['kind'],
  about: { readonly incidentId?: IncidentId; readonly unitId?: UnitId },
): boolean =>
  outbox.some(({ state, body }) => {
    if (state !== 'waiting' || body.kind !== kind) return false;
    if (about.incidentId !== undefined && (!('incidentId' in body) || body.incidentId !== about.incidentId))
      return false;
    return about.unitId === undefined || ('unitId' in body && body.unitId === about.unitId);
  });

/** Commands on their way that belong to an incident, oldest first. Steps of its patrols count. */
export const waitingFor = (
  outbox: readonly PendingCommand[],
  incidentId: IncidentId,
  units: readonly UnitId[],
): readonly PendingCommand[] =>
  outbox.filter(({ state, body }) => {
    if (state !== 'waiting') return false;
    return 'incidentId' in body ? body.incidentId === incidentId : units.includes(body.unitId);
  });
