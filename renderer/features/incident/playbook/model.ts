import type { PendingCommand } from '../../../../shared/api/contract.ts';
import type { Incident } from '../../../../shared/domain/incidents/state.ts';
import { playbookProgress } from '../../../../shared/domain/playbookProgress.ts';
import type { ProgressContext, StepState } from '../../../../shared/domain/playbookProgress.ts';
import type { Playbook, PlaybookStep } from '../../../../shared/domain/playbooks.ts';

/** A step as the checklist shows it. */
export type StepRow = StepState & {
  readonly step: PlaybookStep;
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
  playbook: Playbook,
  incident: Incident,
  context: ProgressContext,
  outbox: readonly PendingCommand[],
): readonly StepRow[] =>
  playbookProgress(playbook, context).map((progressed) => ({
    ...progressed,
    waiting: isWaitingFor(outbox, incident, playbook.key, progressed.step.key),
  }));

/** What is to be done next: the first step that nobody has done or passed over. */
export const nextStep = (rows: readonly StepRow[]): StepRow | null =>
  rows.find(({ state, waiting }) => state === 'open' && !waiting) ?? null;

/** How far the list has come: steps done or passed over, of all. */
export const progress = (rows: readonly StepRow[]): { readonly dealt: number; readonly of: number } => ({
  dealt: rows.filter(({ state }) => state !== 'open').length,
  of: rows.length,
});
