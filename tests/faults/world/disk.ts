import { err, ok } from '../../../shared/domain/result.ts';
import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import type { Commit } from '../../../main/monitoring/ports/commit.ts';
import type { Outcome, RecordPort } from '../../../main/monitoring/ports/record.ts';
import type { Store } from '../../../main/monitoring/store/sqlite/store.ts';
import type { Program } from './machine.ts';

/**
 * How a disk takes what is written. `full`: it refuses at once. `locked`: another program holds the file, and each write waits two seconds to
 * be refused. `slow`: a write takes up to some seconds. `hanging`: it does not answer until it is another way again.
 */
export type DiskState = 'good' | 'slow' | 'full' | 'locked' | 'hanging';

export type Disk = {
  /** Makes it so from now on. What this gives ends that again: what else is wrong with it goes on. */
  readonly become: (state: DiskState) => () => void;
  /** The store of a program that writes to this disk. What is under way when the program is killed may have been written, or not. */
  readonly storeFor: (program: Program, store: Store) => RecordPort;
};

const WORST_FIRST: readonly DiskState[] = ['hanging', 'full', 'locked', 'slow'];
const BUSY_MS = 2000;
const LOOK_AGAIN_MS = 100;

const outcomeOf = (write: () => void): Outcome => {
  try {
    write();
    return ok(null);
  } catch (thrown) {
    return err(thrown);
  }
};

export const createDisk = (chance: Chance): Disk => {
  const wrong: DiskState[] = [];
  /** The worst of what is wrong with it. */
  const stateNow = (): DiskState => WORST_FIRST.find((state) => wrong.includes(state)) ?? 'good';
  return {
    become: (next) => {
      wrong.push(next);
      return () => void wrong.splice(wrong.indexOf(next), 1);
    },
    storeFor: (program, store) => {
      let underWay: Partial<Commit> | null = null;
      const answer = (commit: Partial<Commit>, done: (outcome: Outcome) => void): void => {
        const state = stateNow();
        if (state === 'hanging') return void program.after(LOOK_AGAIN_MS, () => answer(commit, done));
        underWay = null;
        const isRefused = state === 'full' || state === 'locked';
        return done(isRefused ? err(new Error('the disk refuses')) : outcomeOf(() => store.commit(commit)));
      };
      const takes_ms = (): number => {
        if (stateNow() === 'locked') return BUSY_MS;
        return stateNow() === 'slow' ? chance.between(200, 4000) : chance.between(1, 8);
      };
      program.onKilled(() => {
        const refuses = stateNow() === 'full' || stateNow() === 'locked';
        if (underWay !== null && !refuses && chance.unit() < 0.5) store.commit(underWay);
        store.close();
      });
      return {
        ...store,
        commit: (commit, done) => {
          underWay = commit;
          program.after(takes_ms(), () => answer(commit, done));
        },
        close: () => Promise.resolve(),
      };
    },
  };
};
