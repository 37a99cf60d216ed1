import { createBulkheads } from '../../main/monitoring/metrics/bulkheads.ts';
import type { Bulkheads } from '../../main/monitoring/metrics/bulkheads.ts';

/** Bulkheads of a server whose log nobody reads; `failures` holds what was logged. */
export const testBulkheads = (): Bulkheads & { readonly failures: readonly unknown[] } => {
  const failures: unknown[] = [];
  return {
    ...createBulkheads({
      now: () => 1,
      elapsed_ms: () => 0,
      counters: { count: () => undefined },
      log: { error: (...said: readonly unknown[]) => void failures.push(said[0]) },
    }),
    failures,
  };
};
