import type { OperatorId } from '../../../../shared/domain/ids.ts';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import type { Playbook, PlaybookStep } from '../../../../shared/domain/playbooks.ts';
import type { PendingCommand } from '../../../../shared/api/contract.ts';

/** A step as the checklist shows it. */
export type StepRow = {
  readonly step: PlaybookStep;
  readonly state: 'open' | 'done' | 'skipped';
  /** Who did or passed over it last, and when; null while nobody has. */
  readonly by: { readonly operatorId: OperatorId; readonly at_ms: number } | null;
  /** A change is on its way to the server. */
  readonly waiting: boolean;
};

const isWaitingFor = (outbox: readonly PendingCommand[], incident: Incident, key: string, step: string): boolean =>
  outbox.some(
    ({ state, body }) =>
      state === 'waiting' &&
      body.kind === 'playbook.step' &&
      body.incidentId === incident.id &&
      body.playbook === key &&
      body.step === step,
  );

/** The steps of a playbook, in its order, as the record has them. */
export const stepRows = (
  { key, steps }: Playbook,
  incident: Incident,
  entries: readonly Entry[],
  outbox: readonly PendingCommand[],
): readonly StepRow[] =>
  steps.map((step) => {
    const state = incident.playbook.get(`${key}/${step.key}`) ?? 'open';
    const last = entries.findLast(
      ({ body }) => body.kind === 'playbook.step' && body.playbook === key && body.step === step.key,
    );
    const by =
      state === 'open' || last?.actor.type !== 'operator'
        ? null
        : { operatorId: last.actor.operatorId, at_ms: last.at_ms };
    return { step, state, by, waiting: isWaitingFor(outbox, incident, key, step.key) };
  });

/** What is to be done next: the first step that nobody has done or passed over. */
export const nextStep = (rows: readonly StepRow[]): StepRow | null =>
  rows.find(({ state, waiting }) => state === 'open' && !waiting) ?? null;

/** How far the list has come: steps done or passed over, of all. */
export const progress = (rows: readonly StepRow[]): { readonly dealt: number; readonly of: number } => ({
  dealt: rows.filter(({ state }) => state !== 'open').length,
  of: rows.length,
});
