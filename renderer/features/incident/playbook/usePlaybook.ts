import { useMemo } from 'react';
import type { Playbook } from '../../../../shared/domain/playbooks.ts';
import { playbookFor } from '../../../../shared/domain/playbooks.ts';
import { useEntriesOf } from '../../../stores/record.ts';
import type { PanelModel } from '../useIncident.ts';
import { stepRows } from './model.ts';
import type { StepRow } from './model.ts';

export type PlaybookView = { readonly playbook: Playbook; readonly rows: readonly StepRow[] };

/** The playbook of the incident's lead alert with the state of its steps; null where there is none. */
export const usePlaybook = ({ incident, lead, index, outbox }: PanelModel): PlaybookView | null => {
  const entries = useEntriesOf(incident.id);
  const playbook =
    lead === null
      ? null
      : playbookFor(index.playbooks, lead.state, (id) => index.personById.get(id)?.person.role ?? null);
  return useMemo(
    () => (playbook === null ? null : { playbook, rows: stepRows(playbook, incident, entries, outbox) }),
    [playbook, incident, entries, outbox],
  );
};
