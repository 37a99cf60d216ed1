import type { KeyStore } from '../../../../../../main/monitoring/store/sqlite/keys.ts';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IncidentId } from '../../../../../../shared/domain/ids.ts';
import { seal, sealingKey } from '../../../../../../main/files/seal.ts';
import { keysFileOf, openKeys } from '../../../../../../main/monitoring/store/sqlite/keys.ts';

/** An incident's key, made where it may be. */
const keyFor = (keys: KeyStore, incident: IncidentId) => {
  keys.makeFor([incident]);
  return keys.keyOf(incident);
};

vi.mock(import('../../../../../../main/files/fail.ts'), async (original) => ({
  ...(await original()),
  fail: (message: string): never => {
    throw new Error(message);
  },
}));

const MASTER = new Uint8Array(32).fill(3);
const PAGE_BYTES = 4096;
const incident = (n: number): IncidentId => IncidentId.parse(`inc-${n}`);
const many = (count: number): readonly IncidentId[] => Array.from({ length: count }, (_, n) => incident(n));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-slots-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const store = (): string => join(folder, 's.db');
const file = (): string => keysFileOf(store());
const rawOf = (path: string): Buffer => Buffer.concat(readdirSync(path).map((name) => readFileSync(join(path, name))));
const pagesOf = (bytes: Buffer): readonly Buffer[] =>
  Array.from({ length: bytes.length / PAGE_BYTES }, (_, n) => bytes.subarray(n * PAGE_BYTES, (n + 1) * PAGE_BYTES));
const sealedOf = (): ReadonlyMap<string, Buffer> => {
  const db = new DatabaseSync(file(), { readOnly: true });
  const rows = db.prepare('SELECT incident_id, sealed FROM live').all();
  db.close();
  return new Map(rows.map((row) => [String(row['incident_id']), Buffer.from(row['sealed'] as Uint8Array)])); // a BLOB
};

describe('a key that is destroyed', () => {
  it('is overwritten where it lies, among thousands of which none is written anew', () => {
    const keys = openKeys(store(), MASTER);
    keys.makeFor(many(3000));
    keys.wipe();
    const sealed = sealedOf();
    const before = pagesOf(readFileSync(file()));
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
    keys.destroy([incident(1500)], 1);
    const written = (statSync(`${file()}-wal`).size - 32) / (PAGE_BYTES + 24);
    expect(keys.wipe()).toBe(true);
    expect(exec.mock.calls.flat().filter((sql) => sql.includes('VACUUM'))).toEqual([]);
    expect(written).toBeLessThanOrEqual(4); // its own page, the list of those destroyed, what the file keeps of itself
    const after = pagesOf(readFileSync(file()));
    expect(after).toHaveLength(before.length);
    expect(after.filter((page, n) => !page.equals(before[n] ?? page)).length).toBeLessThanOrEqual(written);
    const raw = rawOf(folder);
    const found = [...sealed].filter(([, bytes]) => raw.includes(bytes)).map(([id]) => id);
    expect(found).toEqual([...sealed.keys()].filter((id) => id !== incident(1500)));
    keys.close();
  });

  it('leaves no copy, in whatever order keys come and go', () => {
    const keys = openKeys(store(), MASTER);
    const live = new Set<IncidentId>();
    const destroyed: Buffer[] = [];
    let next = 0;
    for (let round = 0; round < 40; round += 1) {
      const fresh = Array.from({ length: 1 + ((round * 37) % 90) }, () => incident(((next += 1) * 7919) % 100_003));
      if (round % 3 === 0) for (const id of fresh) keyFor(keys, id);
      else keys.makeFor(fresh);
      for (const id of fresh) live.add(id);
      const gone = [...live].filter((_id, n) => (n * 31 + round) % 4 === 0);
      const sealed = sealedOf();
      destroyed.push(...gone.flatMap((id) => sealed.get(id) ?? []));
      keys.destroy(gone, round);
      for (const id of gone) live.delete(id);
    }
    expect(keys.wipe()).toBe(true);
    const raw = rawOf(folder);
    expect(destroyed.length).toBeGreaterThan(1000);
    expect(destroyed.filter((bytes) => raw.includes(bytes))).toEqual([]);
    expect(new Set(keys.live())).toEqual(live);
    keys.close();
  });
});

describe('keys made for many', () => {
  it('are made in one transaction, once each, and not for those destroyed', () => {
    const keys = openKeys(store(), MASTER);
    const first = keyFor(keys, incident(1));
    keys.destroy([incident(2)], 1);
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
    keys.makeFor([...many(500), incident(3)]);
    expect(exec.mock.calls.flat()).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    expect(first !== null && keys.keyOf(incident(1))?.equals(first)).toBe(true);
    expect(keys.keyOf(incident(2))).toBeNull();
    expect(keys.live()).toHaveLength(499);
    keys.makeFor(many(500));
    expect(exec).toHaveBeenCalledTimes(2);
    const again = openKeys(store(), MASTER); // durable: nothing waits in memory for a later write
    const key = keys.keyOf(incident(499));
    expect(key !== null && again.keyOf(incident(499))?.equals(key)).toBe(true);
    again.close();
    keys.close();
  });
});

describe('a keys file of before', () => {
  /** As earlier versions made it. */
  const EARLIER = `
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
    CREATE TABLE live (incident_id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE destroyed (incident_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TRIGGER destroyed_keep BEFORE DELETE ON destroyed
    BEGIN SELECT RAISE(ABORT, 'the list of destroyed keys is append-only'); END;
    CREATE TRIGGER live_fixed BEFORE UPDATE ON live BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
    CREATE TRIGGER live_once BEFORE INSERT ON live
    WHEN EXISTS (SELECT 1 FROM live WHERE incident_id = NEW.incident_id)
      OR EXISTS (SELECT 1 FROM destroyed WHERE incident_id = NEW.incident_id)
    BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
  `;
  const plainOf = (n: number): Buffer => Buffer.alloc(32, n % 251);

  const KEYS = 240;

  /** Keys, a third of them destroyed by a server that was killed before it had rewritten the file. */
  const writeEarlier = (): { readonly gone: readonly Buffer[] } => {
    const db = new DatabaseSync(file());
    db.exec(EARLIER);
    const insert = db.prepare('INSERT INTO live VALUES (?, ?)');
    const sealed = many(KEYS).map((id, n) => Buffer.from(seal(sealingKey(MASTER), `incident-key:${id}`, plainOf(n))));
    for (const [n, bytes] of sealed.entries()) insert.run(incident(n), bytes);
    for (let n = 0; n < KEYS; n += 3) {
      db.prepare('DELETE FROM live WHERE incident_id = ?').run(incident(n));
      db.prepare('INSERT INTO destroyed VALUES (?, ?)').run(incident(n), 5);
    }
    const killed = join(folder, 'killed');
    copyAll(folder, killed); // with its log of writes
    db.close();
    for (const name of readdirSync(killed)) copyFileSync(join(killed, name), join(folder, name));
    rmSync(killed, { recursive: true });
    return { gone: sealed.filter((_bytes, n) => n % 3 === 0) };
  };
  const copyAll = (from: string, to: string): void => {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) {
      if (statSync(join(from, name)).isFile()) copyFileSync(join(from, name), join(to, name));
    }
  };
  const versionOf = (): unknown => {
    const db = new DatabaseSync(file(), { readOnly: true });
    const version = db.prepare('PRAGMA user_version').get()?.['user_version'];
    db.close();
    return version;
  };
  /** Another program, in a thread because opening the keys blocks this one: holds the file for half a second from when it says so. */
  const HOLDER = `
    const { parentPort, workerData } = require('node:worker_threads');
    const db = new (require('node:sqlite').DatabaseSync)(workerData);
    db.exec('BEGIN IMMEDIATE');
    parentPort.postMessage('held');
    setTimeout(() => db.close(), 500);
  `;
  const expectTakenOver = (path: string, gone: readonly Buffer[]): void => {
    const keys = openKeys(join(path, 's.db'), MASTER);
    for (const [n, id] of many(KEYS).entries()) {
      const key = keys.keyOf(id);
      if (n % 3 === 0) expect([key, keyFor(keys, id)]).toEqual([null, null]);
      else expect(key?.equals(sealingKey(plainOf(n)))).toBe(true);
    }
    expect(keys.destroyed().size).toBe(KEYS / 3);
    expect(keys.live()).toHaveLength((KEYS * 2) / 3);
    const raw = rawOf(path);
    expect(gone.filter((bytes) => raw.includes(bytes))).toEqual([]);
    keys.destroy([incident(1)], 6);
    expect(keys.keyOf(incident(1))).toBeNull();
    keys.close();
  };

  it('is taken over with every key in it, and forgets what it was to forget', () => {
    const { gone } = writeEarlier();
    const raw = rawOf(folder);
    expect(gone.filter((bytes) => raw.includes(bytes)).length).toBeGreaterThan(0); // there is something to forget
    expectTakenOver(folder, gone);
  });

  it('is rewritten once more by the next server where somebody read it meanwhile', () => {
    const { gone } = writeEarlier();
    const reader = new DatabaseSync(file(), { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM destroyed').get();
    openKeys(store(), MASTER).close();
    reader.close();
    expect(versionOf()).toBe(0); // nobody may take it for rewritten
    expectTakenOver(folder, gone);
    expect(versionOf()).toBe(1);
  });

  it('is waited for where another program holds it', async () => {
    const { gone } = writeEarlier();
    const holder = new Worker(HOLDER, { eval: true, workerData: file() });
    await new Promise((resolve) => holder.once('message', resolve));
    expectTakenOver(folder, gone);
    await holder.terminate();
  });

  it('is taken over all the same by the next server where one is killed on the way', () => {
    const { gone } = writeEarlier();
    const moments: string[] = [];
    const keep = (): void => {
      const moment = mkdtempSync(join(tmpdir(), 'jikim-moment-'));
      copyAll(folder, moment);
      moments.push(moment);
    };
    const original: unknown = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'exec')?.value;
    if (typeof original !== 'function') throw new Error('there is no exec');
    vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function keeping(this: DatabaseSync, sql) {
      keep();
      Reflect.apply(original, this, [sql]);
      keep();
    });
    openKeys(store(), MASTER).close();
    vi.restoreAllMocks();
    expect(moments.length).toBeGreaterThan(10);
    for (const moment of moments) {
      // A process that is killed leaves the shared-memory file behind too; whoever opens the files makes it anew.
      expect(existsSync(join(moment, 's.keys.db'))).toBe(true);
      expectTakenOver(moment, gone);
      rmSync(moment, { recursive: true });
    }
  }, 30_000);
});

describe('a keys file of a newer version', () => {
  it('is left as it is, and told apart from one that cannot be used', () => {
    openKeys(store(), MASTER).close();
    const db = new DatabaseSync(file());
    db.exec('PRAGMA user_version = 2');
    db.close();
    const before = rawOf(folder);
    expect(() => openKeys(store(), MASTER)).toThrow(`the keys file was written by a newer version: ${file()}`);
    expect(rawOf(folder).equals(before)).toBe(true);
  });
});
