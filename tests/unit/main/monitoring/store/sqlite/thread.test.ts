import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Commit } from '../../../../../../main/monitoring/ports/commit.ts';
import type { Outcome, RecordPort } from '../../../../../../main/monitoring/ports/record.ts';
import { keysFileOf } from '../../../../../../main/monitoring/store/sqlite/keys.ts';
import { secretFrom } from '../../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import { writeInThread } from '../../../../../../main/monitoring/store/sqlite/thread.ts';
import type { Opening } from '../../../../../../main/monitoring/store/sqlite/thread.ts';
import { Digest } from '../../../../../../shared/domain/ids.ts';
import type { Fate, Fated } from '../../../../../builders/dyingStore.ts';
import { consoleId, incidentId, operatorId, personId } from '../../../../../builders/ids.ts';

/** Each starts a thread or two, which on a busy machine takes a second each. */
vi.setConfig({ testTimeout: 30_000 });

const secret = secretFrom(new Uint8Array(32));
let folder = '';
let opened: RecordPort[] = [];
let others: DatabaseSync[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-thread-'));
});
afterEach(async () => {
  for (const other of others) other.close();
  await Promise.all(opened.map((port) => port.close()));
  rmSync(folder, { recursive: true, force: true });
  [opened, others] = [[], []];
});

const file = (): string => join(folder, 'server.db');
const opening = (): Opening => ({ path: file(), master: secret.sealing });
const start = (launch?: () => Worker, change: (store: Store) => Store = (store) => store): RecordPort => {
  const port = writeInThread(change(openStore(file(), secret)), opening(), () => performance.now(), launch);
  opened.push(port);
  return port;
};
const fated = (fate: Fate): Worker => {
  const workerData: Fated = { ...opening(), fate };
  return new Worker(new URL('../../../../../builders/dyingStore.ts', import.meta.url), { workerData });
};
const sound = (): Worker =>
  new Worker(new URL('../../../../../../main/monitoring/store/sqlite/worker.ts', import.meta.url), {
    workerData: opening(),
  });
/** Threads with these fates one after the other, and sound ones after them. */
const afterFates =
  (...fates: readonly Fate[]) =>
  (): Worker => {
    const [next, ...rest] = fates;
    fates = rest;
    return next === undefined ? sound() : fated(next);
  };
const other = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 0 });
  others.push(db);
  return db;
};

/** Counts how often it is answered, which must be once. */
const asked = ({ commit }: RecordPort, what: Partial<Commit>): { readonly answers: Outcome[] } => {
  const answers: Outcome[] = [];
  commit(what, (outcome) => answers.push(outcome));
  return { answers };
};
const answer = (port: RecordPort, what: Partial<Commit>): Promise<Outcome> =>
  new Promise((resolve) => port.commit(what, resolve));
const answeredOnce = (answers: readonly Outcome[]): Promise<void> =>
  vi.waitFor(() => expect(answers).toHaveLength(1), { timeout: 5000 });
/** The same commit again and again until it is stored, as the core does with what it owes. */
const stored = async (port: RecordPort, what: Partial<Commit>): Promise<void> => {
  for (;;) {
    const outcome = await answer(port, what); // one after the other: one commit is under way at a time
    if (outcome.ok) return;
  }
};
const access = (detail: string): Partial<Commit> => ({
  access: [{ at_ms: 1, operatorId: operatorId('d1'), action: 'signed-in', incidentId: null, people: [], detail }],
});
const details = (port: RecordPort): readonly (string | null)[] =>
  port.access
    .page(null, 100)
    .map(({ detail }) => detail)
    .toReversed();
const I = incidentId('I1');
const positions: Partial<Commit> = {
  gathered: [
    {
      incident: I,
      pieces: [
        {
          personId: personId('O1'),
          points: [{ at_ms: 1, lon: 127, lat: 37, accuracy_m: 5, heading_deg: null, speed_mps: null }],
        },
      ],
    },
  ],
};
const forgotten: Partial<Commit> = { forgotten: [{ incident: I, at_ms: 2 }] };

describe('the thread that writes a store', () => {
  it('stores what it is given, and what is read is what was answered for', async () => {
    const port = start();
    await stored(port, { ...access('one'), ...positions });
    expect(details(port)).toEqual(['one']);
    expect(port.sealed.positions.read(I).pieces).toEqual(positions.gathered?.[0]?.pieces);
    expect(port.sealed.hasKey(I)).toBe(true);
    await stored(port, forgotten);
    expect([port.sealed.hasKey(I), [...port.sealed.destroyed()]]).toEqual([false, [I]]);
  });

  it('writes the mark beside the store', async () => {
    const port = start();
    const mark = { size: 7, root: Digest.parse('ab'.repeat(32)) };
    port.mark.write(mark);
    await port.close();
    expect(readFileSync(`${file()}.mark`, 'utf8')).toContain(`7 ${mark.root}`);
  });

  it.each([
    ['the store', () => file()],
    ['its keys', () => keysFileOf(file())],
  ])('refuses while another program holds %s, and stores what comes again after that', async (_, held) => {
    const port = start();
    await stored(port, access('before'));
    const holder = other(held());
    holder.exec('BEGIN IMMEDIATE');
    const refused = await answer(port, { ...access('held'), ...positions });
    expect([refused.ok, details(port)]).toEqual([false, ['before']]);
    holder.exec('ROLLBACK');
    await stored(port, { ...access('held'), ...positions });
    expect(details(port)).toEqual(['before', 'held']);
  });

  it('refuses whole what does not fit on a full disk, and stores what does', async () => {
    const full = openStore(file(), secret);
    full.commit(access('before'));
    full.close();
    const db = other(file());
    const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
    const port = start(() => fated({ kind: 'full', pages }));
    const large = { access: Array.from({ length: 300 }, () => ({ ...access('x'.repeat(300)).access?.[0] })) };
    const refused = await answer(port, large as Partial<Commit>); // lines of `access`, each whole
    expect(refused).toMatchObject({ ok: false, error: { message: 'database or disk is full' } });
    expect(details(port)).toEqual(['before']);
    expect(await answer(port, access('small'))).toEqual({ ok: true, value: null });
    expect(details(port)).toEqual(['before', 'small']);
  });
});

describe('a thread that dies', () => {
  it.each<[string, Fate]>([
    ['throws at its start', { kind: 'throws-at-start' }],
    ['ends at its start without an error', { kind: 'exits-at-start' }],
    ['dies before a transaction', { kind: 'exits', when: 'before', statement: 'BEGIN IMMEDIATE' }],
    ['dies within one', { kind: 'exits', when: 'after', statement: 'BEGIN IMMEDIATE' }],
    ['dies before COMMIT', { kind: 'exits', when: 'before', statement: 'COMMIT' }],
  ])('%s: the commit is refused once, and the next is stored', async (_, fate) => {
    const port = start(afterFates(fate));
    const first = asked(port, access('lost'));
    await answeredOnce(first.answers);
    expect(first.answers).toMatchObject([{ ok: false, error: { name: 'StoreThreadEnded' } }]);
    expect(details(port)).toEqual([]);
    await stored(port, access('next'));
    expect(details(port)).toEqual(['next']);
    expect(first.answers).toHaveLength(1);
  });

  it('after COMMIT and before its answer: the commit is stored, once, and the next one too', async () => {
    const port = start(afterFates({ kind: 'exits', when: 'after', statement: 'COMMIT' }));
    const first = asked(port, access('kept'));
    await answeredOnce(first.answers);
    expect(first.answers).toEqual([{ ok: true, value: null }]);
    await stored(port, access('next'));
    expect(details(port)).toEqual(['kept', 'next']);
    expect(first.answers).toHaveLength(1);
  });

  it('between the end of an incident and that of its key: the next one destroys the key', async () => {
    const before = openStore(file(), secret);
    before.commit(positions);
    before.close();
    const port = start(afterFates({ kind: 'exits', when: 'after', statement: 'COMMIT' }));
    expect(await answer(port, forgotten)).toEqual({ ok: true, value: null });
    expect(port.sealed.hasKey(I)).toBe(false);
    expect([...port.sealed.remaining()]).toEqual([I]); // the key lies in its file
    await stored(port, { isDestructionDue: true });
    expect([...port.sealed.remaining()]).toEqual([]);
  });

  it('while somebody else reads what an end of an incident has left in the logs: the next one empties them', async () => {
    const threads: Worker[] = [];
    const port = start(() => {
      const thread = sound();
      threads.push(thread);
      return thread;
    });
    await stored(port, positions);
    const readers = [file(), keysFileOf(file())].map(other);
    for (const reader of readers) reader.exec('BEGIN; SELECT count(*) FROM sqlite_master');
    await stored(port, forgotten);
    await stored(port, { isDestructionDue: true });
    const left = (): readonly number[] => [file(), keysFileOf(file())].map((path) => statSync(`${path}-wal`).size);
    expect(left()).not.toContain(0);
    await threads[0]?.terminate();
    for (const reader of readers) reader.exec('ROLLBACK');
    await stored(port, { isDestructionDue: true });
    expect([threads.length, left()]).toEqual([2, [0, 0]]);
  });

  it('while the store cannot be read: it is answered when it is known what is on disk', async () => {
    let isReadable = false;
    let tries = 0;
    const unreadable = (store: Store): Store => ({
      ...store,
      lastId: () => {
        tries += 1;
        if (!isReadable) throw new Error('the file cannot be read');
        return store.lastId();
      },
    });
    const port = start(afterFates({ kind: 'exits', when: 'after', statement: 'COMMIT' }), unreadable);
    const { answers } = asked(port, access('kept'));
    await vi.waitFor(() => expect(tries).toBeGreaterThan(0), { timeout: 5000 });
    expect(answers).toEqual([]);
    isReadable = true;
    await answeredOnce(answers);
    expect([answers, details(port)]).toEqual([[{ ok: true, value: null }], ['kept']]);
  });

  it('and cannot be started: commits are refused until it can', async () => {
    let tries = 0;
    const port = start(() => {
      tries += 1;
      if (tries < 3) throw new Error('no memory for a thread');
      return sound();
    });
    expect((await answer(port, access('refused'))).ok).toBe(false);
    await stored(port, access('next'));
    expect([details(port), tries]).toEqual([['next'], 3]);
  });

  it('is not the store’s fault where what is to be written cannot be handed over', async () => {
    const port = start();
    const unclonable = { accounts: [{ operator: () => 'no data' }] } as unknown as Partial<Commit>; // what no type allows
    expect((await answer(port, unclonable)).ok).toBe(false);
    await stored(port, access('next'));
    expect(details(port)).toEqual(['next']);
  });
});

describe('closing', () => {
  it('answers the commit that is under way, which is on disk', async () => {
    const port = start();
    const { answers } = asked(port, {
      ...access('last'),
      sessionsOpened: [
        { tokenHash: 't', operatorId: operatorId('d1'), consoleId: consoleId('c1'), startedAt_ms: 1, expiresAt_ms: 5 },
      ],
    });
    await port.close();
    expect(answers).toEqual([{ ok: true, value: null }]);
    const again = openStore(file(), secret);
    expect([again.access.page(null, 9).length, again.sessions.all().length]).toEqual([1, 1]);
    again.close();
  });

  it.each<[string, Fate, boolean]>([
    ['before COMMIT', { kind: 'exits', when: 'before', statement: 'COMMIT' }, false],
    ['after COMMIT', { kind: 'exits', when: 'after', statement: 'COMMIT' }, true],
    ['at its start', { kind: 'throws-at-start' }, false],
  ])('answers it also where the thread dies %s', async (_, fate, isStored) => {
    const port = start(afterFates(fate));
    const { answers } = asked(port, access('last'));
    await port.close();
    expect(answers.map(({ ok }) => ok)).toEqual([isStored]);
    const again = openStore(file(), secret);
    expect(again.access.page(null, 9)).toHaveLength(isStored ? 1 : 0);
    again.close();
  });

  it('answers it also where nobody can tell what is on disk', async () => {
    const unreadable = (store: Store): Store => ({
      ...store,
      lastId: () => {
        throw new Error('the file cannot be read');
      },
    });
    const port = start(afterFates({ kind: 'exits', when: 'before', statement: 'COMMIT' }), unreadable);
    const { answers } = asked(port, access('last'));
    await port.close();
    expect(answers.map(({ ok }) => ok)).toEqual([false]);
  });

  it('twice is closing once, and what comes after it is refused', async () => {
    const port = start();
    await stored(port, access('kept'));
    await Promise.all([port.close(), port.close()]);
    await port.close();
    expect((await answer(port, access('late'))).ok).toBe(false);
  });

  it('refuses what comes while it lasts', async () => {
    const port = start();
    const closing = port.close();
    expect((await answer(port, access('late'))).ok).toBe(false);
    await closing;
    const again = openStore(file(), secret);
    expect(again.access.page(null, 9)).toEqual([]);
    again.close();
  });
});
