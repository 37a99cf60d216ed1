import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { CommitQueue, Outcome, RecordReads } from '../ports/record.ts';

/** People whom the store knows a real device of. */
type RealPeople = {
  /** Their device has been heard of less than "location lost" ago: the simulator must not speak over its silence. */
  readonly speaking: readonly PersonId[];
  /** Their device was last heard of before that: they are simulated again. */
  readonly lost: readonly PersonId[];
};

/** Whom real devices still speak for when a server starts, and whom they no longer do. */
export const realPeople = (
  store: Pick<RecordReads, 'lastFixes' | 'realDevices'>,
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
  /** Writes what was noted, in one commit; what the store refuses waits for the next time. `done` is told when neither waits any more. */
  readonly flush: (done?: () => void) => void;
};

/**
 * Noted at once and written with the next `flush`, before the request that brought it is answered: one transaction for all that came
 * with it, since one for each would hold up the alerts behind a whole fleet that is switched over.
 */
export const createRealDeviceNotes = (given: {
  readonly commits: CommitQueue;
  readonly now: () => number;
  readonly onStoreFailure: (thrown: unknown) => void;
}): RealDeviceNotes => {
  const waiting = new Map<PersonId, number | null>();
  let underWay = 0;
  return {
    note: (person) => void waiting.set(person, given.now()),
    forget: (person) => void waiting.set(person, null),
    flush: (done = () => undefined) => {
      if (waiting.size === 0 && underWay === 0) return done();
      let taken: ReadonlyMap<PersonId, number | null> = new Map();
      underWay += 1;
      return given.commits.add({
        prepare: () => {
          taken = new Map(waiting);
          waiting.clear();
          if (taken.size === 0) return null;
          // What the simulated device said last is no last known place of theirs.
          const heard = [...taken].filter(([, since_ms]) => since_ms !== null);
          return { realDevices: taken, lastFixes: new Map(heard.map(([person]) => [person, null])) };
        },
        done: (outcome: Outcome) => {
          underWay -= 1;
          if (!outcome.ok) {
            // What has been noted since then is newer.
            for (const [person, since_ms] of taken) if (!waiting.has(person)) waiting.set(person, since_ms);
            given.onStoreFailure(outcome.error);
          }
          done();
        },
      });
    },
  };
};
