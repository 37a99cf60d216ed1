import { certaintyRank } from '../codes.ts';
import type { DispatchCode } from '../codes.ts';
import { isOver } from './soundings.ts';
import type { Incident } from './state.ts';

/** What the place of an incident among all that run follows from. */
export type Urgency = {
  readonly code: DispatchCode;
  readonly isOver: boolean;
  /** Rank of the surest alert of that code, 0 (possible) to 2 (confirmed). */
  readonly certainty: number;
  /** Expected time to contact, seconds; null where nobody is known to close in. */
  readonly contact_s: number | null;
  readonly raisedAt_ms: number;
};

const surest = ({ alerts, code }: Pick<Incident, 'alerts' | 'code'>): number => {
  const running = [...alerts.values()].filter(
    ({ clearedAt_ms, state }) => clearedAt_ms === null && state.code === code,
  );
  const spoken = running.length > 0 ? running : [...alerts.values()];
  return spoken.reduce((most, { state }) => Math.max(most, certaintyRank(state.certainty)), 0);
};

/** `contact_s`: expected time to contact as presence tells it, seconds; null where it tells none. */
export const urgencyOf = (
  incident: Pick<Incident, 'alerts' | 'code' | 'times'>,
  contact_s: number | null,
): Urgency => ({
  code: incident.code,
  isOver: isOver(incident),
  certainty: surest(incident),
  contact_s,
  raisedAt_ms: incident.times.raisedAt_ms,
});

/** In whole minutes: two who are as near in time must not change places with every second. */
const minuteOf = (contact_s: number | null): number =>
  contact_s === null ? Number.MAX_SAFE_INTEGER : Math.floor(contact_s / 60);

/** Most urgent first: code, then what goes on before what is over, then the surer, then the sooner contact, then the older. */
export const byUrgency = (a: Urgency, b: Urgency): number =>
  a.code - b.code ||
  Number(a.isOver) - Number(b.isOver) ||
  b.certainty - a.certainty ||
  minuteOf(a.contact_s) - minuteOf(b.contact_s) ||
  a.raisedAt_ms - b.raisedAt_ms;

/** True while somebody has pressed the emergency button and the incident runs on: it has a lane of its own. */
export const hasSos = ({ alerts }: Pick<Incident, 'alerts'>): boolean =>
  [...alerts.values()].some(({ state, clearedAt_ms }) => state.rule.type === 'sos' && clearedAt_ms === null);
