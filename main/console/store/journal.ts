import { Entry } from '../../../shared/domain/incidents/entries.ts';
import { PAGE_LIMIT } from '../../../shared/protocol/version.ts';
import { inTransaction } from './store.ts';
import type { ConsoleStore } from './store.ts';

/** The record as this console has received it: gapless from 1 to `head`. */
export type Journal = {
  /** Sequence number of the last entry held; 0 = none. */
  readonly head: () => number;
  /** Appends entries that continue at head + 1 without a gap. @throws Error when they do not. */
  readonly append: (entries: readonly Entry[]) => void;
  /** Entries after `since`, in order, at most PAGE_LIMIT. */
  readonly page: (since: number) => readonly Entry[];
  /** Begins anew: the entries are not the server's. They are not forgotten but put aside, as what this console was told then. */
  readonly reset: () => void;
};

export const createJournal = ({ db, seal }: ConsoleStore, now: () => number): Journal => {
  const insert = db.prepare('INSERT INTO entry (seq, sealed) VALUES (?, ?)');
  const select = db.prepare('SELECT seq, sealed FROM entry WHERE seq > ? ORDER BY seq LIMIT ?');
  const readHead = (): number => Number(db.prepare('SELECT max(seq) AS head FROM entry').get()?.['head'] ?? 0);
  let head = readHead();
  return {
    head: () => head,
    append: (entries) => {
      let next = head;
      inTransaction(db, () => {
        for (const entry of entries) {
          if (entry.seq !== next + 1) throw new Error(`journal: entry ${entry.seq} does not follow ${next}`);
          insert.run(entry.seq, seal.close(['entry', entry.seq], JSON.stringify(entry)));
          next = entry.seq;
        }
      });
      head = next;
    },
    page: (since) =>
      select.all(since, PAGE_LIMIT).map(({ seq, sealed }) => {
        const text = seal.open(['entry', Number(seq)], sealed);
        if (text === null) throw new Error(`journal: entry ${Number(seq)} does not open`);
        return Entry.parse(JSON.parse(text));
      }),
    reset: () => {
      inTransaction(db, () => {
        db.prepare(
          'INSERT INTO disputed_entry (moved_at_ms, seq, sealed) SELECT ?, seq, sealed FROM entry ORDER BY seq',
        ).run(now());
        db.exec('DELETE FROM entry');
        // What was hashed of them goes with them: kept, it would be held against the entries that follow.
        db.exec("DELETE FROM log_state WHERE name = 'frontier'");
      });
      head = 0;
    },
  };
};
