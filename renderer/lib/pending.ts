import type { GuidanceId, IncidentId, UnitId } from '../../shared/domain/ids.ts';
import type { CommandBody } from '../../shared/domain/incidents/commands.ts';
import type { Incident } from '../../shared/domain/incidents/state.ts';
import type { PendingCommand } from '../../shared/api/contract.ts';

/** True when a command of this kind for this incident or patrol is still on its way. */
export const isWaiting = (
  outbox: readonly PendingCommand[],
  kind: CommandBody['kind'],
  about: { readonly incidentId?: IncidentId; readonly unitId?: UnitId; readonly guidanceId?: GuidanceId },
): boolean =>
  outbox.some(({ state, body }) => {
    if (state !== 'waiting' || body.kind !== kind) return false;
    if (about.incidentId !== undefined && (!('incidentId' in body) || body.incidentId !== about.incidentId))
      return false;
    if (about.guidanceId !== undefined && (!('guidanceId' in body) || body.guidanceId !== about.guidanceId))
      return false;
    return about.unitId === undefined || ('unitId' in body && body.unitId === about.unitId);
  });

/** True when an acknowledgement of all that has sounded is still on its way; one of less leaves something to acknowledge. */
export const isAcknowledging = (
  outbox: readonly PendingCommand[],
  { id, soundings }: Pick<Incident, 'id' | 'soundings'>,
): boolean =>
  outbox.some(
    ({ state, body }) =>
      state === 'waiting' &&
      body.kind === 'incident.acknowledge' &&
      body.incidentId === id &&
      (body.sounding ?? soundings) >= soundings,
  );

/** Commands on their way that belong to an incident, oldest first. Steps of its patrols count. */
export const waitingFor = (
  outbox: readonly PendingCommand[],
  incidentId: IncidentId,
  units: readonly UnitId[],
): readonly PendingCommand[] =>
  outbox.filter(({ state, body }) => {
    if (state !== 'waiting') return false;
    if ('incidentId' in body) return body.incidentId === incidentId;
    return 'unitId' in body && units.includes(body.unitId);
  });
