/** Does store work that may fail without stopping the clock: null where it failed, and then it was told. What waits is written the next time. */
export type Attempt = <T>(work: () => T) => T | null;

export const createAttempt =
  (onStoreFailure: (thrown: unknown) => void): Attempt =>
  (work) => {
    try {
      return work();
    } catch (thrown) {
      onStoreFailure(thrown);
      return null;
    }
  };
