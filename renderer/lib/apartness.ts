import type {
  ClosestDistance,
  Incident,
  IncidentAlert,
  MeasuredDistance,
} from '../../shared/domain/incidents/state.ts';
import type { ContactTime, Sector, Trend } from '../../shared/domain/proximity/relation.ts';
import type { PresenceFrame, RelationPresence } from '../../shared/protocol/presence.ts';
import { peopleOf } from './orderPeople.ts';
import type { Register } from './orderPeople.ts';

/** Frames come every second; after this many without one, what they told is no longer the present. */
export const LATE_AFTER_MS = 3000;

/** The latest frame and how long ago it arrived. */
export type PresenceSlice = { readonly frame: PresenceFrame | null; readonly age_s: number };

/** A distance of two people as a frame told it, at the server's time. */
export type LiveDistance = Pick<RelationPresence, 'order' | 'victim' | 'distance_m'> & { readonly at_ms: number };

/** The nearest that an incident's people came, when, and who. */
export type Closest = Pick<ClosestDistance, 'victim' | 'at_ms'> & { readonly distance_m: number };

/** How far apart the two people are, from where that is known, and how old the figure is. */
export type Apartness = {
  readonly source: 'live' | 'record';
  readonly distance_m: number;
  readonly min_m: number;
  readonly max_m: number;
  readonly trend: Trend | null;
  /** Where the offender is, seen from the victim. */
  readonly sector: Sector | null;
  /** Null where nobody is known to close in, and where not both places are open. */
  readonly contact: ContactTime | null;
  /** Of when the figure is, server time, epoch ms: one frame's, or that of an entry. */
  readonly at_ms: number;
  readonly age_s: number;
};

/** Relation of the incident's people in the frame: of the victim spoken of, else the nearest one. */
export const relationOf = (
  incident: Incident,
  lead: IncidentAlert | null,
  register: Register,
  frame: PresenceFrame | null,
): RelationPresence | null => {
  const order = register.orderById.get(incident.orderId);
  if (frame === null || order === undefined) return null;
  const mine = frame.relations.filter((relation) => relation.order === order.handle);
  const victim = peopleOf(incident, lead, register).victim;
  const handle = victim === null ? undefined : register.personById.get(victim.id)?.handle;
  const nearest = [...mine].sort((a, b) => a.distance_m - b.distance_m)[0];
  return mine.find((relation) => relation.victim === handle) ?? nearest ?? null;
};

/** The newest distance on record: measured while the incident ran, or told by the lead alert. Null where there is none. */
const recordedDistance = (
  incident: Incident,
  lead: IncidentAlert | null,
  register: Register,
): MeasuredDistance | null => {
  const victim = peopleOf(incident, lead, register).victim;
  const measured = victim === null ? undefined : incident.lastMeasured.get(victim.id);
  const separation = lead?.state.separation ?? null;
  if (lead === null || separation === null) return measured ?? null;
  return measured !== undefined && measured.at_ms > lead.changedAt_ms
    ? measured
    : { separation, at_ms: lead.changedAt_ms };
};

/** Live figure where the frame has one, else the newest on record; null where neither knows. */
export const apartness = (
  incident: Incident,
  lead: IncidentAlert | null,
  register: Register,
  presence: PresenceSlice,
  now_ms: number,
): Apartness | null => {
  const relation = relationOf(incident, lead, register, presence.frame);
  if (relation !== null && presence.frame !== null) {
    const at_ms = presence.frame.serverTime_ms;
    const { distance_m, min_m, max_m, trend, sector, contact } = relation;
    return { source: 'live', distance_m, min_m, max_m, trend, sector, contact, at_ms, age_s: presence.age_s };
  }
  const recorded = recordedDistance(incident, lead, register);
  if (recorded === null) return null;
  const age_s = Math.max(0, (now_ms - recorded.at_ms) / 1000);
  return {
    source: 'record',
    ...recorded.separation,
    trend: null,
    sector: null,
    contact: null,
    at_ms: recorded.at_ms,
    age_s,
  };
};

/**
 * The closest of an incident: the least of what the record states and of what frames have told since the incident began. The record says it
 * every few seconds; without the frames it would be farther than the distance shown beside it.
 */
export const closestOf = (incident: Incident, register: Register, live: readonly LiveDistance[]): Closest | null => {
  const { closest } = incident;
  let least: Closest | null =
    closest === null
      ? null
      : { victim: closest.victim, at_ms: closest.at_ms, distance_m: closest.separation.distance_m };
  const order = register.orderById.get(incident.orderId);
  for (const { order: handle, victim, distance_m, at_ms } of live) {
    if (handle !== order?.handle || at_ms < incident.times.raisedAt_ms) continue;
    const id = order.order.victims.find((one) => register.personById.get(one)?.handle === victim);
    if (id !== undefined && distance_m < (least?.distance_m ?? Infinity)) least = { victim: id, at_ms, distance_m };
  }
  return least;
};
