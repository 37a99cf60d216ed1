import type { EntryBody } from './entries.ts';
import type { Incident } from './state.ts';

/** The incident once somebody has opened positions with a typed reason while the rules kept them shut. */
export const withBrokenGlass = (
  incident: Incident,
  { leaseId, holders, reason }: Extract<EntryBody, { readonly kind: 'lease.granted' }>,
  at_ms: number,
): Incident => ({
  ...incident,
  brokeGlass: true,
  glassBroken: new Map(incident.glassBroken).set(leaseId, { holders, at_ms, reason, seen: false }),
});
