import type { OperatorId, PersonId, Seq, UnitId } from './ids.ts';
import type { CallParty, Entry, EntryBody } from './incidents/entries.ts';
import { situationOf } from './playbooks.ts';
import type { Playbook, PlaybookStep, StepProof } from './playbooks.ts';
import type { PersonRole } from './orders.ts';
import { unreachable } from './result.ts';

/** How a step stands, and who says so: an operator who marked it, or the record, which shows that it was done. */
export type StepState = {
  readonly state: 'open' | 'done' | 'skipped';
  readonly by:
    | { readonly type: 'operator'; readonly operatorId: OperatorId; readonly at_ms: number }
    | { readonly type: 'record'; readonly at_ms: number }
    | null;
};

export type ProgressContext = {
  /** Entries of the incident, in order. */
  readonly entries: readonly Entry[];
  /** Victims whom the playbook's alert is about: what was done for one of them is not done for another. */
  readonly victims: readonly PersonId[];
  readonly roleOf: (id: PersonId) => PersonRole | null;
};

type Found = Entry | null;

/** The entry that came last; null where one is missing, or all. */
const lastOfAll = (found: readonly Found[]): Found =>
  found.reduce<Found | undefined>((last, entry) => {
    if (last === undefined) return entry;
    return last === null || entry === null ? null : entry.seq > last.seq ? entry : last;
  }, undefined) ?? null;

/** Patrols that were sent and are not called back, each with the entry that sent it. One that was done before `from` does not count. */
const patrolsSent = (entries: readonly Entry[], from: Seq): readonly Entry[] => {
  const sent = new Map<UnitId, Entry>();
  for (const entry of entries) {
    const { body } = entry;
    if (body.kind === 'unit.assigned') sent.set(body.unitId, entry);
    if (body.kind === 'unit.released') sent.delete(body.unitId);
    if (body.kind === 'unit.status' && body.to === 'clear' && entry.seq < from) sent.delete(body.unitId);
  }
  return [...sent.values()].toSorted((a, b) => a.seq - b.seq);
};

type LoggedCall = Extract<EntryBody, { readonly kind: 'call.logged' }>;

const isCall = (body: EntryBody, party: CallParty, reached: boolean): body is LoggedCall =>
  body.kind === 'call.logged' && body.party === party && (!reached || body.result === 'talked');

/** What of the record shows a step of this kind done since `from`; null where nothing does. */
const proofOf = (proof: StepProof, { entries, victims }: ProgressContext, from: Seq): Found => {
  const last = (fits: (body: EntryBody) => boolean): Found =>
    entries.findLast(({ seq, body }) => seq >= from && fits(body)) ?? null;
  const call = (party: CallParty, reached: boolean): Found => last((body) => isCall(body, party, reached));
  const forEach = (find: (victim: PersonId) => Found): Found => lastOfAll(victims.map(find));
  const callToVictims = (reached: boolean): Found =>
    forEach((victim) =>
      // An order with one victim names none in its calls.
      last((body) => isCall(body, 'victim', reached) && (body.victim ?? victim) === victim),
    );
  switch (proof) {
    case 'acknowledged':
      return last((body) => body.kind === 'incident.acknowledged');
    case 'patrol-sent':
      return patrolsSent(entries, from).at(-1) ?? null;
    case 'second-patrol-sent':
      return patrolsSent(entries, from).slice(1).at(-1) ?? null;
    case 'patrol-on-scene':
      return last((body) => body.kind === 'unit.status' && body.to === 'on-scene');
    case 'victim-called':
      return callToVictims(false);
    case 'victim-reached':
      return callToVictims(true);
    case 'offender-reached':
      return call('offender', true);
    case 'centre-reached':
      return call('control-centre', true);
    case 'patrol-reached':
      return call('patrol', true);
    case 'guidance-sent':
      return forEach((victim) => last((body) => body.kind === 'guidance.sent' && body.victim === victim));
    case 'message-sent':
      return forEach((victim) =>
        last((body) => body.kind === 'guidance.sent' && body.victim === victim && body.message.type === 'text'),
      );
    case 'victim-going': {
      const sentTo = new Map(
        entries.flatMap(({ body }) => (body.kind === 'guidance.sent' ? [[body.guidanceId, body.victim]] : [])),
      );
      return forEach((victim) =>
        last(
          (body) =>
            body.kind === 'guidance.answered' && body.answer === 'going' && sentTo.get(body.guidanceId) === victim,
        ),
      );
    }
    case 'note-added':
      return last((body) => body.kind === 'note.added');
    default:
      return unreachable(proof);
  }
};

/** The first entry of the incident with which a playbook's situation was there; null where it never was. */
const startOf = ({ situations }: Playbook, { entries, roleOf }: ProgressContext): Seq | null =>
  entries.find(({ body }) => 'alert' in body && situations.includes(situationOf(body.alert, roleOf)))?.seq ?? null;

const stepState = (marked: Found, proven: Found): StepState => {
  const mark = marked?.body.kind === 'playbook.step' ? marked.body.state : null;
  // What an operator marked stands, until the record shows something newer than what they passed over or took back.
  const byRecord = proven !== null && mark !== 'done' && (marked === null || proven.seq > marked.seq);
  if (byRecord) return { state: 'done', by: { type: 'record', at_ms: proven.at_ms } };
  if (marked === null || mark === null || mark === 'undone') return { state: 'open', by: null };
  const { actor, at_ms } = marked;
  return {
    state: mark,
    by: actor.type === 'operator' ? { type: 'operator', operatorId: actor.operatorId, at_ms } : null,
  };
};

/** How the steps of a playbook stand by the record, in their order. An entry that was corrected, or guidance that was withdrawn, shows nothing. */
export const playbookProgress = (
  playbook: Playbook,
  context: ProgressContext,
): readonly (StepState & { readonly step: PlaybookStep })[] => {
  const corrected = new Set(
    context.entries.flatMap(({ body }) => (body.kind === 'entry.corrected' ? [body.corrects] : [])),
  );
  const withdrawn = new Set(
    context.entries.flatMap(({ body }) =>
      body.kind === 'guidance.ended' && body.why === 'withdrawn' ? [body.guidanceId] : [],
    ),
  );
  const stands = ({ seq, body }: Entry): boolean =>
    !corrected.has(seq) && !(body.kind === 'guidance.sent' && withdrawn.has(body.guidanceId));
  const standing = { ...context, entries: context.entries.filter(stands) };
  const from = startOf(playbook, context);
  return playbook.steps.map((step) => {
    const marked = context.entries.findLast(
      ({ body }) => body.kind === 'playbook.step' && body.playbook === playbook.key && body.step === step.key,
    );
    const proof = step['done-by'];
    const proven = proof === undefined || from === null ? null : proofOf(proof, standing, from);
    return { step, ...stepState(marked ?? null, proven) };
  });
};
