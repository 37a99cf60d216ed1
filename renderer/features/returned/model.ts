import type { PendingCommand, StrandedCommand } from '../../../shared/api/contract.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { operatorName } from '../../lib/operatorName.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';

/** Commands that were not carried out and wait to be given again or discarded, oldest first. */
export const returnedOf = (outbox: readonly PendingCommand[]): readonly PendingCommand[] =>
  outbox.filter(({ state }) => state === 'returned');

/** The incident a command was given for; of a patrol's step the one it was meant for, where that is known. */
export const incidentOf = (body: CommandBody): IncidentId | null => {
  if (body.kind === 'unit.setStatus') return body.assignedTo ?? null;
  return 'incidentId' in body ? body.incidentId : null;
};

/** Offender and victim of an incident, by name; null for one that this screen does not hold. */
export const pairOf = (id: IncidentId | null, incidents: World['incidents'], index: DirectoryIndex): string | null => {
  const incident: Incident | undefined = id === null ? undefined : incidents.get(id);
  if (incident === undefined) return null;
  const { offender, victim } = peopleOf(incident, leadAlert(incident), index);
  return [offender, victim].flatMap((person) => person?.name ?? []).join(' → ');
};

/** What a command of one's own was about, beside its kind: a patrol, a place, or what was written. */
export const detailOf = (body: CommandBody, index: DirectoryIndex): string | null => {
  switch (body.kind) {
    case 'unit.assign':
    case 'unit.release':
    case 'unit.setStatus':
      return index.unitById.get(body.unitId)?.unit.callsign ?? null;
    case 'guidance.send':
      return body.message.type === 'text' ? body.message.text : null;
    case 'note.add':
    case 'entry.correct':
    case 'call.log':
      return body.text;
    case 'taking.explain':
    case 'hold.set':
    case 'hold.release':
    case 'incident.reopen':
    case 'lease.breakGlass':
    case 'lease.review':
      return body.reason;
    case 'incident.resolve':
      return body.cause;
    case 'incident.close':
      return body.review;
    case 'incident.acknowledge':
    case 'incident.shelve':
    case 'incident.unshelve':
    case 'incident.claim':
    case 'guidance.withdraw':
    case 'playbook.step':
    case 'lease.seen':
    case 'outage.acknowledge':
    case 'outage.step':
      return null;
  }
};

/** What somebody left behind at this console, gathered by who it was. */
export const strandedByOperator = (
  stranded: readonly StrandedCommand[],
  index: DirectoryIndex,
): readonly { readonly name: string; readonly commands: readonly StrandedCommand[] }[] =>
  [...new Set(stranded.map(({ operatorId }) => operatorId))].map((id) => ({
    name: operatorName(index, id),
    commands: stranded.filter(({ operatorId }) => operatorId === id),
  }));

/** Names one, so that it is not told again once it has been seen. */
export const keyOf = ({ operatorId, issuedAt_ms, kind }: StrandedCommand): string =>
  `${operatorId} ${issuedAt_ms} ${kind}`;
