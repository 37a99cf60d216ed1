import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { Entry, Outcome } from '../../../shared/domain/incidents/entries.ts';
import type { IncidentId, OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import type { Incident, IncidentStatus, World } from '../../../shared/domain/incidents/state.ts';
import { REFERENCE } from '../../../shared/domain/kpi/response.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import type { Register } from '../../lib/orderPeople.ts';

export type IncidentRow = {
  readonly id: IncidentId;
  readonly code: DispatchCode;
  readonly status: IncidentStatus;
  readonly orderNumber: string;
  readonly offender: string;
  readonly victim: string;
  readonly raisedAt_ms: number;
  readonly outcome: Outcome | null;
  readonly resolvedBy: OperatorId | null;
  readonly brokeGlass: boolean;
  /** When the incident that it follows was raised; null where it begins a story. */
  readonly followsRaised_ms: number | null;
  /** When the review is due; null unless it is waiting for one. */
  readonly reviewDue_ms: number | null;
};

export const incidentRow = (incident: Incident, world: World, register: Register): IncidentRow => {
  const { order, offender, victim } = peopleOf(incident, leadAlert(incident), register);
  const resolvedAt_ms = incident.times.resolvedAt_ms;
  return {
    id: incident.id,
    code: incident.peakCode,
    status: incident.status,
    orderNumber: order?.number ?? incident.orderId,
    offender: offender?.name ?? '—',
    victim: victim?.name ?? '—',
    raisedAt_ms: incident.times.raisedAt_ms,
    outcome: incident.outcome,
    resolvedBy: incident.resolvedBy,
    brokeGlass: incident.brokeGlass,
    followsRaised_ms:
      incident.follows === null ? null : (world.incidents.get(incident.follows)?.times.raisedAt_ms ?? null),
    reviewDue_ms:
      incident.status === 'resolved' && resolvedAt_ms !== null ? resolvedAt_ms + REFERENCE.review_s * 1000 : null,
  };
};

export const incidentRows = (world: World, register: Register): readonly IncidentRow[] =>
  [...world.incidents.values()].map((incident) => incidentRow(incident, world, register));

export type StatusFilter = 'all' | 'running' | 'review' | 'closed';
export const STATUS_FILTERS: readonly StatusFilter[] = ['review', 'running', 'closed', 'all'];

const fits = (filter: StatusFilter, status: IncidentStatus): boolean => {
  switch (filter) {
    case 'all':
      return true;
    case 'running':
      return status !== 'resolved' && status !== 'closed';
    case 'review':
      return status === 'resolved';
    case 'closed':
      return status === 'closed';
  }
};

/** Rows that fit the status filter and what is searched for; `isFound` is asked for those alone. */
export const matching = (
  rows: readonly IncidentRow[],
  filter: StatusFilter,
  isFound: (id: IncidentId) => boolean,
): readonly IncidentRow[] => rows.filter((row) => fits(filter, row.status) && isFound(row.id));

export type DistancePoint = {
  readonly at_ms: number;
  readonly distance_m: number;
  readonly min_m: number;
  readonly max_m: number;
};

/** Distances the record holds, one series per victim, oldest first: what is left once the positions are gone. */
export const distanceSeries = (entries: readonly Entry[]): ReadonlyMap<PersonId, readonly DistancePoint[]> => {
  const series = new Map<PersonId, DistancePoint[]>();
  for (const { at_ms, body } of entries) {
    if (body.kind !== 'distance.measured') continue;
    const points = series.get(body.victim) ?? [];
    points.push({ at_ms, ...body.separation });
    series.set(body.victim, points);
  }
  return series;
};

/** First and last moment of an incident, for the scrubber. Null for one without entries. */
export const spanOf = (entries: readonly Entry[]): { readonly from_ms: number; readonly to_ms: number } | null => {
  const first = entries[0];
  if (first === undefined) return null;
  let from_ms = first.at_ms;
  let to_ms = first.at_ms;
  for (const { at_ms } of entries) {
    from_ms = Math.min(from_ms, at_ms);
    to_ms = Math.max(to_ms, at_ms);
  }
  return { from_ms, to_ms };
};
