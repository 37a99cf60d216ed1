import type { EntryBody } from './entries.ts';
import type { Guidance, Incident } from './state.ts';

type GuidanceBody = Extract<
  EntryBody,
  { readonly kind: 'guidance.sent' | 'guidance.delivered' | 'guidance.read' | 'guidance.answered' }
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
  }
};

/** What has become of guidance to the victims after one more entry. A step of guidance that was never sent changes nothing. */
export const stepGuidance = (all: Incident['guidance'], body: GuidanceBody, at_ms: number): Incident['guidance'] => {
  const before = body.kind === 'guidance.sent' ? opened(body, at_ms) : all.get(body.guidanceId);
  return before === undefined ? all : new Map(all).set(before.id, stepped(before, body, at_ms));
};

/** An answer of a victim that somebody must do something about. */
export type OpenAnswer = { readonly guidance: Guidance; readonly answer: 'help' | 'cannot'; readonly at_ms: number };

const isDealtWith = (incident: Incident, { victim }: Guidance, answer: 'help' | 'cannot', at_ms: number): boolean => {
  if (incident.talkedAt_ms !== null && incident.talkedAt_ms >= at_ms) return true;
  // Other guidance answers "I cannot"; nothing but a voice answers "I need help".
  const later = [...incident.guidance.values()].some((other) => other.victim === victim && other.sentAt_ms > at_ms);
  return answer === 'cannot' && later;
};

/**
 * What victims have answered last where that asks for help, most urgent first. It stays until somebody has talked with a victim, the victim has
 * answered otherwise, or, where they only cannot go, until they were guided anew.
 */
export const openAnswers = (incident: Incident): readonly OpenAnswer[] => {
  const last = new Map<Guidance['victim'], Guidance & { readonly answeredAt_ms: number }>();
  for (const guidance of incident.guidance.values()) {
    const { answeredAt_ms, victim } = guidance;
    if (answeredAt_ms === null || answeredAt_ms < (last.get(victim)?.answeredAt_ms ?? 0)) continue;
    last.set(victim, { ...guidance, answeredAt_ms });
  }
  return [...last.values()]
    .flatMap((guidance): readonly OpenAnswer[] => {
      const { answer, answeredAt_ms: at_ms } = guidance;
      if (answer !== 'help' && answer !== 'cannot') return [];
      return isDealtWith(incident, guidance, answer, at_ms) ? [] : [{ guidance, answer, at_ms }];
    })
    .toSorted((a, b) => Number(b.answer === 'help') - Number(a.answer === 'help') || a.at_ms - b.at_ms);
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
