import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPatientWrites } from '../../../../../../main/monitoring/store/sqlite/heldFile.ts';
import { secretFrom } from '../../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import { destination } from '../../../../../../shared/domain/geo/geodesic.ts';
import { d1, fixAt, HOME, O, START_MS, startWatch, V } from '../../watch.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-held-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another program that holds the file. */
const hold = (file: string): (() => void) => {
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
};

describe('a file that another program holds', () => {
  it('is waited for once and then left alone for a while, so that the server is not kept from everything else', () => {
    const file = join(folder, 'held.db');
    const db = new DatabaseSync(file);
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER)');
    let now_ms = 0;
    let tries = 0;
    const write = createPatientWrites(db, () => now_ms);
    const insert = (): void =>
      write(() => {
        tries += 1;
        db.exec('INSERT INTO t VALUES (1)');
      });
    const release = hold(file);
    for (let i = 0; i < 50; i += 1) expect(insert).toThrow('locked');
    expect(tries).toBe(1);
    now_ms += 1000;
    for (let i = 0; i < 50; i += 1) expect(insert).toThrow('locked');
    expect(tries).toBe(2);
    release();
    now_ms += 1000;
    insert();
    insert();
    expect(db.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 2 });
    db.close();
  });

  it('costs nothing that is found meanwhile: a fast pass is in the record afterwards, with the time it was found at', async () => {
    const file = join(folder, 'server.db');
    const store = openStore(file, secretFrom(new Uint8Array(32)));
    const watch = startWatch({ store });
    watch.monitoring.setSignedIn([d1]);
    const report = (east_m: number): void => {
      const at = destination(destination(HOME, 0, 30), 90, east_m);
      watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now());
      watch.monitoring.ingestFix(O, fixAt(at, watch.now(), { speed_mps: 20 }), watch.now());
    };
    watch.pass(1, () => report(-1500));
    const release = hold(file);
    watch.pass(59);
    watch.pass(1, () => report(1500));
    const found_ms = watch.now();
    watch.pass(5);
    expect(watch.entries.filter(({ body }) => body.kind === 'alert.level')).toEqual([]);
    expect(watch.monitoring.sos(V, watch.now()).ok).toBe(false);
    release();
    // Nothing tells when the file is left alone no more but a write that is tried.
    await expect
      .poll(() => {
        watch.pass(1);
        return watch.kinds();
      })
      .toContain('alert.level');
    const contact = watch.entries.find(({ body }) => 'alert' in body && body.alert.level === 'contact');
    expect(contact?.at_ms).toBe(found_ms);
    const contactAt_ms = contact !== undefined && 'alert' in contact.body ? contact.body.alert.closestAt_ms : null;
    expect(Math.abs((contactAt_ms ?? 0) - (START_MS + 31_000))).toBeLessThan(1000);
    expect(watch.bodies('alert.raised').some(({ alert }) => alert.rule.type === 'sos')).toBe(true);
    store.close();
  });
});
