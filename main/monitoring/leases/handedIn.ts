import type { LeaseId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ProvisionalLease } from '../../../shared/protocol/messages.ts';
import type { AccessLine } from '../ports/commit.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';
import { onceOf, shortened } from './access.ts';

/** Lines of the access log for a lease that only its holder's console knows of: nothing is believed of it but that this operator saw. */
const linesOf = (
  { lease, reason, endedAt_ms }: ProvisionalLease,
  operatorId: OperatorId,
  now_ms: number,
): readonly AccessLine[] => {
  const { id, incidentId, purpose, subjects: people } = lease;
  const told = { operatorId, incidentId, people, lease: id };
  const why = reason === null ? purpose : `${purpose}: ${reason}`;
  const granted: AccessLine = {
    ...told,
    at_ms: Math.min(lease.start_ms, now_ms),
    action: 'lease-granted',
    detail: shortened(`${why} (not recorded)`),
  };
  const ended: AccessLine = {
    ...told,
    at_ms: Math.min(endedAt_ms ?? lease.expiresAt_ms, now_ms),
    action: 'lease-ended',
    detail: 'not recorded',
  };
  return [granted, ended].map((line) => ({ ...line, once: onceOf(line) }));
};

/**
 * Takes in what a console tells of leases that its operator held while the record took nothing. What the record holds is on the access log
 * already. What it does not, since the server was killed, joins it once. Answered when that is on disk.
 */
export const createHandedInLeases = (given: {
  readonly store: Pick<RecordReads, 'record'>;
  readonly commits: CommitQueue;
  readonly record: Pick<IncidentRecord, 'isKeeping'>;
  readonly now: () => number;
  readonly onStoreFailure: (thrown: unknown) => void;
}) => {
  const isRecorded = (
    { lease: { id, incidentId } }: ProvisionalLease,
    known: Map<string, ReadonlySet<LeaseId>>,
  ): boolean => {
    const ofIncident =
      known.get(incidentId) ??
      new Set(
        given.store.record
          .ofIncident(incidentId)
          .flatMap(({ body }) => (body.kind === 'lease.granted' ? [body.leaseId] : [])),
      );
    known.set(incidentId, ofIncident);
    return ofIncident.has(id);
  };
  return (
    operator: OperatorId,
    leases: readonly ProvisionalLease[],
    answer: (taken: Result<null, Refusal>) => void,
  ): void => {
    // What is kept may be on disk soon, and is asked again then.
    if (given.record.isKeeping()) return answer(err({ reason: 'store-failed' }));
    const known = new Map<string, ReadonlySet<LeaseId>>();
    const missing = leases
      .filter(({ lease }) => lease.holders.includes(operator))
      .filter((one) => !isRecorded(one, known));
    return given.commits.add({
      prepare: () =>
        missing.length === 0 ? null : { access: missing.flatMap((one) => linesOf(one, operator, given.now())) },
      done: (outcome) => {
        if (!outcome.ok) given.onStoreFailure(outcome.error);
        answer(outcome.ok ? ok(null) : err({ reason: 'store-failed' }));
      },
    });
  };
};
