import { z } from 'zod';
import type { AlertState } from './alerts.ts';
import { DEVICE_EVENTS } from './fixes.ts';
import { inEachLanguage } from './languages.ts';
import type { PersonId } from './ids.ts';
import { PlaybookKey } from './playbookKey.ts';
import type { PersonRole } from './orders.ts';
import { unreachable } from './result.ts';

const deviceSituations = Object.values(DEVICE_EVENTS).flatMap(({ situation }) => [
  situation.offender,
  situation.victim,
]);

/** What an alert asks of a dispatcher; each situation has one playbook at most. */
export const Situation = z.enum([
  'sos',
  'contact',
  'approach',
  'zone',
  'mass-outage',
  'unwatched',
  ...new Set(deviceSituations),
]);
export type Situation = z.infer<typeof Situation>;

const words = (max: number) => z.string().trim().min(1).max(max);

/** What of the record shows that a step was done; see docs/playbooks.md. */
export const StepProof = z.enum([
  'acknowledged',
  'patrol-sent',
  'second-patrol-sent',
  'patrol-on-scene',
  'victim-called',
  'victim-reached',
  'offender-reached',
  'centre-reached',
  'patrol-reached',
  'guidance-sent',
  'message-sent',
  'victim-going',
  'note-added',
]);
export type StepProof = z.infer<typeof StepProof>;

export const PlaybookStep = z
  .strictObject({
    key: PlaybookKey,
    /** Absent where only somebody who did it can say so. */
    'done-by': StepProof.optional(),
    ...inEachLanguage(() => words(80)),
  })
  .readonly();
export type PlaybookStep = z.infer<typeof PlaybookStep>;

/** What a dispatcher goes through in a situation: short steps, in order, ticked off one by one. */
export const Playbook = z
  .strictObject({
    key: PlaybookKey,
    situations: z.array(Situation).min(1).readonly(),
    ...inEachLanguage(() => words(60)),
    steps: z.array(PlaybookStep).min(1).max(12).readonly(),
  })
  .readonly();
export type Playbook = z.infer<typeof Playbook>;

/** What an alert is about. */
export const situationOf = (
  { rule, level }: Pick<AlertState, 'rule' | 'level'>,
  roleOf: (id: PersonId) => PersonRole | null,
): Situation => {
  switch (rule.type) {
    case 'sos':
      return 'sos';
    case 'zone':
      return 'zone';
    case 'watch':
      return 'unwatched';
    case 'proximity':
      return level === 'contact' ? 'contact' : 'approach';
    case 'device':
      return DEVICE_EVENTS[rule.kind].situation[roleOf(rule.person) ?? 'offender'];
    default:
      return unreachable(rule);
  }
};

/** The playbook for an alert; null where the deployment has none for it. */
export const playbookFor = (
  playbooks: readonly Playbook[],
  alert: Pick<AlertState, 'rule' | 'level'>,
  roleOf: (id: PersonId) => PersonRole | null,
): Playbook | null => {
  const situation = situationOf(alert, roleOf);
  return playbooks.find(({ situations }) => situations.includes(situation)) ?? null;
};

const repeated = (keys: readonly string[]): string | null =>
  keys.find((key, index) => keys.indexOf(key) !== index) ?? null;

/** The first thing that keeps playbooks from being told apart, in one line; null where there is none. */
export const playbookFault = (playbooks: readonly Playbook[]): string | null => {
  const key = repeated(playbooks.map((playbook) => playbook.key));
  if (key !== null) return `playbook ${key} is there twice`;
  const situation = repeated(playbooks.flatMap(({ situations }) => situations));
  if (situation !== null) return `two playbooks are for ${situation}`;
  for (const { key: name, steps } of playbooks) {
    const step = repeated(steps.map((one) => one.key));
    if (step !== null) return `playbook ${name}: step ${step} is there twice`;
  }
  return null;
};
