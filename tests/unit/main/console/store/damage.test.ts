import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createJournal } from '../../../../../main/console/store/journal.ts';
import { metaValue } from '../../../../../main/console/store/meta.ts';
import type { ConsoleStore } from '../../../../../main/console/store/store.ts';
import { createOutboxStore } from '../../../../../main/console/store/outbox.ts';
import { openedStore } from '../../../../builders/consoleStore.ts';
import { dispatcher } from '../../../../builders/directory.ts';
import { entriesOf } from '../../../../builders/entries.ts';
import { commandId, incidentId } from '../../../../builders/ids.ts';
import { T0 } from '../../../../builders/times.ts';

const PAGE = 4096;
const COMMANDS = 12;
const record = entriesOf(
  Array.from({ length: 150 }, (_, n) => ({ body: { kind: 'note.added' as const, text: `note ${n}` } })),
);

vi.setConfig({ testTimeout: 60_000 });
let folder = '';
let tries = 0;
beforeAll(() => {
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'jikim-console-'));
  const { store } = opened(join(folder, 'console.db'));
  createJournal(store, Date.now).append(record);
  const outbox = createOutboxStore(store);
  for (let n = 0; n < COMMANDS; n += 1) {
    const body = { kind: 'note.add', incidentId: incidentId('I1'), text: `waiting ${n}` } as const;
    outbox.add({ id: commandId(`C${n}`), issuedAt_ms: T0, body }, dispatcher.id);
  }
  outbox.refuse(commandId('C0'), { reason: 'wrong-state', state: 'closed' });
  metaValue(store.db, 'consoleId', () => 'console-1');
  store.db.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opened = (path: string): { readonly store: ConsoleStore; readonly said: readonly string[] } => {
  const said: string[] = [];
  return { store: openedStore(path, said), said };
};

type Found = {
  readonly waiting: number;
  readonly refused: number;
  readonly head: number;
  readonly console: string;
  readonly said: readonly string[];
};
type Outcome = Found | { readonly line: string };

/** Damages a copy, opens it, and tells what is there. */
const after = (damage: (path: string) => void): Outcome => {
  tries += 1;
  const own = join(folder, `try-${tries}`);
  mkdirSync(own);
  const path = join(own, 'console.db');
  copyFileSync(join(folder, 'console.db'), path);
  damage(path);
  try {
    const { store, said } = opened(path);
    const rows = createOutboxStore(store).of(dispatcher.id);
    const journal = createJournal(store, Date.now);
    const found = {
      waiting: rows.filter(({ refusal }) => refusal === null).length,
      refused: rows.filter(({ refusal }) => refusal !== null).length,
      head: journal.head(),
      console: metaValue(store.db, 'consoleId', () => 'another'),
      said,
    };
    store.db.close();
    return found;
  } catch (thrown) {
    return { line: thrown instanceof Error ? thrown.message : String(thrown) };
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
};

const flipAt =
  (at: number) =>
  (path: string): void => {
    const bytes = readFileSync(path);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    writeFileSync(path, bytes);
  };
const sql =
  (statement: string) =>
  (path: string): void => {
    const db = new DatabaseSync(path);
    db.exec(statement);
    db.close();
  };
const whole = { waiting: COMMANDS - 1, refused: 1, console: 'console-1' };

test('a sound one is opened as it is, in silence', () => {
  expect(after(() => undefined)).toEqual({ ...whole, head: record.length, said: [] });
});

test.each([
  ['was cut', 'UPDATE entry SET sealed = substr(sealed, 5) WHERE seq = 70'],
  ['stood in another row', 'UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE seq = 71) WHERE seq = 70'],
  ['is missing', 'DELETE FROM entry WHERE seq = 70'],
])('an entry that %s takes those after it along: they are fetched again, and it is said', (_name, statement) => {
  expect(after(sql(statement))).toEqual({
    ...whole,
    head: 69,
    said: ['entries from 70 on were damaged: they are fetched again'],
  });
});

test('a command that stands under another operator’s name is named, not sent in it', () => {
  expect(after(sql("UPDATE outbox SET operator = 'somebody-else' WHERE position = 3"))).toMatchObject({
    line: expect.stringContaining('command 3 in its outbox cannot be read'),
  });
});

test('a command that cannot be read any more is named, not left out', () => {
  const line = `command 3 in its outbox cannot be read`;
  expect(after(sql("UPDATE outbox SET sealed = x'7b7d' WHERE position = 3"))).toMatchObject({
    line: expect.stringContaining(line),
  });
  expect(after(sql("UPDATE outbox SET refusal = x'00' WHERE position = 3"))).toMatchObject({
    line: expect.stringContaining(line),
  });
});

test('a page of entries that is destroyed costs entries only; the damaged file stays beside the new one', () => {
  const bytes = readFileSync(join(folder, 'console.db'));
  const db = new DatabaseSync(join(folder, 'console.db'));
  const sealed = db.prepare('SELECT sealed FROM entry WHERE seq = 60').get()?.['sealed'];
  db.close();
  if (!(sealed instanceof Uint8Array)) throw new Error('no entry 60');
  const page = Math.floor(bytes.indexOf(sealed) / PAGE) * PAGE;
  const own = join(folder, 'kept');
  mkdirSync(own);
  const path = join(own, 'console.db');
  writeFileSync(path, bytes.fill(0xff, page, page + PAGE));
  const { store, said } = opened(path);
  expect(createOutboxStore(store).of(dispatcher.id)).toHaveLength(COMMANDS);
  expect(createJournal(store, Date.now).head()).toBe(0);
  expect(said).toEqual(['the database was damaged: the outbox was kept, the record is fetched again']);
  store.db.close();
  expect(readdirSync(own).toSorted()).toEqual(['console.db', 'console.db.damaged-1']);
});

test('a file damaged anywhere ends in one line that names it, or keeps every command', () => {
  const size = statSync(join(folder, 'console.db')).size;
  const isHonest = (outcome: Outcome): boolean =>
    'line' in outcome
      ? outcome.line.includes('console.db') && !outcome.line.includes('\n')
      : outcome.waiting + outcome.refused === COMMANDS;
  const flips = Array.from({ length: Math.floor(size / 331) }, (_, n) => n * 331 + 7);
  const wrong = [
    ...Array.from({ length: size / PAGE }, (_, n) => n * PAGE).map((at) => ({
      at,
      outcome: after((path) => truncateSync(path, at)),
    })),
    ...flips.map((at) => ({ at, outcome: after(flipAt(at)) })),
  ].filter(({ at, outcome }) => at > 0 && !isHonest(outcome));
  expect(wrong).toEqual([]);
});
