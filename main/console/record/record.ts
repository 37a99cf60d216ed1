import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Timers } from '../clock.ts';
import type { Journal } from '../store/journal.ts';

export type Page = { readonly entries: readonly Entry[]; readonly head: number };

/** What became of asking for a page: nothing heard (ask again), or this operator may not read the record. */
export type PageFailure = 'later' | 'not-allowed';

export type RecordKeeper = {
  /** Entries as the server broadcasts them: they may repeat, and some may have been missed before them. */
  readonly receive: (entries: readonly Entry[]) => void;
  /** The server's head, from its heartbeat. */
  readonly heard: (serverHead: number) => void;
  /** A session stands on a connection: makes sure that it is the same record, then fetches what is missing. */
  readonly start: () => void;
  readonly stop: () => void;
  /** Puts the journal aside and takes the record anew from the server. */
  readonly restart: () => void;
  readonly isCaughtUp: () => boolean;
};

type RecordOptions = {
  readonly journal: Journal;
  readonly timers: Timers;
  readonly fetchPage: (since: number) => Promise<Result<Page, PageFailure>>;
  /** Entries that have just been put into the journal: in order, without gaps or repeats. */
  readonly onAppended: (entries: readonly Entry[]) => void;
  /** The server's entry of the last number held is another, or there is none: told before anything held is put aside. */
  readonly onDiffers: () => void;
  /** The journal held another record than the server's; it was put aside and begins anew. */
  readonly onReset: () => void;
  /** The journal could not be written. */
  readonly onStoreFailure: () => void;
  /** Entries that the journal does not take: in order, beyond what it holds. They come again until it does. */
  readonly onUnkept: (entries: readonly Entry[]) => void;
  readonly onChange: () => void;
};

const RETRY_MS = 500;

/** Keeps the journal equal to the server's record: socket.io delivers at most once, so gaps are found and filled here. */
export const createRecord = ({
  journal,
  timers,
  fetchPage,
  onAppended,
  onDiffers,
  onReset,
  onStoreFailure,
  onUnkept,
  onChange,
}: RecordOptions): RecordKeeper => {
  let serverHead = 0;
  let verified = false;
  /** Counts starts and stops, so that an answer to an earlier session is not taken for one of this session. */
  let run = 0;
  let active = false;
  let fetching = false;
  let caughtUp = false;
  let isFailing = false;
  let cancelRetry: () => void = () => undefined;

  const update = (): void => {
    const now = active && verified && journal.head() >= serverHead;
    if (now === caughtUp) return;
    caughtUp = now;
    onChange();
  };

  const append = (entries: readonly Entry[]): void => {
    const fresh = entries.filter((entry) => entry.seq > journal.head());
    if (fresh.length === 0) return;
    try {
      journal.append(fresh);
    } catch {
      isFailing = true;
      onStoreFailure(); // a full disk, say: fetching tries again
      onUnkept(fresh);
      return;
    }
    isFailing = false;
    onAppended(fresh);
  };

  /** The last entry held must be the server's entry of that number; otherwise the journal is another server's, or damaged. */
  const compare = (page: Page): 'same' | 'differs' | 'damaged' => {
    const held = journal.head();
    if (held === 0) return 'same';
    const [theirs] = page.entries;
    try {
      const [mine] = journal.page(held - 1);
      return JSON.stringify(mine) === JSON.stringify(theirs) ? 'same' : 'differs';
    } catch {
      return 'damaged'; // what stands there no longer fits: the server has it all
    }
  };

  const take = (page: Page): void => {
    serverHead = Math.max(serverHead, page.head);
    if (!verified) {
      const found = compare(page);
      if (found === 'differs') onDiffers();
      if (found !== 'same') {
        journal.reset();
        verified = true;
        serverHead = page.head;
        onReset();
        return;
      }
      verified = true;
    }
    append(page.entries);
  };

  const fetchAll = async (mine: number): Promise<void> => {
    while (mine === run && !(verified && journal.head() >= serverHead)) {
      const held = journal.head();
      const page = await fetchPage(verified ? held : Math.max(0, held - 1));
      if (mine !== run) return;
      if (!page.ok) {
        if (page.error === 'later') cancelRetry = timers.after(RETRY_MS, fetchMissing);
        return;
      }
      const wasVerified = verified;
      take(page.value);
      // A page that brings nothing new although more is said to exist: do not spin on it.
      if (wasVerified && journal.head() === held && held < serverHead) {
        cancelRetry = timers.after(RETRY_MS, fetchMissing);
        return;
      }
    }
  };

  const fetchMissing = (): void => {
    if (!active || fetching) return;
    fetching = true;
    const mine = run;
    void fetchAll(mine)
      .catch(() => {
        onStoreFailure(); // the journal could not be emptied, say: nothing is lost, it is tried again
        if (mine === run) cancelRetry = timers.after(RETRY_MS, fetchMissing);
      })
      .finally(() => {
        fetching = false;
        if (mine === run) update();
        else fetchMissing();
      });
  };

  return {
    receive: (entries) => {
      const first = entries.find((entry) => entry.seq > journal.head());
      if (!active || first === undefined) return;
      serverHead = Math.max(serverHead, entries.at(-1)?.seq ?? 0);
      if (verified && first.seq === journal.head() + 1) append(entries);
      else {
        // What comes now may be an alarm, and must not wait behind all that this disk has not taken.
        if (verified && isFailing) onUnkept(entries.filter(({ seq }) => seq > journal.head()));
        fetchMissing();
      }
      update();
    },
    heard: (head) => {
      // A lower head than before can only be another store behind the same address.
      if (active && verified && head < journal.head()) verified = false;
      serverHead = head;
      if (active && (!verified || head > journal.head())) fetchMissing();
      update();
    },
    start: () => {
      run += 1;
      active = true;
      verified = false;
      fetchMissing();
      update();
    },
    stop: () => {
      run += 1;
      active = false;
      cancelRetry();
      update();
    },
    restart: () => {
      run += 1;
      journal.reset();
      verified = journal.head() === 0;
      onReset();
      fetchMissing();
      update();
    },
    isCaughtUp: () => caughtUp,
  };
};
