import type { EvidenceData } from '../../../../shared/protocol/evidence.ts';
import { foldIncident } from '../incident.ts';
import { agentsOf } from './agents.ts';
import { alarmsOf, callsOf } from './calls.ts';
import { component, idsOf } from './component.ts';
import { incidentOf } from './incident.ts';
import { locationsOf } from './locations.ts';
import { notesOf } from './notes.ts';
import { peopleOf } from './people.ts';
import { dispatchesOf, resourcesOf } from './response.ts';

/**
 * The incident as NENA EIDO-JSON 1.0 (NENA-STA-021): incident, calls, dispatches, units with their times, agents, notes, people,
 * alarms, dispositions, and locations while positions exist. Values of registries are those of the standard where one fits; the
 * `Internal` members hold Jikim's own words.
 */
export const eidoOf = (data: EvidenceData): object => {
  const { record, sealed } = data;
  const ids = idsOf(record);
  const incident = foldIncident(record);
  const locations = locationsOf(sealed, ids, record.exportedAt_ms);
  return {
    ...component(ids, ids.of('incidentid', record.incidentId), record.exportedAt_ms),
    eidoVersion: '1.0',
    issuingElementIdentification: ids.agency,
    ...(incident === null ? {} : { incidentComponent: incidentOf(data, incident, ids) }),
    callComponent: callsOf(record, ids),
    dispatchComponent: dispatchesOf(record, ids),
    notesComponent: notesOf(record, ids),
    emergencyResourceComponent: resourcesOf(record, ids),
    alarmsSensorsComponent: alarmsOf(record, ids),
    agencyComponent: [
      {
        ...component(ids, ids.agency, record.exportedAt_ms),
        agencyRoleDescriptionRegistryText: ['Dispatching'],
        agencyType: ['police'],
        incidentOwningAgencyIndicator: true,
      },
    ],
    agentComponent: agentsOf(record, ids),
    personComponent: peopleOf(data, ids),
    ...(locations.length === 0 ? {} : { locationComponent: locations }),
  };
};
