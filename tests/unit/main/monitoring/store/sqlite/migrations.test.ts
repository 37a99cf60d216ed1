import { answered, inlineCommits, mustWrite } from '../../../../../builders/answered.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandId, ConsoleId, IncidentId, OperatorId, PersonId, Seq } from '../../../../../../shared/domain/ids.ts';
import type { Entry } from '../../../../../../shared/domain/incidents/entries.ts';
import { canonical } from '../../../../../../main/evidence/canonical.ts';
import { signHead } from '../../../../../../main/evidence/log/heads.ts';
import { hashEntry, toHex } from '../../../../../../main/evidence/log/hashes.ts';
import { createTree } from '../../../../../../main/evidence/log/tree.ts';
import { createRecord } from '../../../../../../main/monitoring/incidents/record.ts';
import { openKeys } from '../../../../../../main/monitoring/store/sqlite/keys.ts';
import { logOf, openStore } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import { moveOldKeys } from '../../../../../../main/monitoring/store/sqlite/oldKeys.ts';
import { migrations } from '../../../../../../main/monitoring/store/sqlite/schema.ts';
import { seal, sealingKey } from '../../../../../../main/files/seal.ts';
import { secretFrom } from '../../../../../../main/monitoring/store/sqlite/secret.ts';
import { fixAt, HOME, ORDER, policy, START_MS, thrower } from '../../watch.ts';

const SECRET = secretFrom(new Uint8Array(32).fill(5));
const INCIDENT = IncidentId.parse('inc-old');
const PERSON = PersonId.parse('V-test');
const KEY = Buffer.alloc(32, 9);
const SEALED_KEY = Buffer.from(seal(sealingKey(SECRET.sealing), `incident-key:${INCIDENT}`, KEY));
const PIECES = [
  {
    personId: PERSON,
    points: [1, 2].map((n) => ({
      ...{ at_ms: START_MS + n * 1000, lon: HOME[0], lat: HOME[1] },
      ...{ accuracy_m: 5, heading_deg: null, speed_mps: null },
    })),
  },
];
const FIX = fixAt(HOME, START_MS);

const bodies = [
  { kind: 'incident.raised', orderId: ORDER },
  { kind: 'incident.acknowledged' },
  { kind: 'note.added', text: '가상의 메모' },
] as const;
const actors = [
  { type: 'system' },
  { type: 'operator', operatorId: OperatorId.parse('d1'), role: 'dispatcher', consoleId: ConsoleId.parse('c') },
] as const;
/** As versions before the log wrote them: without an ordinal. */
const entries = bodies.map((body, index): Entry => {
  const actor = index === 0 ? actors[0] : actors[1];
  const commandId = index === 0 ? null : CommandId.parse(`cmd-${index}`);
  const at_ms = START_MS + index;
  return { seq: Seq.parse(index + 1), recordedAt_ms: at_ms + 1, incidentId: INCIDENT, at_ms, actor, commandId, body };
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-migrate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 's.db');
const open = (): Store => openStore(file(), SECRET);

const fillEntries = (db: DatabaseSync, version: number): void => {
  if (version < 4) {
    const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)');
    for (const e of entries) {
      const { seq, recordedAt_ms, at_ms, incidentId, commandId } = e;
      insert.run(seq, recordedAt_ms, at_ms, incidentId, commandId, JSON.stringify(e.actor), JSON.stringify(e.body));
    }
    return;
  }
  const tree = createTree();
  const insert = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
  for (const entry of entries) {
    insert.run(entry.seq, entry.incidentId, canonical(entry), hashEntry(entry));
    tree.append(hashEntry(entry));
  }
  const log = logOf(db, SECRET);
  const head = { logId: log.id, size: entries.length, root: toHex(tree.root()), at_ms: START_MS, previous: null };
  db.prepare('INSERT INTO heads VALUES (?, ?)').run(head.size, canonical(signHead(head, log.signer)));
};

/** A store as a server of that version left it, its rows written as that version wrote them. */
const writeStore = (version: number): void => {
  const db = new DatabaseSync(file());
  db.exec('PRAGMA journal_mode = WAL');
  for (const step of migrations.slice(0, version)) {
    if (typeof step === 'string') db.exec(step);
    else step(db);
  }
  db.exec(`PRAGMA user_version = ${version}`);
  fillEntries(db, version);
  const master = sealingKey(SECRET.sealing);
  const run = (sql: string, ...values: readonly (string | number | null | Uint8Array)[]): void => {
    db.prepare(sql).run(...values);
  };
  run('INSERT INTO commands VALUES (?, ?, ?)', 'cmd-1', 'd1', '[2]');
  run(
    'INSERT INTO access_log (at, operator_id, action, incident_id, detail) VALUES (?, ?, ?, ?, ?)',
    1,
    'd1',
    'signed-in',
    null,
    null,
  );
  run(
    'INSERT INTO accounts VALUES (?, ?, ?, ?, ?)',
    'd1',
    '가명',
    'dispatcher',
    new Uint8Array(16),
    new Uint8Array(32),
  );
  const session = 'INSERT INTO sessions (token_hash, operator_id, console_id, expires_at) VALUES (?, ?, ?, ?)';
  run(session, 'hash', 'd1', 'c', START_MS + 1000);
  run(
    'INSERT INTO last_fixes VALUES (?, ?)',
    PERSON,
    seal(master, `last-fix:${PERSON}`, Buffer.from(JSON.stringify(FIX))),
  );
  if (version >= 2) run('INSERT INTO real_devices VALUES (?, ?)', PERSON, START_MS);
  const positions = seal(sealingKey(KEY), `positions:${INCIDENT}`, Buffer.from(JSON.stringify(PIECES)));
  run('INSERT INTO incident_positions (incident_id, points, sealed) VALUES (?, ?, ?)', INCIDENT, 2, positions);
  if (version < 5) run('INSERT INTO incident_keys VALUES (?, ?)', INCIDENT, SEALED_KEY);
  db.close();
  if (version < 5) return;
  const keys = openKeys(file(), SECRET.sealing);
  keys.adopt(INCIDENT, SEALED_KEY);
  keys.close();
};

const recordOf = (store: Store) =>
  createRecord({
    store,
    commits: inlineCommits(store),
    now: () => START_MS + 10_000,
    orderOf: () => undefined,
    settlers: [],
    onSettlerFailure: thrower,
    onStoreFailure: thrower,
    elapsed_ms: () => 0,
    policy,
  });

describe.each(migrations.map((_step, index) => index + 1))('a store of version %i', (version) => {
  it('opens with everything in it, sealed positions included, and its log verifies and grows', () => {
    writeStore(version);
    const store = open();
    const record = recordOf(store); // proves every entry and head, or throws
    expect(record.since(0, 10)).toEqual(entries);
    expect(record.world().incidents.get(INCIDENT)?.status).toBe('acknowledged');
    expect(store.record.seqsOf(CommandId.parse('cmd-1'))).toEqual([2]);
    expect(store.access.page(null, 10)).toHaveLength(1);
    expect(store.accounts.all()).toHaveLength(1);
    expect(store.sessions.all()).toHaveLength(1);
    expect(store.lastFixes.all().get(PERSON)).toEqual(FIX);
    expect(store.realDevices.all().size).toBe(version >= 2 ? 1 : 0);
    expect(store.sealed.positions.read(INCIDENT).pieces).toEqual(PIECES);
    expect(store.sealed.points(INCIDENT)).toBe(2);
    record.write((batch) => {
      const at_ms = START_MS + 10_000;
      batch.add([{ incidentId: INCIDENT, at_ms, actor: actors[0], commandId: null, body: bodies[2] }]);
    }, mustWrite);
    const signed = answered(record.log.sign);
    expect(signed).toMatchObject({ ok: true, value: { signedHead: { head: { size: entries.length + 1 } } } });
    store.close();
    const again = open();
    expect(recordOf(again).world().head).toBe(entries.length + 1);
    again.close();
  });

  it('has its keys in the file of their own, and in no page of the store any more', () => {
    writeStore(version);
    const store = open();
    expect(readFileSync(file()).includes(SEALED_KEY)).toBe(false);
    expect(readFileSync(`${file()}-wal`).includes(SEALED_KEY)).toBe(false);
    expect([...store.sealed.remaining()]).toEqual([INCIDENT]);
    store.commit({ forgotten: [{ incident: INCIDENT, at_ms: START_MS }] });
    expect(store.sealed.remaining().size).toBe(0);
    store.close();
  });

  it('loses no key where the server is killed between moving the keys and changing the store', () => {
    writeStore(version);
    const keys = openKeys(file(), SECRET.sealing);
    moveOldKeys(file(), keys);
    keys.close();
    const store = open();
    expect(store.sealed.positions.read(INCIDENT).pieces).toEqual(PIECES);
    store.close();
  });
});
