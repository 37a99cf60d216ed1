import { answered } from '../../../../../builders/answered.ts';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { canonical } from '../../../../../../main/evidence/canonical.ts';
import { readHistory } from '../../../../../../main/monitoring/store/history.ts';
import { secretFrom } from '../../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import type { CommandBody } from '../../../../../../shared/domain/incidents/commands.ts';
import { CommandId, ConsoleId } from '../../../../../../shared/domain/ids.ts';
import { d1, startWatch, supervisor, V } from '../../watch.ts';
import type { Watch } from '../../watch.ts';

export const secret = secretFrom(new Uint8Array(32));
const NAME = 'server.db';
/** The files whose damage is tried; the shared-memory file is SQLite's own, made anew by whoever opens. */
const FILES = [NAME, `${NAME}-wal`, `${NAME}.mark`] as const;
export type StoreFile = (typeof FILES)[number];

/** A store's files as they lay on the disk at one moment, and how many entries had been acknowledged by then. */
export type Moment = { readonly folder: string; readonly acknowledged: number };

export type Kept = {
  /** After every transaction, before and after the mark was written, and after every head. */
  readonly moments: readonly Moment[];
  /** Closed in order: everything is in the database file. */
  readonly closed: Moment;
  /** All entries in canonical form. */
  readonly texts: readonly string[];
  /** Sizes of the signed heads. */
  readonly heads: readonly number[];
};

const copyAll = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const file of FILES) if (existsSync(join(from, file))) copyFileSync(join(from, file), join(to, file));
};

const group = (watch: Watch, bodies: readonly CommandBody[], prefix: string): void => {
  const actor = {
    type: 'operator',
    operatorId: d1.id,
    role: d1.role,
    consoleId: ConsoleId.parse('console-1'),
  } as const;
  for (const [index, body] of bodies.entries()) {
    const command = { id: CommandId.parse(`${prefix}-${index}`), issuedAt_ms: watch.now(), body };
    if (!answered(watch.monitoring.command, { command, actor }).ok)
      throw new Error('a command of the builder was refused');
  }
};

/** Works on a store for a while: alerts, buttons, single commands and groups of them, heads now and then. */
const work = (watch: Watch, onHead: () => void): void => {
  const { monitoring } = watch;
  monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  watch.apart(700);
  const [incidentId] = monitoring.world().incidents.keys();
  if (incidentId === undefined) throw new Error('the builder raised no incident');
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId }, 'ack-1');
  for (let round = 0; round < 11; round += 1) {
    watch.pass(3, () => watch.apart(650));
    watch.ask(d1, { kind: 'note.add', incidentId, text: `메모 ${round}` }, `note-${round}`);
    monitoring.sos(V, watch.now());
    const notes = [1, 2, 3].map((n) => ({ kind: 'note.add', incidentId, text: `group ${round} ${n}` }) as const);
    group(watch, notes, `group-${round}`);
    if (round % 3 === 1) monitoring.signHead(onHead);
  }
};

/** Builds a store in `folder` and keeps what lay on the disk after every step. */
export const buildStore = (folder: string): Kept => {
  const live = join(folder, 'live');
  mkdirSync(live);
  const path = join(live, NAME);
  openStore(path, secret).close(); // made, and its log of writes emptied
  const real = openStore(path, secret);
  const moments: Moment[] = [];
  let acknowledged = 0;
  const keep = (): void => {
    const moment = { folder: join(folder, `moment-${moments.length}`), acknowledged };
    copyAll(live, moment.folder);
    moments.push(moment);
  };
  const store: Store = {
    ...real,
    commit: (change) => {
      real.commit(change);
      keep();
    },
  };
  const watch = startWatch({ store });
  watch.monitoring.onEntries((entries) => {
    acknowledged = entries.at(-1)?.seq ?? acknowledged;
    keep();
  });
  work(watch, keep);
  const texts = watch.entries.map((entry) => canonical(entry));
  const heads = store.heads.all().map(({ head }) => head.size);
  real.close();
  const closed = { folder: join(folder, 'closed'), acknowledged };
  copyAll(live, closed.folder);
  return { moments, closed, texts, heads };
};

/** A copy of a moment to do damage to. */
export const copyOf = (
  { folder }: Moment,
  to: string,
): { readonly path: string; readonly file: (name: StoreFile) => string } => {
  copyAll(folder, to);
  return { path: join(to, NAME), file: (name) => join(to, name) };
};

export const edit = (file: string, change: (bytes: Buffer) => Buffer): void =>
  writeFileSync(file, change(readFileSync(file)));

/** Changes a store as somebody would who knows SQL and has taken the triggers away. */
export const tamper = (path: string, sql: string): void => {
  const db = new DatabaseSync(path);
  const triggers = db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${String(name)}`);
  db.exec(sql);
  db.close();
};

/** What a server would do with these files: the entries it starts with, or the line it ends with. */
export type Outcome = { readonly entries: readonly string[] } | { readonly line: string };

/** `fail` must have been made to throw; what it throws is the line. */
export const startOn = (path: string): Outcome => {
  let store: Store | null = null;
  try {
    store = openStore(path, secret);
    const entries: string[] = [];
    readHistory(store, (page) => entries.push(...page.map((entry) => canonical(entry))));
    return { entries };
  } catch (thrown) {
    return { line: thrown instanceof Error ? thrown.message : String(thrown) };
  } finally {
    store?.close();
  }
};
