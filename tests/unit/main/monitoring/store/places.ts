import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RestoredMark } from '../../../../../main/monitoring/ports/commit.ts';
import type { RecordPort } from '../../../../../main/monitoring/ports/record.ts';
import { writeInline } from '../../../../../main/monitoring/store/inline.ts';
import { createRestoredStore } from '../../../../../main/monitoring/store/sqlite/restored.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { writeInThread } from '../../../../../main/monitoring/store/sqlite/thread.ts';
import type { Place } from './conformance.ts';

const secret = secretFrom(new Uint8Array(32));

const inMemory = (): Place => ({
  open: () => Promise.resolve(writeInline(openStore(':memory:', secret))),
  restore: null,
  drop: () => undefined,
});

const onFile = (open: (path: string) => RecordPort) => (): Place => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-conformance-'));
  const path = join(folder, 'server.db');
  return {
    open: () => Promise.resolve(open(path)),
    restore: (mark: RestoredMark) => {
      const db = new DatabaseSync(path);
      createRestoredStore(db).set(mark);
      db.close();
    },
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** Every store that the core can be given, and how costly one is to open: so many runs are a fair share of the time. */
export const STORES: readonly (readonly [name: string, place: () => Place, runs: number])[] = [
  ['SQLite in memory', inMemory, 40],
  ['SQLite on a file', onFile((path) => writeInline(openStore(path, secret))), 8],
  [
    'SQLite in a thread of its own',
    onFile((path) => writeInThread(openStore(path, secret), { path, master: secret.sealing }, () => performance.now())),
    2,
  ],
];
