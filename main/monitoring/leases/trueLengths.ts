import type { LeaseId } from '../../../shared/domain/ids.ts';
import type { Lease } from '../../../shared/domain/incidents/leases.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Batch } from '../ports/incidentRecord.ts';
import type { JudgedClock } from '../time/judgedClock.ts';

/**
 * Keeps leases at their true length where this server's clock was wrong from its start, and is set once it is judged: what it granted and renewed
 * until then ends as much earlier or later. Goes first into the next batch, so that no lease is judged by the new time and its old end.
 */
export const createTrueLengths = (given: {
  readonly clock: Pick<JudgedClock, 'now' | 'corrected_ms'>;
  /** Those of the record as this server found it: an earlier one's clock said when they end. */
  readonly inherited: ReadonlyMap<LeaseId, Lease>;
}): ((batch: Batch) => void) => {
  const { clock, inherited } = given;
  let done_ms = 0;
  return (batch) => {
    const corrected_ms = clock.corrected_ms();
    const by_ms = corrected_ms - done_ms;
    if (by_ms === 0) return;
    const own = [...batch.leases().active.values()].filter(
      ({ id, expiresAt_ms }) => inherited.get(id)?.expiresAt_ms !== expiresAt_ms,
    );
    batch.add(
      own.map(({ id: leaseId, incidentId, expiresAt_ms }) =>
        systemDraft(incidentId, clock.now(), { kind: 'lease.renewed', leaseId, expiresAt_ms: expiresAt_ms + by_ms }),
      ),
    );
    batch.afterwards((fate) => {
      if (fate !== 'undone') done_ms = corrected_ms;
    });
  };
};
