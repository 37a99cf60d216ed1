import type { LeaseId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { AccessLine } from '../ports/commit.ts';
import type { Lease } from '../../../shared/domain/incidents/leases.ts';
import type { LeaseWorld } from '../../../shared/domain/incidents/leaseState.ts';

const MAX_DETAIL = 400;
/** Text as it fits into a line of the access log. */
export const shortened = (text: string): string =>
  text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL - 1)}…` : text;

/** Lines of the access log for the leases that entries grant, renew and end. `before` knows leases granted earlier. */
export const accessLines = (entries: readonly Entry[], before: LeaseWorld): readonly AccessLine[] => {
  const granted = new Map<LeaseId, Pick<Lease, 'holders' | 'subjects'>>();
  const lines: AccessLine[] = [];
  for (const { body, incidentId, recordedAt_ms, foundAt_ms } of entries) {
    // A lease opens when that is found, whenever it is written.
    const at_ms = foundAt_ms ?? recordedAt_ms;
    if (body.kind === 'lease.granted') {
      granted.set(body.leaseId, body);
      const detail = shortened(body.reason === null ? body.purpose : `${body.purpose}: ${body.reason}`);
      for (const operatorId of body.holders)
        lines.push({
          ...{ at_ms, operatorId, action: 'lease-granted', incidentId, people: body.subjects, detail },
          lease: body.leaseId,
        });
    }
    if (body.kind === 'lease.renewed' || body.kind === 'lease.ended') {
      const lease = granted.get(body.leaseId) ?? before.active.get(body.leaseId);
      const action = body.kind === 'lease.ended' ? 'lease-ended' : 'lease-renewed';
      const detail = body.kind === 'lease.ended' ? body.reason : null;
      for (const operatorId of lease?.holders ?? []) {
        lines.push({
          ...{ at_ms, operatorId, action, incidentId, people: lease?.subjects ?? [], detail },
          lease: body.leaseId,
        });
      }
    }
  }
  return lines;
};

/** Under this the access log keeps one line, where after an outage of the store more than one may tell of the same. */
export const onceOf = ({ lease, action, operatorId, at_ms }: AccessLine): string =>
  [lease, action, operatorId, ...(action === 'lease-renewed' ? [at_ms] : [])].join(' ');
