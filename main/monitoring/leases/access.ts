import type { LeaseId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { AccessLine } from '../ports/commit.ts';
import type { LeaseWorld } from '../../../shared/domain/incidents/leaseState.ts';

const MAX_DETAIL = 400;
/** Text as it fits into a line of the access log. */
export const shortened = (text: string): string =>
  text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL - 1)}…` : text;

/** Lines of the access log for the leases that entries grant, renew and end. `before` knows leases granted earlier. */
export const accessLines = (entries: readonly Entry[], before: LeaseWorld): readonly AccessLine[] => {
  const granted = new Map<LeaseId, readonly OperatorId[]>();
  const holdersOf = (id: LeaseId): readonly OperatorId[] => granted.get(id) ?? before.active.get(id)?.holders ?? [];
  const lines: AccessLine[] = [];
  for (const { body, incidentId, recordedAt_ms: at_ms } of entries) {
    if (body.kind === 'lease.granted') {
      granted.set(body.leaseId, body.holders);
      const detail = shortened(body.reason === null ? body.purpose : `${body.purpose}: ${body.reason}`);
      for (const operatorId of body.holders)
        lines.push({ at_ms, operatorId, action: 'lease-granted', incidentId, detail });
    }
    if (body.kind === 'lease.renewed' || body.kind === 'lease.ended') {
      const action = body.kind === 'lease.ended' ? 'lease-ended' : 'lease-renewed';
      const detail = body.kind === 'lease.ended' ? body.reason : null;
      for (const operatorId of holdersOf(body.leaseId)) {
        lines.push({ at_ms, operatorId, action, incidentId, detail });
      }
    }
  }
  return lines;
};
