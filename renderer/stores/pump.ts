import type { ConsoleApi } from '../../shared/api/contract.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import { appendEntries, recordStore, resetRecord } from './record.ts';

/** Keeps the record store in step with the console's journal: pages what is missing, appends what arrives. */
export type RecordPump = {
  readonly receive: (entries: readonly Entry[]) => void;
  /** Drops what is held and pages anew. */
  readonly restart: () => void;
  /** After a reconnection: pages from where we are, or anew where the journal is shorter than what we hold. */
  readonly resume: (head: number) => void;
};

export const recordPump = (api: ConsoleApi): RecordPump => {
  // A page asked for before a reset must not land after it.
  let generation = 0;
  let paging = false;
  let again = false;

  const page = async (): Promise<void> => {
    if (paging) {
      again = true;
      return;
    }
    paging = true;
    try {
      do {
        again = false;
        const asked = generation;
        const entries = await api.call('entries', { since: recordStore.getState().head });
        if (asked !== generation) again = true;
        else if (entries.length > 0) {
          appendEntries(entries);
          again = true;
        }
      } while (again);
    } catch {
      // The console process went away; the reconnection resumes.
    } finally {
      paging = false;
    }
  };

  const restart = (): void => {
    generation += 1;
    resetRecord();
    void page();
  };
  return {
    receive: (entries) => {
      if (appendEntries(entries) === 'gap') void page();
    },
    restart,
    resume: (head) => {
      if (head < recordStore.getState().head) restart();
      else void page();
    },
  };
};
