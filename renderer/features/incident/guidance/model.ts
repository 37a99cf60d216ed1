import type { CommandId, GuidanceId, PersonId, PlaceId } from '../../../../shared/domain/ids.ts';
import type { Entry, GuidanceAnswer } from '../../../../shared/domain/incidents/entries.ts';
import type { Guidance, Incident } from '../../../../shared/domain/incidents/state.ts';
import { astrayOf } from '../../../../shared/domain/incidents/guidance.ts';
import type { Following } from '../../../../shared/domain/following.ts';
import type { LedVictim } from '../../../../shared/protocol/messages.ts';
import type { PendingCommand } from '../../../../shared/api/contract.ts';

/** One piece of guidance as the panel shows it. */
export type GuidanceRow = {
  readonly key: string;
  /** Null while the command is still on its way to the server. */
  readonly guidanceId: GuidanceId | null;
  readonly victim: PersonId;
  /** Null where the victim was led to a place. */
  readonly text: string | null;
  /** Where to, while a lease or this screen's memory says so; the record does not. */
  readonly placeId: PlaceId | null;
  /** Null while the command is still on its way to the server. */
  readonly sentAt_ms: number | null;
  readonly deliveredAt_ms: number | null;
  readonly readAt_ms: number | null;
  readonly answeredAt_ms: number | null;
  readonly answer: GuidanceAnswer | null;
  /** Null where nobody follows it, or this desk may not be told. */
  readonly following: Following | null;
  /** What must be noticed of that. */
  readonly astray: 'away' | 'stalled' | null;
  /** Why it holds no more; null while it does. */
  readonly ended: Guidance['ended'];
};

type Led = ReadonlyMap<CommandId, PlaceId>;

const placesOf = (entries: readonly Entry[], led: Led): ReadonlyMap<GuidanceId, PlaceId> =>
  new Map(
    entries.flatMap(({ body, commandId }) => {
      const place = body.kind === 'guidance.sent' && commandId !== null ? led.get(commandId) : undefined;
      return body.kind === 'guidance.sent' && place !== undefined ? [[body.guidanceId, place] as const] : [];
    }),
  );

const recorded = (guidance: Guidance, placeId: PlaceId | null, led: LedVictim | undefined): GuidanceRow => {
  const { id, victim, text, sentAt_ms, deliveredAt_ms, readAt_ms, answeredAt_ms, answer, ended } = guidance;
  return {
    key: id,
    guidanceId: id,
    victim,
    text,
    placeId: led?.placeId ?? placeId,
    sentAt_ms,
    deliveredAt_ms,
    readAt_ms,
    answeredAt_ms,
    answer,
    following: led?.following ?? null,
    astray: led === undefined ? null : astrayOf(guidance, led.following),
    ended,
  };
};

const NOT_YET = {
  guidanceId: null,
  sentAt_ms: null,
  deliveredAt_ms: null,
  readAt_ms: null,
  answeredAt_ms: null,
  answer: null,
  following: null,
  astray: null,
  ended: null,
} as const;

const waiting = ({ id, state, body }: PendingCommand, incident: Incident): readonly GuidanceRow[] => {
  if (state !== 'waiting' || body.kind !== 'guidance.send' || body.incidentId !== incident.id) return [];
  const { victim, message } = body;
  const what =
    message.type === 'text' ? { text: message.text, placeId: null } : { text: null, placeId: message.placeId };
  return [{ key: id, victim, ...what, ...NOT_YET }];
};

/** Guidance of an incident, newest first: what is on its way to the server, then what the record holds. */
export const guidanceRows = (
  incident: Incident,
  entries: readonly Entry[],
  outbox: readonly PendingCommand[],
  led: Led,
  followed: readonly LedVictim[],
): readonly GuidanceRow[] => {
  const places = placesOf(entries, led);
  const sent = [...incident.guidance.values()].map((guidance) =>
    recorded(
      guidance,
      places.get(guidance.id) ?? null,
      followed.find(({ guidanceId }) => guidanceId === guidance.id),
    ),
  );
  return [...outbox.flatMap((command) => waiting(command, incident)).toReversed(), ...sent.toReversed()];
};

/** The place a victim is being led to now: the newest way that was sent to them and holds. */
export const ledTo = (rows: readonly GuidanceRow[], victim: PersonId): GuidanceRow | null =>
  rows.find((row) => row.victim === victim && row.text === null && row.ended === null) ?? null;
