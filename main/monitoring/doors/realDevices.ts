import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Store } from '../store/sqlite/store.ts';

/** People whom the store knows a real device of. */
type RealPeople = {
  /** Their device has been heard of less than "location lost" ago: the simulator must not speak over its silence. */
  readonly speaking: readonly PersonId[];
  /** Their device was last heard of before that: they are simulated again. */
  readonly lost: readonly PersonId[];
};

/** Whom real devices still speak for when a server starts, and whom they no longer do. */
export const realPeople = (
  store: Pick<Store, 'lastFixes' | 'realDevices'>,
  policy: Policy,
  now_ms: number,
): RealPeople => {
  const last = store.lastFixes.all();
  const since_ms = now_ms - policy.silence.locationLostAfter_s * 1000;
  const known = [...store.realDevices.all()];
  const isRecent = ([id, at_ms]: readonly [PersonId, number]): boolean =>
    Math.max(at_ms, last.get(id)?.at_ms ?? 0) >= since_ms;
  return {
    speaking: known.filter(isRecent).map(([id]) => id),
    lost: known.filter((one) => !isRecent(one)).map(([id]) => id),
  };
};

/** Keeps on disk whom real devices speak for. */
export type RealDeviceNotes = {
  readonly note: (person: PersonId) => void;
  /** No real device speaks for them any more. */
  readonly forget: (person: PersonId) => void;
  /** Writes what was noted, in one transaction; what the store refuses waits for the next time. */
  readonly flush: () => void;
};

/**
 * Noted at once and written with the next `flush`, before the request that brought it is answered: one transaction for all that came
 * with it, since one for each would hold up the alerts behind a whole fleet that is switched over.
 */
export const createRealDeviceNotes = (given: {
  readonly store: Pick<Store, 'commit'>;
  readonly now: () => number;
  readonly onStoreFailure: (thrown: unknown) => void;
}): RealDeviceNotes => {
  const waiting = new Map<PersonId, number | null>();
  return {
    note: (person) => void waiting.set(person, given.now()),
    forget: (person) => void waiting.set(person, null),
    flush: () => {
      if (waiting.size === 0) return;
      try {
        // What the simulated device said last is no last known place of theirs.
        const taken = [...waiting].filter(([, since_ms]) => since_ms !== null);
        const lastFixes = new Map(taken.map(([person]) => [person, null]));
        given.store.commit({ realDevices: waiting, lastFixes });
        waiting.clear();
      } catch (thrown) {
        given.onStoreFailure(thrown);
      }
    },
  };
};
