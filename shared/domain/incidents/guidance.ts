import type { Following } from '../following.ts';
import type { PersonId } from '../ids.ts';
import type { EntryBody } from './entries.ts';
import type { Guidance, Incident } from './state.ts';

type GuidanceBody = Extract<
  EntryBody,
  { readonly kind: 'guidance.sent' | 'guidance.delivered' | 'guidance.read' | 'guidance.answered' | 'guidance.ended' }
>;

const opened = (body: Extract<GuidanceBody, { readonly kind: 'guidance.sent' }>, at_ms: number): Guidance => ({
  id: body.guidanceId,
  victim: body.victim,
  sentAt_ms: at_ms,
  text: body.message.type === 'text' ? body.message.text : null,
  deliveredAt_ms: null,
  readAt_ms: null,
  answeredAt_ms: null,
  answer: null,
  ended: null,
});

const stepped = (guidance: Guidance, body: GuidanceBody, at_ms: number): Guidance => {
  switch (body.kind) {
    case 'guidance.sent':
      return guidance;
    case 'guidance.delivered':
      return { ...guidance, deliveredAt_ms: guidance.deliveredAt_ms ?? at_ms };
    case 'guidance.read':
      return { ...guidance, readAt_ms: guidance.readAt_ms ?? at_ms };
    case 'guidance.answered':
      return { ...guidance, answeredAt_ms: at_ms, answer: body.answer };
    case 'guidance.ended': {
      const { why, place, arrived } = body;
      const { ended } = guidance;
      // What was withdrawn keeps why and when; the end of the response adds where it led.
      return { ...guidance, ended: ended === null ? { why, place, arrived, at_ms } : { ...ended, place, arrived } };
    }
  }
};

/** What has become of guidance to the victims after one more entry. A step of guidance that was never sent changes nothing. */
export const stepGuidance = (all: Incident['guidance'], body: GuidanceBody, at_ms: number): Incident['guidance'] => {
  const before = body.kind === 'guidance.sent' ? opened(body, at_ms) : all.get(body.guidanceId);
  return before === undefined ? all : new Map(all).set(before.id, stepped(before, body, at_ms));
};

/** Ways that victims are being led along: the ones that hold. */
export const openWays = ({ guidance }: Incident): readonly Guidance[] =>
  [...guidance.values()].filter(({ text, ended }) => text === null && ended === null);

/** Ways that victims were led along, of which the record does not say yet what outlives them. */
export const untoldWays = ({ guidance }: Incident): readonly Guidance[] =>
  [...guidance.values()].filter(({ text, ended }) => text === null && (ended === null || ended.place === null));

/**
 * What must be noticed of how a victim follows: they go elsewhere, or have stopped. Nothing where they have said that they cannot go or need
 * help, unless they go elsewhere: that they stand is known then, and asked about already.
 */
export const astrayOf = ({ answer, ended }: Guidance, following: Following): 'away' | 'stalled' | null => {
  if (ended !== null) return null;
  if (following === 'away') return following;
  return following === 'stalled' && answer !== 'cannot' && answer !== 'help' ? following : null;
};

/** An answer of a victim that somebody must do something about. */
export type OpenAnswer = { readonly guidance: Guidance; readonly answer: 'help' | 'cannot'; readonly at_ms: number };

/** When somebody last talked with a victim. A talk that names nobody was with them only where the order has no other. */
const talkedWith_ms = ({ talkedAt_ms }: Incident, victim: PersonId, victims: readonly PersonId[]): number => {
  const unnamed_ms = victims.length === 1 ? talkedAt_ms.get(null) : undefined;
  return Math.max(talkedAt_ms.get(victim) ?? 0, unnamed_ms ?? 0);
};

const openAnswer = (incident: Incident, guidance: Guidance, victims: readonly PersonId[]): OpenAnswer | null => {
  const { answer, answeredAt_ms: at_ms, victim } = guidance;
  if (at_ms === null || (answer !== 'help' && answer !== 'cannot')) return null;
  if (talkedWith_ms(incident, victim, victims) >= at_ms) return null;
  const guidedAnew = [...incident.guidance.values()].some(
    (other) => other.victim === victim && other.sentAt_ms > at_ms,
  );
  return answer === 'cannot' && guidedAnew ? null : { guidance, answer, at_ms };
};

/**
 * What victims have answered where that asks for somebody, one for each victim, most urgent first. "I need help" stays until somebody has
 * talked with that victim or the same answer is changed: no message, no answer to another one, and no talk with another victim takes its
 * place. "I cannot" goes also when the victim is guided anew. `victims` are those of the incident's order.
 */
export const openAnswers = (incident: Incident, victims: readonly PersonId[]): readonly OpenAnswer[] => {
  const open = [...incident.guidance.values()]
    .flatMap((guidance) => openAnswer(incident, guidance, victims) ?? [])
    .toSorted((a, b) => Number(b.answer === 'help') - Number(a.answer === 'help') || a.at_ms - b.at_ms);
  return open.filter(
    (one, index) => open.findIndex(({ guidance }) => guidance.victim === one.guidance.victim) === index,
  );
};

/** When somebody last talked with each victim, after one more call. One that is logged late takes nothing back. */
export const stepTalks = (
  talks: Incident['talkedAt_ms'],
  { party, result, victim }: Extract<EntryBody, { readonly kind: 'call.logged' }>,
  at_ms: number,
): Incident['talkedAt_ms'] => {
  if (party !== 'victim' || result !== 'talked') return talks;
  const key = victim ?? null;
  return new Map(talks).set(key, Math.max(at_ms, talks.get(key) ?? at_ms));
};

/** Steps of the playbooks after one more entry; a step taken back is as if it had not been touched. */
export const stepPlaybook = (
  steps: Incident['playbook'],
  { playbook, step, state }: Extract<EntryBody, { readonly kind: 'playbook.step' }>,
): Incident['playbook'] => {
  const next = new Map(steps);
  const key = `${playbook}/${step}`;
  if (state === 'undone') next.delete(key);
  else next.set(key, state);
  return next;
};
