import type { ConsoleApi } from '../../shared/api/contract.ts';
import type { Entry } from '../../shared/domain/incidents/entries.ts';
import type { Arrivals } from './arrivals.ts';
import { appendEntries, continuing, recordStore, resetRecord } from './record.ts';

/** Keeps the record store in step with the console's journal: pages what is missing, appends what arrives. */
export type RecordPump = {
  readonly receive: (entries: readonly Entry[]) => void;
  /** Drops what is held and pages anew. */
  readonly restart: () => void;
  /** After a reconnection: pages from where we are, or anew where the journal is shorter than what we hold. */
  readonly resume: (head: number) => void;
};

/** `onAppended` is called within the step that has let the record grow. */
export const recordPump = (api: ConsoleApi, arrivals: Arrivals, onAppended: () => void): RecordPump => {
  // A page asked for before a reset must not land after it.
  let generation = 0;
  let paging = false;
  let again = false;
  /** The last entry taken in. Ahead of the store's until the next picture, so that a gap is asked for at once. */
  let head = recordStore.getState().head;
  /** Entries that wait for the next picture. Later ones join them, so that the record is folded once for all. */
  let waiting: Entry[] | null = null;

  const append = (fresh: readonly Entry[]): void => {
    if (waiting !== null) {
      waiting.push(...fresh);
      return;
    }
    const mine = [...fresh];
    waiting = mine;
    arrivals.add(() => {
      if (waiting === mine) waiting = null;
      appendEntries(mine);
      onAppended();
    });
  };
  /** Takes in what continues the record. Whatever lies beyond a gap is left out, and said. */
  const take = (entries: readonly Entry[]): 'complete' | 'gap' => {
    const fresh = continuing(entries, head);
    const last = fresh.at(-1);
    if (last !== undefined) {
      head = last.seq;
      append(fresh);
    }
    const newest = entries.at(-1);
    return newest === undefined || newest.seq <= head ? 'complete' : 'gap';
  };

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
        const entries = await api.call('entries', { since: head });
        if (asked !== generation) again = true;
        else if (entries.length > 0) {
          take(entries);
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
    head = 0;
    waiting = null; // what comes from here on belongs behind the reset
    arrivals.add(resetRecord);
    void page();
  };
  return {
    receive: (entries) => {
      if (take(entries) === 'gap') void page();
    },
    restart,
    resume: (journalHead) => {
      if (journalHead < head) restart();
      else void page();
    },
  };
};
