import type { OrderRules } from '../../../shared/domain/rules/types.ts';

/** Adds up for how long alerts of proximity and zones stood at each level, in seconds; a level that two stand at counts once. */
export const createExposure = () => {
  const spent_ms = new Map<string, number>();
  let last_ms: number | null = null;
  let standing: ReadonlySet<string> = new Set();
  return {
    /** The alerts as they are from `now_ms` on. */
    step: (rules: OrderRules, now_ms: number): void => {
      if (last_ms !== null)
        for (const level of standing) spent_ms.set(level, (spent_ms.get(level) ?? 0) + now_ms - last_ms);
      last_ms = now_ms;
      if (rules.running.size === 0 && standing.size === 0) return;
      const levels = [...rules.running.values()].flatMap(({ alert: { rule, level } }) =>
        rule.type === 'proximity' || rule.type === 'zone' ? [level] : [],
      );
      standing = new Set(levels);
    },
    exposure_s: (): Readonly<Record<string, number>> =>
      Object.fromEntries([...spent_ms].map(([level, ms]) => [level, ms / 1000])),
  };
};
