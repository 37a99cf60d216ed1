import { FalseAlertCause } from '../incidents/entries.ts';
import type { Incident } from '../incidents/state.ts';

/** How many resolved incidents were false alerts, and why. */
export type FalseAlerts = {
  readonly resolved: number;
  readonly count: number;
  /** Share of the resolved ones, 0 to 1; null where none is resolved. */
  readonly share: number | null;
  /** Causes that occurred, the most frequent first. */
  readonly causes: readonly { readonly cause: FalseAlertCause; readonly count: number }[];
};

/** Counts what is resolved or closed; what runs again counts once it is resolved anew. */
export const falseAlerts = (incidents: Iterable<Pick<Incident, 'outcome' | 'falseCause'>>): FalseAlerts => {
  const counts = new Map<FalseAlertCause, number>();
  let resolved = 0;
  for (const { outcome, falseCause } of incidents) {
    if (outcome !== null) resolved += 1;
    if (falseCause !== null) counts.set(falseCause, (counts.get(falseCause) ?? 0) + 1);
  }
  const causes = FalseAlertCause.options
    .map((cause) => ({ cause, count: counts.get(cause) ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  const count = causes.reduce((sum, one) => sum + one.count, 0);
  return { resolved, count, share: resolved === 0 ? null : count / resolved, causes };
};
