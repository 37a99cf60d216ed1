import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Order } from '../world/operator.ts';
import { spansOf } from './desk.ts';
import type { DeskWitness, Heard } from './desk.ts';

/** What a server, a link and a desk may add to a time that the policy gives, broken as they are. */
const SLACK_MS = 45_000;

type Rung = { readonly at_ms: number; readonly incident: string; readonly number: number; readonly code: number };

const rungBy = ({ at_ms, entry: { incidentId, body } }: Heard): readonly Rung[] => {
  if (incidentId === null || !('alert' in body) || body.sounding === undefined) return [];
  return [{ at_ms, incident: incidentId, number: body.sounding, code: body.alert.code }];
};

const answers = ({ incidentId, body }: Entry, { incident, number, code }: Rung): boolean => {
  if (incidentId !== incident) return false;
  if (body.kind === 'incident.acknowledged') return (body.sounding ?? 0) >= number;
  if (body.kind === 'incident.escalated') return body.code <= code;
  return body.kind === 'alert.cleared' || body.kind === 'incident.resolved' || body.kind === 'incident.shelved';
};

/** What rings unanswered for longer than the policy allows is passed on. */
export const judgeEscalation = (
  desks: readonly DeskWitness[],
  { escalation }: Pick<Policy, 'escalation'>,
  end_ms: number,
): readonly string[] =>
  desks
    .flatMap(({ heard }) => heard.flatMap(rungBy))
    .flatMap((rung) => {
      const after_s = escalation.after_s[rung.code] ?? null;
      if (after_s === null) return [];
      const until_ms = rung.at_ms + after_s * 1000 + SLACK_MS;
      const isAnswered = desks.some(({ heard }) =>
        heard.some(({ at_ms, entry }) => at_ms <= until_ms && answers(entry, rung)),
      );
      return isAnswered || until_ms > end_ms
        ? []
        : [
            `escalation: sounding ${rung.number} of ${rung.incident}, code ${rung.code}, rang unanswered and was not passed on`,
          ];
    });

/** What a command may be on its way to a server that decides it, and what comes of it to a desk that is told of all. */
const LATE_MS = 12_000;

/** Nothing is carried out that was ordered so long ago that the policy holds it worthless. Times are those of desks that heard the server all along. */
export const judgeLife = (
  desks: readonly DeskWitness[],
  ordered: readonly Order[],
  { commands }: Pick<Policy, 'commands'>,
): readonly string[] =>
  ordered.flatMap(({ id, body, at_ms }) =>
    desks.flatMap((desk) => {
      const done_ms = desk.heard.find(({ entry }) => entry.commandId === id)?.at_ms ?? at_ms;
      const worthless_ms = at_ms + commands.worthFor_s[body.kind] * 1000 + LATE_MS;
      const hadHeard = spansOf(desk, worthless_ms - LATE_MS, done_ms).every(({ reasons }) => reasons.size === 0);
      return done_ms > worthless_ms && hadHeard
        ? [`life: ${body.kind} was carried out ${((done_ms - at_ms) / 1000).toFixed(0)} s after it was ordered`]
        : [];
    }),
  );
