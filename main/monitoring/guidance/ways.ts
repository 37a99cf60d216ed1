import type { GuidanceId, IncidentId, OperatorId, PersonId, PlaceId } from '../../../shared/domain/ids.ts';
import { followingOf, hasArrived } from '../../../shared/domain/following.ts';
import type { EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { openWays, untoldWays } from '../../../shared/domain/incidents/guidance.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Guidance, Incident, World } from '../../../shared/domain/incidents/state.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { SealedContent } from '../../../shared/protocol/evidence.ts';
import type { LedVictim } from '../../../shared/protocol/messages.ts';
import type { TrackPoint } from '../../../shared/protocol/track.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { IncidentRecord, Settler } from '../ports/incidentRecord.ts';
import type { PositionRoom } from '../ports/positions.ts';
import type { SealedReads } from '../ports/record.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';

export type SealedWay = Extract<SealedContent, { readonly kind: 'guidance' }>;
type Ended = Extract<EntryBody, { readonly kind: 'guidance.ended' }>;

/** The ways that victims are led along: sealed in the store, opened once, and followed. */
export type Ways = {
  /** Undefined where what was sealed cannot be opened any more. */
  readonly of: (incident: IncidentId, guidance: GuidanceId) => SealedWay | undefined;
  /** Remembers a way that is about to be sealed: guidance may end in the batch in which it began. */
  readonly note: (way: SealedWay) => void;
  /** How the victims of an incident follow, as far as they are `visible`. Gives places away. */
  readonly led: (incident: Incident, visible: Pick<ReadonlySet<PersonId>, 'has'>) => readonly LedVictim[];
  /** Settler: what a resolved incident leaves of the ways of its victims, before anything of it can be deleted. */
  readonly settle: Settler;
  /** Lets go of what belongs to closed incidents. */
  readonly onEntries: Parameters<IncidentRecord['onEntries']>[0];
};

export const createWays = (given: {
  readonly open: SealedReads['seals']['open'];
  readonly placeOf: (id: PlaceId) => SafePlace | undefined;
  /** The last minutes of somebody's way. */
  readonly recent: (person: PersonId) => readonly TrackPoint[];
  readonly readPositions: PositionRoom['read'];
  readonly policy: Policy;
  readonly now: () => number;
  readonly bulkhead: Bulkhead;
}): Ways => {
  const { policy, now } = given;
  const known = new Map<GuidanceId, SealedWay>();
  const note = (way: SealedWay): void => void known.set(way.guidanceId, way);
  const wayOf: Ways['of'] = (incident, guidance) => {
    if (!known.has(guidance))
      for (const { content } of given.open(incident)) if (content.kind === 'guidance') note(content);
    return known.get(guidance);
  };

  const follow = (incident: Incident, guidance: Guidance): readonly LedVictim[] => {
    const way = wayOf(incident.id, guidance.id);
    if (way === undefined) return [];
    const { id: guidanceId, victim, sentAt_ms } = guidance;
    const seen = given.recent(victim).filter(({ at_ms }) => at_ms >= sentAt_ms);
    const following = followingOf(way.route, seen, sentAt_ms, now(), policy);
    return [{ guidanceId, placeId: way.placeId, following }];
  };

  /** What is kept of a way with the end of the response; whether the victim arrived while it held. */
  const kept = (incident: Incident, { id: guidanceId, victim, sentAt_ms, ended }: Guidance): Ended => {
    const nothing = { kind: 'guidance.ended', guidanceId, why: 'resolved', place: null, arrived: null } as const;
    const way = incident.positionsExist ? wayOf(incident.id, guidanceId) : undefined;
    if (way === undefined) return nothing;
    const place = given.placeOf(way.placeId)?.kind ?? null;
    const [track] = given.readPositions(incident.id, new Set([victim]));
    const until_ms = ended?.at_ms ?? Number.POSITIVE_INFINITY;
    const seen = (track?.points ?? []).filter(({ at_ms }) => at_ms >= sentAt_ms && at_ms <= until_ms);
    return { ...nothing, place, arrived: seen.length === 0 ? null : hasArrived(way.route, seen, policy) };
  };

  // Only entries make an incident due: its resolution.
  const due = createDueIncidents({ name: 'ways', bulkhead: given.bulkhead, nextAt_ms: () => null });
  return {
    of: wayOf,
    note,
    led: (incident, visible) =>
      isRunning(incident)
        ? openWays(incident).flatMap((guidance) => (visible.has(guidance.victim) ? follow(incident, guidance) : []))
        : [],
    settle: (batch) =>
      due.settle(batch, now(), (incident) => {
        if (incident.status !== 'resolved') return;
        const ends = untoldWays(incident).flatMap((guidance) => {
          const body = kept(incident, guidance);
          // Of a way that ended before and cannot be opened any more there is nothing to add.
          return guidance.ended !== null && body.place === null ? [] : [body];
        });
        if (ends.length > 0) batch.add(ends.map((body) => systemDraft(incident.id, now(), body)));
      }),
    onEntries: (entries) => {
      for (const { body } of entries) if (body.kind === 'guidance.ended') known.delete(body.guidanceId);
    },
  };
};

/** How the victims of an incident follow, for one operator. */
export const createLedFor =
  (given: {
    readonly ways: Pick<Ways, 'led'>;
    readonly world: () => World;
    /** People whose place is open to an operator now. */
    readonly visibleTo: (operator: OperatorId) => Pick<ReadonlySet<PersonId>, 'has'>;
  }) =>
  (operator: OperatorId, id: IncidentId): readonly LedVictim[] => {
    const incident = given.world().incidents.get(id);
    return incident === undefined ? [] : given.ways.led(incident, given.visibleTo(operator));
  };
