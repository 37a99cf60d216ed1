import type { PersonRole } from '../../../../shared/domain/orders.ts';
import type { EvidenceData } from '../../../../shared/protocol/evidence.ts';
import { tracksOf } from '../tracks.ts';
import { component, refTo } from './component.ts';
import type { Component, Ids, Reference } from './component.ts';
import { locationIdOf } from './locations.ts';

type Person = Component & {
  readonly personIncidentRoleRegistryText: readonly string[];
  readonly ncPersonComponent: { readonly name: readonly unknown[] };
  readonly locationReference?: readonly Reference[];
};

const ROLE: Readonly<Record<PersonRole, string>> = { offender: 'Suspect', victim: 'Victim' };

export const personIdOf = (ids: Ids, id: string): string => ids.of('person', id);

/** The people of the order; where they were last, while that may be told. */
export const peopleOf = ({ record, sealed }: EvidenceData, ids: Ids): readonly Person[] => {
  const located = new Set(tracksOf(sealed).map(({ personId }) => personId));
  return record.people.map(({ id, role, name }) => ({
    ...component(ids, personIdOf(ids, id), record.exportedAt_ms),
    personIncidentRoleRegistryText: [ROLE[role]],
    ncPersonComponent: { name: [{ personFullName: [{ value: name }] }] },
    ...(located.has(id) ? { locationReference: [refTo(locationIdOf(ids, id))] } : {}),
  }));
};
