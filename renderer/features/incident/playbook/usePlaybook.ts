import { useMemo } from 'react';
import type { PersonId } from '../../../../shared/domain/ids.ts';
import type { PersonRole } from '../../../../shared/domain/orders.ts';
import type { Playbook } from '../../../../shared/domain/playbooks.ts';
import { playbookFor } from '../../../../shared/domain/playbooks.ts';
import { victimNamed } from '../../../lib/orderPeople.ts';
import { useEntriesOf } from '../../../stores/record.ts';
import type { PanelModel } from '../useIncident.ts';
import { stepRows } from './model.ts';
import type { StepRow } from './model.ts';

export type PlaybookView = { readonly playbook: Playbook; readonly rows: readonly StepRow[] };

/** The playbook of the incident's lead alert with the state of its steps; null where there is none. */
export const usePlaybook = ({ incident, lead, people, index, outbox }: PanelModel): PlaybookView | null => {
  const entries = useEntriesOf(incident.id);
  const { order } = people;
  return useMemo(() => {
    if (lead === null) return null;
    const roleOf = (id: PersonId): PersonRole | null => index.personById.get(id)?.person.role ?? null;
    const playbook = playbookFor(index.playbooks, lead.state, roleOf);
    if (playbook === null) return null;
    const named = order === null ? null : victimNamed(lead, order);
    const victims = named === null ? (order?.victims ?? []) : [named];
    return { playbook, rows: stepRows(playbook, incident, { entries, victims, roleOf }, outbox) };
  }, [lead, order, index, incident, entries, outbox]);
};
