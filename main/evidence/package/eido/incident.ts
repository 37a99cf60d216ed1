import type { EntryBody, Outcome } from '../../../../shared/domain/incidents/entries.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import { isRunning } from '../../../../shared/domain/incidents/state.ts';
import type { EvidenceData } from '../../../../shared/protocol/evidence.ts';
import { agentOf, agentsOf } from './agents.ts';
import { component, refTo } from './component.ts';
import type { Component, Ids, Reference } from './component.ts';
import { locationsOf } from './locations.ts';
import { personIdOf } from './people.ts';
import { entriesOfKind } from './response.ts';

const OUTCOME: Readonly<Record<Outcome, string>> = {
  'offender-arrested': 'Arrest',
  'offender-separated': 'Assistance Rendered',
  'no-contact-found': 'Unfounded',
  'false-alert': 'False Alarm',
  'technical-fault': 'False Alarm',
  other: 'Other',
};

type Disposition = Component & {
  readonly dispositionCommonRegistryCode: string;
  readonly dispositionPrimaryIndicator: boolean;
  readonly dispositionCategoryText: string;
  readonly dispositionDescriptionText?: string;
};

/** What made an alert a false one, by its key, and what was typed. */
const describedBy = ({
  falseCause,
  cause,
}: Extract<EntryBody, { readonly kind: 'incident.resolved' }>): Pick<Disposition, 'dispositionDescriptionText'> => {
  const said = [falseCause ?? null, cause].filter((part) => part !== null);
  return said.length === 0 ? {} : { dispositionDescriptionText: said.join(': ') };
};

/** One disposition for each time the incident was resolved; the last one counts. */
const dispositionsOf = ({ record }: EvidenceData, ids: Ids): readonly Disposition[] => {
  const resolved = entriesOfKind(record, 'incident.resolved');
  return resolved.map((entry, index) => ({
    ...component(ids, ids.of('disposition', entry.seq), entry.at_ms, agentOf(ids, entry.actor)),
    dispositionCommonRegistryCode: OUTCOME[entry.body.outcome],
    dispositionPrimaryIndicator: index === resolved.length - 1,
    dispositionCategoryText: entry.body.outcome,
    ...describedBy(entry.body),
  }));
};

type Described = Component & {
  readonly incidentTypeCommonRegistryText: string;
  readonly incidentTypeInternalText: string;
  readonly incidentStatusCommonRegistryText: readonly string[];
  readonly incidentStatusInternalText: readonly string[];
  readonly internalIncidentId: string;
  readonly documentIdentification: readonly string[];
  readonly incidentPriorityInternalText: string;
  readonly incidentCommonPriorityNumber: number;
  readonly agentReference: readonly Reference[];
  readonly personReference: readonly Reference[];
  readonly locationReference?: readonly Reference[];
  readonly dispositionComponent: readonly Disposition[];
};

/** The incident itself, as its entries say it stands. */
export const incidentOf = (data: EvidenceData, incident: Incident, ids: Ids): Described => {
  const { record, sealed } = data;
  const locations = locationsOf(sealed, ids, record.exportedAt_ms);
  return {
    ...component(
      ids,
      ids.of('incident', record.incidentId),
      record.entries.at(-1)?.entry.at_ms ?? record.exportedAt_ms,
    ),
    incidentTypeCommonRegistryText: 'Protection Order Violation',
    incidentTypeInternalText:
      record.mode === 'training' ? 'TRAINING: stalking, protection order' : 'Stalking, protection order',
    incidentStatusCommonRegistryText: [isRunning(incident) ? 'Active' : 'Closed'],
    incidentStatusInternalText: [incident.status],
    internalIncidentId: record.incidentId,
    documentIdentification: [record.order.number],
    incidentPriorityInternalText: `Code ${incident.peakCode}`,
    incidentCommonPriorityNumber: incident.peakCode,
    agentReference: agentsOf(record, ids).map(({ $id }) => refTo($id)),
    personReference: record.people.map(({ id }) => refTo(personIdOf(ids, id))),
    ...(locations.length === 0 ? {} : { locationReference: locations.map(({ $id }) => refTo($id)) }),
    dispositionComponent: dispositionsOf(data, ids),
  };
};
