import type { LeaseId, OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import type { EntryBody, LeaseEnd } from '../../../shared/domain/incidents/entries.ts';
import type { Lease } from '../../../shared/domain/incidents/leases.ts';
import { isBreach } from '../../../shared/domain/incidents/outliving.ts';
import { isEscalated } from '../../../shared/domain/incidents/soundings.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Opening } from '../../../shared/domain/incidents/leaseState.ts';

export type Reconciling = {
  readonly incident: Incident;
  readonly opening: Opening;
  /** Active leases of this incident. */
  readonly leases: readonly Lease[];
  /** Everybody with a session. */
  readonly signedIn: ReadonlySet<OperatorId>;
  /** Those of them whose desks every alarm rings at, and who work on it. */
  readonly desks: readonly OperatorId[];
  /** Those of them who see with the desks for as long as an alarm rings at them. */
  readonly supervisors: readonly OperatorId[];
  readonly now_ms: number;
  readonly policy: Policy;
  readonly newLeaseId: () => LeaseId;
};

const holderOf = (lease: Lease): OperatorId | undefined => lease.holders[0];

/** Somebody has answered and nobody has resolved. */
const responseRuns = (incident: Incident): boolean => isRunning(incident) && incident.status !== 'raised';

/** The breach that opens people goes on. */
const breachRuns = ({ incident, opening }: Reconciling): boolean => isRunning(incident) && opening.running.size > 0;

/**
 * When a glass that was broken is whole again, epoch ms: some time after the last breach of the incident has ended, whatever else the
 * response goes on for; null while one runs.
 */
const glassUntil = (lease: Lease, { incident, policy }: Pick<Reconciling, 'incident' | 'policy'>): number | null => {
  let ended_ms = lease.start_ms;
  for (const alert of incident.alerts.values()) {
    if (!isBreach(alert)) continue;
    if (alert.clearedAt_ms === null) return null;
    ended_ms = Math.max(ended_ms, alert.clearedAt_ms);
  }
  return ended_ms + policy.lease.breakGlassGrace_s * 1000;
};

const resolvedUntil = ({ incident, policy }: Pick<Reconciling, 'incident' | 'policy'>): number | null =>
  incident.times.resolvedAt_ms === null ? null : incident.times.resolvedAt_ms + policy.lease.afterResolution_s * 1000;

/** Those at whom something of the incident rings: every desk and, once it was passed on to them, the supervisors. */
const rungAt = ({ incident, desks, supervisors }: Reconciling): readonly OperatorId[] => {
  if (!isRunning(incident) || !incident.unacknowledged) return [];
  return isEscalated(incident) ? [...desks, ...supervisors] : desks;
};

/** True for a desk that has taken up the work. A supervisor's note takes nothing up. */
const worksOn = (operator: OperatorId, { incident, desks }: Reconciling): boolean =>
  incident.workers.includes(operator) && desks.includes(operator);

/** Why a lease must end now, or null. */
const endOf = (lease: Lease, on: Reconciling): LeaseEnd | null => {
  const { incident, now_ms } = on;
  const holder = holderOf(lease);
  // A review is of the positions: it lasts while they are held, and not longer.
  if (lease.purpose === 'review' ? !incident.positionsExist : incident.status === 'closed') return 'closed';
  if (holder === undefined || !on.signedIn.has(holder)) return 'session-ended';
  if (now_ms >= lease.expiresAt_ms) return 'expired';
  if (lease.purpose === 'review') return null;
  const until_ms = resolvedUntil(on);
  if (until_ms !== null && now_ms >= until_ms) return 'resolved';
  const whole_ms = lease.purpose === 'break-glass' ? glassUntil(lease, on) : null;
  if (whole_ms !== null && now_ms >= whole_ms) return 'cleared';
  const passing = lease.purpose === 'alarm' || lease.purpose === 'response';
  // The alarm has been answered by others: those it rang at see no longer, and a supervisor not even once it is resolved.
  const passes = passing && !rungAt(on).includes(holder) && !worksOn(holder, on);
  if (passes && (responseRuns(incident) || on.supervisors.includes(holder))) return 'not-working';
  return null;
};

/** New expiry where the lease is due for renewal and what it serves goes on; null otherwise. */
const renewalOf = (lease: Lease, on: Reconciling): number | null => {
  const { incident, now_ms, policy } = on;
  const left_ms = lease.expiresAt_ms - now_ms;
  if (lease.purpose === 'review' || left_ms <= 0 || left_ms > policy.lease.renewBefore_s * 1000) return null;
  const until_ms = resolvedUntil(on) ?? Number.POSITIVE_INFINITY;
  // A broken glass serves the breach alone, and nothing else of the response.
  const glass_ms = lease.purpose === 'break-glass' ? glassUntil(lease, on) : null;
  if (glass_ms !== null) return null;
  const serves =
    lease.purpose === 'break-glass' || responseRuns(incident) || breachRuns(on) || Number.isFinite(until_ms);
  const expiresAt_ms = Math.min(now_ms + policy.lease.duration_s * 1000, until_ms);
  return serves && expiresAt_ms > lease.expiresAt_ms ? expiresAt_ms : null;
};

/** People an operator should see now, by the alarms that ring at them and by the work they have taken up. */
const wantedBy = (operator: OperatorId, on: Reconciling): ReadonlySet<PersonId> => {
  const { incident, opening } = on;
  const ringing = rungAt(on).includes(operator) ? incident.unanswered : [];
  const wanted = new Set(ringing.flatMap(({ alertId }) => opening.running.get(alertId) ?? []));
  if (responseRuns(incident) && worksOn(operator, on)) for (const id of opening.opened) wanted.add(id);
  return wanted;
};

const grantsOf = (kept: readonly Lease[], on: Reconciling): readonly EntryBody[] =>
  [...on.desks, ...on.supervisors].flatMap((operator): readonly EntryBody[] => {
    const held = kept.filter((l) => l.purpose !== 'review' && l.holders.includes(operator)).flatMap((l) => l.subjects);
    const subjects = [...wantedBy(operator, on)].filter((id) => !held.includes(id));
    if (subjects.length === 0) return [];
    return [
      {
        kind: 'lease.granted',
        leaseId: on.newLeaseId(),
        purpose: on.incident.unacknowledged ? 'alarm' : 'response',
        subjects,
        holders: [operator],
        expiresAt_ms: on.now_ms + on.policy.lease.duration_s * 1000,
        reason: null,
      },
    ];
  });

/**
 * What must be recorded so that the leases of one incident are as the rules demand: ends, renewals, grants. Each lease has one
 * holder, because it dies with that operator's session and with their part in the work.
 */
export const reconcileLeases = (on: Reconciling): readonly EntryBody[] => {
  const ends: EntryBody[] = [];
  const renewals: EntryBody[] = [];
  const kept: Lease[] = [];
  for (const lease of on.leases) {
    const renewal = renewalOf(lease, on);
    const reason = endOf(renewal === null ? lease : { ...lease, expiresAt_ms: renewal }, on);
    if (reason !== null) {
      ends.push({ kind: 'lease.ended', leaseId: lease.id, reason });
      continue;
    }
    kept.push(lease);
    if (renewal !== null) renewals.push({ kind: 'lease.renewed', leaseId: lease.id, expiresAt_ms: renewal });
  }
  return [...ends, ...renewals, ...grantsOf(kept, on)];
};

/** When the leases of one incident may next change without an entry: the first renewal, expiry or end after a resolution to come. */
export const nextChangeAt_ms = (
  incident: Incident,
  leases: readonly Lease[],
  now_ms: number,
  policy: Policy,
): number | null => {
  if (leases.length === 0) return null;
  const { renewBefore_s, duration_s } = policy.lease;
  const until_ms = resolvedUntil({ incident, policy });
  const times_ms = leases.flatMap((lease) => {
    const { expiresAt_ms } = lease;
    const glass_ms = lease.purpose === 'break-glass' ? glassUntil(lease, { incident, policy }) : null;
    return [
      ...(glass_ms === null ? [] : [glass_ms]),
      expiresAt_ms,
      expiresAt_ms - renewBefore_s * 1000,
      // Where a lease lasts no longer than its renewal may come before its end, it can be renewed from the next millisecond on.
      expiresAt_ms - duration_s * 1000 + 1,
    ];
  });
  const ahead_ms = [...times_ms, ...(until_ms === null ? [] : [until_ms])].filter((at_ms) => at_ms > now_ms);
  return ahead_ms.length === 0 ? null : Math.min(...ahead_ms);
};
