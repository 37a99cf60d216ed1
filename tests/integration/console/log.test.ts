import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogState } from '../../../shared/api/log.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { dispatcher, supervisor, trainer } from '../../builders/directory.ts';
import { entriesOf } from '../../builders/entries.ts';
import { aLogOf, aSigner } from '../../builders/log.ts';
import type { AnyLog } from '../../builders/log.ts';
import { openDouble } from './double.ts';
import type { Double } from './double.ts';
import { driveConsole, tempFolder, until } from './harness.ts';
import type { Driven } from './harness.ts';
import { pressSos, startServer } from './realServer.ts';

const notes = (n: number, of = 'note'): readonly Entry[] =>
  entriesOf(Array.from({ length: n }, (_, i) => ({ body: { kind: 'note.added', text: `${of} ${i + 1}` } })));

let folder: ReturnType<typeof tempFolder>;
beforeEach(() => {
  folder = tempFolder();
});
afterEach(() => folder.remove());

const logOf = (driven: Driven): LogState => driven.process.snapshot().log;

/** A server double that keeps a log over its record; `log` stands for whatever it says of it. */
const keepsLog = (double: Double, log: AnyLog): void =>
  double.answer('head', ({ since }) => ok(log.news(since, Date.now())));

const signIn = async (driven: Driven, username = 'u', password = 'right'): Promise<void> => {
  await until('link up', () => driven.process.snapshot().link.status === 'up', 20_000);
  expect(await driven.call('signIn', { username, password })).toMatchObject({ ok: true });
};

test('a server that comes back with another history is caught, said over a restart, and put away by a supervisor only', async () => {
  const consoleFolder = `${folder.path}/console`;
  const honest = await openDouble(dispatcher, 0, [...notes(7)]);
  keepsLog(honest, aLogOf(notes(7)));
  let driven = driveConsole(honest.url, consoleFolder);
  await signIn(driven);
  await until('verified', () => logOf(driven).status === 'verified');
  const port = await honest.kill();

  const altered = [...notes(3), ...notes(9, 'altered').slice(3)];
  let liar = await openDouble(dispatcher, port, altered);
  keepsLog(liar, aLogOf(altered));
  await until('caught', () => logOf(driven).fault !== null);
  expect(logOf(driven)).toMatchObject({ status: 'fault', fault: { kind: 'rewritten', verified: 7, told: 9 } });
  expect(driven.heard('log').at(-1)?.fault?.kind).toBe('rewritten');
  await expect(driven.call('acceptLog', null)).rejects.toThrow('not allowed');
  // The picture and the record go on.
  await until('caught up', () => driven.process.snapshot().link.caughtUp);
  expect(driven.process.entriesSince(0)).toEqual(altered);
  await driven.close();
  await liar.kill();

  liar = await openDouble(supervisor, 0, altered);
  keepsLog(liar, aLogOf(altered));
  driven = driveConsole(liar.url, consoleFolder);
  expect(logOf(driven)).toMatchObject({ status: 'fault', fault: { kind: 'rewritten' } });
  await signIn(driven);
  await driven.call('acceptLog', null);
  await until('verified anew', () => logOf(driven).status === 'verified' && driven.process.snapshot().link.caughtUp);
  expect(logOf(driven)).toMatchObject({ fault: null, size: 9 });
  await driven.close();
  await liar.kill();
});

test('entries sent that are not those the head promises are caught', async () => {
  const double = await openDouble(dispatcher, 0, [...notes(4)]);
  keepsLog(double, aLogOf(notes(4, 'other')));
  const driven = driveConsole(double.url, `${folder.path}/console`);
  await signIn(driven);
  await until('caught', () => logOf(driven).fault !== null);
  expect(logOf(driven).fault?.kind).toBe('entries-differ');
  await driven.close();
  await double.kill();
});

test('an entry that has become another within the same log is a fault, though no head had covered it', async () => {
  const [first, second] = [notes(7), [...notes(6), ...notes(9, 'changed').slice(6)]];
  const honest = await openDouble(dispatcher, 0, [...first]);
  keepsLog(honest, aLogOf(first.slice(0, 5)));
  const driven = driveConsole(honest.url, `${folder.path}/console`);
  await signIn(driven);
  await until('all of it', () => driven.process.snapshot().head === 7 && logOf(driven).status === 'verified');
  expect(logOf(driven).size).toBe(5);
  const port = await honest.kill();
  await until('link lost', () => driven.process.snapshot().link.status === 'lost');

  const liar = await openDouble(dispatcher, port, second);
  keepsLog(liar, aLogOf(second));
  await until('caught', () => logOf(driven).fault !== null);
  expect(logOf(driven).fault).toMatchObject({ kind: 'entries-differ', verified: 5, told: 9 });
  await until('taken anew', () => driven.process.snapshot().link.caughtUp);
  expect(driven.process.entriesSince(0)).toEqual(second);
  await driven.close();
  await liar.kill();
});

test('that the live server keeps another log is said during an exercise too, and put away by a supervisor at the live desk', async () => {
  const consoleFolder = `${folder.path}/console`;
  const before = await openDouble(trainer, 0, [...notes(4)]);
  keepsLog(before, aLogOf(notes(4)));
  // What a trainer may not read on a live server is read here, so that there is a log to be known.
  let driven = driveConsole(before.url, consoleFolder);
  await signIn(driven);
  await until('seen', () => logOf(driven).size === 4);
  const port = await before.kill();
  await until('link lost', () => driven.process.snapshot().link.status === 'lost');
  const after = await openDouble(trainer, port, [...notes(2, 'other')]);
  keepsLog(after, aLogOf(notes(2, 'other'), aSigner(2), 'log-2'));
  await until('noticed', () => logOf(driven).otherLogSince_ms !== null);
  const { otherLogSince_ms } = logOf(driven);
  await driven.close();

  const exercise = await openDouble(trainer);
  const session = { token: 'a-session-token-of-the-exercise', operator: trainer, mode: 'training' } as const;
  exercise.answer('resume', () => ok({ ...session, expiresAt_ms: Date.now() + 3_600_000 }));
  const simulator = { scenario: 'strap-cut', seed: 1, running: true, speed: 1, elapsed_s: 0, duration_s: 60 };
  const telling = setInterval(() => exercise.emit('simulatorState', simulator), 50);
  driven = driveConsole(after.url, consoleFolder, async () => ({ url: exercise.url, stop: async () => undefined }));
  await signIn(driven);
  await driven.call('startTraining', { scenario: 'strap-cut', seed: null });
  clearInterval(telling);
  expect(driven.process.snapshot()).toMatchObject({
    session: { mode: 'training' },
    log: { otherLogSince_ms, fault: null },
  });
  expect(driven.heard('log').at(-1)).toMatchObject({ otherLogSince_ms });
  await expect(driven.call('dismissOtherLog', null)).rejects.toThrow('not allowed');
  await driven.close();
  await Promise.all([after.kill(), exercise.kill()]);

  const chief = await openDouble(supervisor, 0, [...notes(2, 'other')]);
  keepsLog(chief, aLogOf(notes(2, 'other'), aSigner(2), 'log-2'));
  driven = driveConsole(chief.url, consoleFolder);
  await signIn(driven);
  expect(logOf(driven)).toMatchObject({ otherLogSince_ms });
  await driven.call('dismissOtherLog', null);
  expect(logOf(driven).otherLogSince_ms).toBeNull();
  await driven.close();
  await chief.kill();
});

test('a real server is verified, again after it was killed, and caught when an older copy of its store takes its place', async () => {
  const [data, copy] = [`${folder.path}/server`, `${folder.path}/copy`];
  let server = await startServer(data, 0);
  const { port } = server;
  const driven = driveConsole(server.url, `${folder.path}/console`);
  await signIn(driven, 'dispatcher1', 'jikim-dispatch');
  const verifiedBeyond = (size: number) => (): boolean =>
    logOf(driven).status === 'verified' && logOf(driven).size > size;
  const noted = async (text: string): Promise<void> => {
    const incidentId = driven.process.entriesSince(0).find(({ incidentId: id }) => id !== null)?.incidentId;
    if (incidentId === undefined || incidentId === null) throw new Error('no incident');
    await driven.call('send', { kind: 'note.add', incidentId, text });
    await until('landed', () => driven.process.snapshot().outbox.length === 0);
  };
  const restarted = async (folderOf: string): Promise<void> => {
    server.signal('SIGKILL');
    await server.ended;
    await until('link lost', () => driven.process.snapshot().link.status === 'lost');
    server = await startServer(folderOf, port);
    await until('session', () => driven.process.snapshot().link.status === 'up', 20_000);
  };
  try {
    await pressSos(server, data);
    await until('verified', verifiedBeyond(0));
    const before = logOf(driven);
    await restarted(data);
    await noted('after the restart');
    await until('verified again', verifiedBeyond(before.size));
    expect(logOf(driven)).toMatchObject({ fault: null, fingerprint: before.fingerprint, logId: before.logId });

    server.signal('SIGKILL');
    await server.ended;
    cpSync(data, copy, { recursive: true });
    server = await startServer(data, port);
    await until('up', () => driven.process.snapshot().link.status === 'up', 20_000);
    await noted('not in the copy');
    const seen = logOf(driven).size;
    await until('verified a third time', verifiedBeyond(seen - 1));
    await restarted(copy);
    await until('caught', () => logOf(driven).fault !== null, 30_000);
    expect(logOf(driven).fault?.kind).toBe('rewritten');
  } finally {
    await driven.close();
    server.signal('SIGKILL');
    await server.ended;
  }
}, 120_000);

test('a real server whose store was rewritten behind the last head seen is caught by an entry that was another', async () => {
  const [data, copy, own] = [`${folder.path}/server`, `${folder.path}/copy`, `${folder.path}/console`];
  let server = await startServer(data, 0);
  let driven = driveConsole(server.url, own);
  const settled = (): boolean => logOf(driven).status === 'verified' && driven.process.snapshot().link.caughtUp;
  const inConsole = <T>(work: (db: DatabaseSync) => T): T => {
    const db = new DatabaseSync(join(own, 'console.db'));
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  try {
    await signIn(driven, 'dispatcher1', 'jikim-dispatch');
    await pressSos(server, data);
    await until('verified', () => settled() && logOf(driven).size > 0);
    const seen = inConsole((db) => String(db.prepare('SELECT head FROM log_seen').get()?.['head']));
    server.signal('SIGKILL');
    await server.ended;
    cpSync(data, copy, { recursive: true });
    server = await startServer(data, server.port);
    await until('up', () => driven.process.snapshot().link.status === 'up', 20_000);
    const incidentId = driven.process.entriesSince(0).find(({ incidentId: id }) => id !== null)?.incidentId;
    if (incidentId === undefined || incidentId === null) throw new Error('no incident');
    await driven.call('send', { kind: 'note.add', incidentId, text: 'only in the first history' });
    await until('landed', () => driven.process.snapshot().outbox.length === 0 && settled());
    await driven.close();
    server.signal('SIGKILL');
    await server.ended;
    // As if this console had been killed after the entries and before their head.
    inConsole((db) => {
      db.prepare('UPDATE log_seen SET head = ?').run(seen);
      db.exec("DELETE FROM log_state WHERE name = 'frontier'");
    });
    server = await startServer(copy, 0);
    driven = driveConsole(server.url, own);
    await signIn(driven, 'dispatcher1', 'jikim-dispatch');
    await until('caught', () => logOf(driven).fault !== null, 30_000);
    expect(logOf(driven).fault?.kind).toBe('entries-differ');
  } finally {
    await driven.close();
    server.signal('SIGKILL');
    await server.ended;
  }
}, 120_000);
