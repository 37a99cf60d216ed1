import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Store } from '../store/sqlite/store.ts';

/**
 * People whom a real device still speaks for when a server starts: one that has been heard of less than "location lost" ago. The
 * simulator must not speak over its silence. Older ones are forgotten, and simulated again.
 */
export const realPeople = (store: Store, policy: Policy, now_ms: number): readonly PersonId[] => {
  const last = store.lastFixes.all();
  const since_ms = now_ms - policy.silence.locationLostAfter_s * 1000;
  const known = [...store.realDevices.all()];
  const isRecent = ([id, at_ms]: readonly [PersonId, number]): boolean =>
    Math.max(at_ms, last.get(id)?.at_ms ?? 0) >= since_ms;
  const lost = known.filter((one) => !isRecent(one));
  if (lost.length > 0) {
    store.commit({ realDevices: new Map(lost.map(([id]) => [id, null])) });
  }
  return known.filter(isRecent).map(([id]) => id);
};

/** Keeps on disk whom real devices speak for. */
export type RealDeviceNotes = {
  readonly note: (person: PersonId) => void;
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
  const waiting = new Map<PersonId, number>();
  return {
    note: (person) => void waiting.set(person, given.now()),
    flush: () => {
      if (waiting.size === 0) return;
      try {
        // What the simulated device said last is no last known place of theirs.
        const lastFixes = new Map([...waiting.keys()].map((person) => [person, null]));
        given.store.commit({ realDevices: waiting, lastFixes });
        waiting.clear();
      } catch (thrown) {
        given.onStoreFailure(thrown);
      }
    },
  };
};
