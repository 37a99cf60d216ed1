/** Failed sign-ins of the last minute, so that guessing is slow. */
export type Attempts = {
  readonly blocked: (key: string, now_ms: number) => boolean;
  readonly failed: (key: string, now_ms: number) => void;
  readonly succeeded: (key: string) => void;
};

export const MAX_FAILURES = 5;
const WINDOW_MS = 60_000;
/** Bound on what guessing under ever new names can make the server remember. */
const MAX_KEYS = 10_000;

export const createAttempts = (): Attempts => {
  const failures = new Map<string, readonly number[]>();
  const recent = (key: string, now_ms: number): readonly number[] =>
    (failures.get(key) ?? []).filter((at_ms) => now_ms - at_ms < WINDOW_MS);
  return {
    blocked: (key, now_ms) => recent(key, now_ms).length >= MAX_FAILURES,
    failed: (key, now_ms) => {
      const kept = recent(key, now_ms);
      failures.delete(key);
      failures.set(key, [...kept, now_ms]);
      const oldest = failures.keys().next();
      if (failures.size > MAX_KEYS && !oldest.done) failures.delete(oldest.value);
    },
    succeeded: (key) => {
      failures.delete(key);
    },
  };
};
