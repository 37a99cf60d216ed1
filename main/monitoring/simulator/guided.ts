import type { GuidanceId, PersonId } from '../../../shared/domain/ids.ts';
import type { GuidanceAnswer } from '../../../shared/domain/incidents/entries.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Guidance, World } from '../../../shared/domain/incidents/state.ts';
import type { GuidanceReport } from '../ports/mailbox.ts';
import { chance } from './random.ts';

/** How a simulated victim goes who has said that they will: on, not beyond half the way, or somewhere else. */
export type Going = 'on' | 'half-way' | 'elsewhere';

/** A simulated victim's phone fetches guidance (`report` null), or says what became of it. */
export type Guided = {
  readonly kind: 'guided';
  readonly person: PersonId;
  readonly guidanceId: GuidanceId;
  readonly report: GuidanceReport | null;
  readonly going: Going;
};

/** Seconds between one step and the next: a phone that looks for messages, a person who reads and then decides. */
const FETCH_S = [1, 3] as const;
const READ_S = [2, 6] as const;
const ANSWER_S = [2, 6] as const;

/** Of those who go most arrive; whoever trains meets the others too. */
const goingOf = (unit: number): Going => (unit < 0.6 ? 'on' : unit < 0.8 ? 'half-way' : 'elsewhere');

/** Most people go. Each answer comes now and then, so that whoever trains meets all of them. */
const answerOf = (unit: number): GuidanceAnswer => (unit < 0.75 ? 'going' : unit < 0.9 ? 'cannot' : 'help');

type Plan = {
  readonly read_s: number;
  readonly fetch_s: number;
  readonly answer_s: number;
  readonly answer: GuidanceAnswer;
  readonly going: Going;
};

const planOf = (seed: number, person: PersonId, nth: number): Plan => {
  const luck = chance(seed, `guidance ${person} ${nth}`);
  const fetch_s = luck.between(...FETCH_S);
  const read_s = fetch_s + luck.between(...READ_S);
  const answer_s = read_s + luck.between(...ANSWER_S);
  return { fetch_s, read_s, answer_s, answer: answerOf(luck.unit()), going: goingOf(luck.unit()) };
};

/** The next step that is due; one each second. */
const nextReport = (guidance: Guidance, plan: Plan, passed_s: number): GuidanceReport | null | undefined => {
  if (guidance.deliveredAt_ms === null) return passed_s >= plan.fetch_s ? null : undefined;
  if (guidance.readAt_ms === null) return passed_s >= plan.read_s ? { state: 'read' } : undefined;
  return passed_s >= plan.answer_s ? { state: 'answered', answer: plan.answer } : undefined;
};

/** What simulated victims do about guidance now. It follows from the seed and what the record says: a restart changes nothing. */
export const guidedNow = (
  world: World,
  now_ms: number,
  { seed, isSimulated }: { readonly seed: number; readonly isSimulated: (person: PersonId) => boolean },
): readonly Guided[] =>
  [...world.incidents.values()].flatMap((incident) => {
    if (incident.guidance.size === 0 || !isRunning(incident)) return [];
    const sent = [...incident.guidance.values()];
    return sent.flatMap((guidance): readonly Guided[] => {
      const { id: guidanceId, victim: person } = guidance;
      if (guidance.answeredAt_ms !== null || guidance.ended !== null || !isSimulated(person)) return [];
      const nth = sent.filter(({ victim }) => victim === person).indexOf(guidance);
      const plan = planOf(seed, person, nth);
      const report = nextReport(guidance, plan, (now_ms - guidance.sentAt_ms) / 1000);
      return report === undefined ? [] : [{ kind: 'guided', person, guidanceId, report, going: plan.going }];
    });
  });
