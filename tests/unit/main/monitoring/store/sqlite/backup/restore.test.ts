import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from '../../../../../../../main/monitoring/store/sqlite/backup/backup.ts';
import { restore } from '../../../../../../../main/monitoring/store/sqlite/backup/restore.ts';
import { secretFrom } from '../../../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../../../main/monitoring/store/sqlite/store.ts';
import { filesUnder } from '../../../../../../integration/server/forgotten/search.ts';
import { d1, startWatch } from '../../../watch.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-restore-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secret = secretFrom(new Uint8Array(32));
const given = { scenario: 'test', secret, now_ms: Date.parse('2026-03-06T12:00:00Z') };
const rowsOf = (file: string): readonly Buffer[] => {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare('SELECT sealed FROM last_fixes').all();
  db.close();
  return rows.flatMap(({ sealed }) => (sealed instanceof Uint8Array ? [Buffer.from(sealed)] : []));
};

/** A server's folder as a kill leaves it, last known places in the database and in its log of writes, and a backup of it. */
const killed = () => {
  const running = join(folder, 'running');
  const server = join(folder, 'server');
  const backup = join(folder, 'backup');
  mkdirSync(running);
  const path = join(running, 'test.db');
  const store = openStore(path, secret);
  const watch = startWatch({ store });
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  void watch.monitoring.close(); // done when it returns: its store writes within the call
  expect(backUp(path, backup, given).ok).toBe(true);
  watch.apart(4900);
  void watch.monitoring.close(); // done when it returns: its store writes within the call
  const sealed = rowsOf(path);
  expect(sealed).toHaveLength(2);
  cpSync(running, server, { recursive: true });
  store.close();
  rmSync(running, { recursive: true });
  return { store: join(server, 'test.db'), server, backup, sealed };
};
const holding = (server: string, sealed: readonly Buffer[]): readonly string[] =>
  filesUnder(server).flatMap(({ name, bytes }) => (sealed.some((row) => bytes.includes(row)) ? [name] : []));

it('keeps the old store aside without anybody’s last known place, not even in its log of writes', () => {
  const { store, server, backup, sealed } = killed();
  expect(holding(server, sealed)).toContain('test.db-wal');
  const done = restore(store, backup, given);
  if (!done.ok) throw new Error(done.error);
  expect(done.value).toMatchObject({ lastFixesGone: true, deletionsRead: true });
  const { aside } = done.value;
  if (aside === null) throw new Error('nothing was kept aside');
  expect(rowsOf(aside)).toEqual([]);
  expect(holding(server, sealed)).toEqual([]);
  // Everything else is there as it was.
  const db = new DatabaseSync(aside, { readOnly: true });
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  db.close();
});

it('says so where the old store cannot be opened, and leaves its last places alone where the backup is refused', () => {
  const { store, backup, sealed } = killed();
  const manifest = readFileSync(join(backup, 'manifest.json'));
  writeFileSync(join(backup, 'manifest.json'), '{}');
  expect(restore(store, backup, given).ok).toBe(false);
  expect(rowsOf(store)).toEqual(sealed);
  writeFileSync(join(backup, 'manifest.json'), manifest);
  writeFileSync(store, 'no database at all, and long enough to be taken for a damaged one'.repeat(100));
  expect(restore(store, backup, given)).toMatchObject({ ok: true, value: { lastFixesGone: false } });
});
