import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { AccessLine } from '../store/sqlite/accessLog.ts';
import type { LeaseWorld } from '../../../shared/domain/incidents/leaseState.ts';

const MAX_DETAIL = 400;
/** Text as it fits into a line of the access log. */
export const shortened = (text: string): string =>
  text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL - 1)}…` : text;

/** Lines of the access log for the leases that entries grant, renew and end. `before` knows leases granted earlier. */
export const accessLines = (entries: readonly Entry[], before: LeaseWorld): readonly AccessLine[] => {
  const holders = new Map([...before.active.values()].map((lease) => [lease.id, lease.holders]));
  const lines: AccessLine[] = [];
  for (const { body, incidentId, recordedAt_ms: at_ms } of entries) {
    if (body.kind === 'lease.granted') {
      holders.set(body.leaseId, body.holders);
      const detail = shortened(body.reason === null ? body.purpose : `${body.purpose}: ${body.reason}`);
      for (const operatorId of body.holders)
        lines.push({ at_ms, operatorId, action: 'lease-granted', incidentId, detail });
    }
    if (body.kind === 'lease.renewed' || body.kind === 'lease.ended') {
      const action = body.kind === 'lease.ended' ? 'lease-ended' : 'lease-renewed';
      const detail = body.kind === 'lease.ended' ? body.reason : null;
      for (const operatorId of holders.get(body.leaseId) ?? []) {
        lines.push({ at_ms, operatorId, action, incidentId, detail });
      }
    }
  }
  return lines;
};
