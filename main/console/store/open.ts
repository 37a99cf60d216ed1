import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { noteSetAside, notedSetAside } from './meta.ts';
import { migrate, NEWEST_VERSION, SEALED_VERSION, versionOf } from './migrations.ts';
import type { MigrationTools } from './migrations.ts';
import { FETCHED_AGAIN, putInPlace, readKeepsakes, removeDatabase, writeKeepsakes } from './salvage.ts';
import type { RowSeal } from './seal.ts';
import { durably, inTransaction } from './store.ts';
import type { ConsoleStore } from './store.ts';
import { dropUnsoundEntries, isKeyOf, unreadableCommand } from './soundness.ts';

/** SQLite's result codes for a file that is not, or no longer, a sound database. */
const DAMAGE: readonly unknown[] = [11, 26];

const DAMAGED = Symbol('damaged');

const isDamage = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.cause === DAMAGED || ('errcode' in thrown && DAMAGE.includes(thrown.errcode)));

const openSound = (path: string, tools: MigrationTools, to = NEWEST_VERSION): DatabaseSync => {
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;');
    if (db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok')
      throw new Error('it is damaged', { cause: DAMAGED });
    const before = versionOf(db);
    migrate(db, tools, to);
    // What was plain before must not stay readable in the log of writes or in pages that are free now.
    if (before < SEALED_VERSION && to >= SEALED_VERSION) db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    chmodSync(path, 0o600);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
};

/** A fresh database with what only this console has, `without` some tables; the old one stays beside it. @throws where that cannot be read or kept. */
const openAnew = (
  path: string,
  tools: MigrationTools,
  { without, why }: { readonly without: readonly string[]; readonly why: 'damaged' | 'locked' },
): DatabaseSync => {
  const kept = readKeepsakes(path, without);
  if (!kept.ok) throw new Error(kept.error);
  if (kept.value.version > NEWEST_VERSION) throw new Error('written by a newer version of this program');
  const fresh = `${path}.new`;
  removeDatabase(fresh); // of a console that was killed on the way
  const db = openSound(fresh, tools, kept.value.version);
  try {
    durably(db, () => inTransaction(db, () => writeKeepsakes(db, kept.value)));
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)'); // the file alone is renamed
  } finally {
    db.close();
  }
  putInPlace(fresh, path, why);
  return openSound(path, tools);
};

const openOrMend = (path: string, tools: MigrationTools): DatabaseSync => {
  try {
    return openSound(path, tools);
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    const db = openAnew(path, tools, { without: FETCHED_AGAIN, why: 'damaged' });
    tools.onMended('the database was damaged: the outbox was kept, the record is fetched again');
    return db;
  }
};

/** Begins anew with what was never sealed: the key of the rest is another, and only whoever finds it can say what it holds. */
const openWithoutKey = (db: DatabaseSync, options: StoreOptions): DatabaseSync => {
  const { path, now, onMended } = options;
  const waiting = db.prepare('SELECT count(*) AS n FROM outbox WHERE refusal IS NULL').get()?.['n'];
  const waitingCommands = Number(waiting) + (notedSetAside(db)?.waitingCommands ?? 0);
  db.close();
  const without = ['entry', 'outbox', 'disputed_entry', 'draft', 'provisional_lease'];
  const fresh = openAnew(path, options, { without, why: 'locked' });
  durably(fresh, () => noteSetAside(fresh, { at_ms: now(), waitingCommands }));
  onMended(`the key is another than before: what was kept is put aside, ${waitingCommands} waiting commands with it`);
  return fresh;
};

export type StoreOptions = {
  readonly path: string;
  readonly seal: RowSeal;
  /** Console clock. */
  readonly now: () => number;
  /** Told of what was damaged, or did not open, and what became of it. */
  readonly onMended: (what: string) => void;
};

/**
 * Opens (and where needed makes) a console database. It holds entries as received and commands not yet landed, each sealed by itself; no
 * position ever, since no entry carries one. Entries are the server's, on its disk before they come, and asked for again where they
 * are missing: NORMAL spares every alert a wait for this machine's disk. What only this console has goes through `durably`.
 * A damaged one is mended where everything but entries can be read. One that was sealed with another key is put aside, and this is
 * noted in the one that takes its place (`notedSetAside`).
 * @returns an error line that names the file when it cannot be opened, is damaged beyond that, or belongs to a newer version.
 */
export const openConsoleStore = (options: StoreOptions): Result<ConsoleStore, string> => {
  const { path, seal, onMended } = options;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const found = openOrMend(path, options);
    const db = isKeyOf(found, seal) ? found : openWithoutKey(found, options);
    try {
      const command = unreadableCommand(db, seal);
      if (command !== null) throw new Error(`command ${command} in its outbox cannot be read`);
      const entry = dropUnsoundEntries(db, seal);
      if (entry !== null) onMended(`entries from ${entry} on were damaged: they are fetched again`);
      return ok({ db, seal });
    } catch (thrown) {
      db.close();
      throw thrown;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err(`console database ${path}: ${reason}`);
  }
};
