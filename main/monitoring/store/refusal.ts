/** The store itself could not be read or written: what hangs on it may well work the next time. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal';
}

/** Asks the store something. @throws StoreRefusal with what it has thrown as the cause, so that nobody takes it for their own fault. */
export const fromStore = <T>(ask: () => T): T => {
  try {
    return ask();
  } catch (thrown) {
    throw new StoreRefusal('the store refused', { cause: thrown });
  }
};
