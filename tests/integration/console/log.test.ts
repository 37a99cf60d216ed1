import { cpSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogState } from '../../../shared/api/log.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { dispatcher, supervisor } from '../../builders/directory.ts';
import { entriesOf } from '../../builders/entries.ts';
import { aLogOf } from '../../builders/log.ts';
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
