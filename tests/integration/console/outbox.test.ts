import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../../shared/api/contract.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { dispatcher, supervisor } from '../../builders/directory.ts';
import { byOperator, entriesOf } from '../../builders/entries.ts';
import { incidentId } from '../../builders/ids.ts';
import { openDouble } from './double.ts';
import type { Double } from './double.ts';
import { driveConsole, tempFolder, until } from './harness.ts';
import type { Driven } from './harness.ts';

let double: Double;
let driven: Driven;
let folder: ReturnType<typeof tempFolder>;

const note = (text: string): CommandBody => ({ kind: 'note.add', incidentId: incidentId('I1'), text });
const outbox = (): Snapshot => driven.process.snapshot();
const signIn = async (): Promise<void> => {
  await until('link up', () => driven.process.snapshot().link.status === 'up');
  expect((await driven.call('signIn', { username: 'u', password: 'right' })).ok).toBe(true);
};

beforeEach(async () => {
  folder = tempFolder();
  double = await openDouble(dispatcher);
  driven = driveConsole(double.url, folder.path);
});

afterEach(async () => {
  await driven.close();
  await double.kill();
  folder.remove();
});

test('sends in order, one at a time, and empties', async () => {
  await signIn();
  let inFlight = 0;
  let most = 0;
  double.answer('command', async (command) => {
    double.commands.push(command);
    most = Math.max(most, (inFlight += 1));
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    inFlight -= 1;
    return { ok: true, value: { seqs: [] } };
  });
  const ids = [];
  for (const text of ['one', 'two', 'three', 'four']) ids.push((await driven.call('send', note(text))).id);
  await until('empty', () => outbox().outbox.length === 0);
  expect(double.commands.map(({ id }) => id)).toEqual(ids);
  expect(most).toBe(1);
});

test('says when a command was given by the server’s clock, not by its own', async () => {
  await signIn();
  double.heartbeats(false);
  const ahead_ms = 3_600_000;
  double.emit('heartbeat', {
    serverTime_ms: Date.now() + ahead_ms,
    head: 0,
    store: { state: 'working' },
    clock: { state: 'right' },
    simulated: false,
  });
  await until('measured', () => (outbox().link.clockOffset_ms ?? 0) > ahead_ms / 2);
  const given_ms = Date.now();
  await driven.call('send', note('one'));
  await until('landed', () => double.commands.length === 1);
  expect(Math.abs((double.commands[0]?.issuedAt_ms ?? 0) - given_ms - ahead_ms)).toBeLessThan(5000);
});

test('what was sent while the server was away survives a restart of the console and lands afterwards, once signed in', async () => {
  await signIn();
  const port = await double.kill();
  await until('lost', () => driven.process.snapshot().link.status === 'lost');
  const first = await driven.call('send', note('one'));
  const second = await driven.call('send', note('two'));
  expect(outbox().outbox.map(({ id, state }) => [id, state])).toEqual([
    [first.id, 'waiting'],
    [second.id, 'waiting'],
  ]);
  await driven.close();
  driven = driveConsole(`http://127.0.0.1:${port}`, folder.path);
  expect(outbox().outbox).toEqual([]); // nobody is signed in: nobody's commands are shown
  double = await openDouble(dispatcher, port);
  await signIn();
  await until('landed', () => double.commands.length === 2 && outbox().outbox.length === 0);
  expect(double.commands.map(({ id }) => id)).toEqual([first.id, second.id]);
});

test('a command whose answer got lost is sent again under the same id', async () => {
  await signIn();
  double.answer('command', (command) => {
    double.commands.push(command);
    return new Promise(() => undefined); // it arrived; its answer never does
  });
  const { id } = await driven.call('send', note('one'));
  await until('arrived', () => double.commands.length === 1);
  const port = await double.kill();
  double = await openDouble(dispatcher, port);
  await until('arrived again', () => double.commands.length === 1);
  expect(double.commands[0]?.id).toBe(id);
  await until('empty', () => outbox().outbox.length === 0);
});

test('a refused command stays, with its reason, until it is dismissed; later ones go on', async () => {
  await signIn();
  double.answer('command', (command) => {
    double.commands.push(command);
    return command.body.kind === 'incident.acknowledge'
      ? { ok: false, error: { reason: 'wrong-state', state: 'closed' } }
      : { ok: true, value: { seqs: [] } };
  });
  const { id } = await driven.call('send', { kind: 'incident.acknowledge', incidentId: incidentId('I1') });
  await driven.call('send', note('after'));
  await until('both tried', () => double.commands.length === 2);
  await until('one left', () => outbox().outbox.length === 1);
  expect(outbox().outbox[0]).toMatchObject({
    id,
    state: 'refused',
    refusal: { reason: 'wrong-state', state: 'closed' },
  });
  await driven.close();
  driven = driveConsole(double.url, folder.path);
  await signIn();
  expect(outbox().outbox.length).toBe(1);
  await driven.call('dismissRefusal', { id });
  expect(outbox().outbox).toEqual([]);
});

test('a command that the server has decided and cannot record holds up no other, and its record answers for it', async () => {
  await signIn();
  double.answer('command', (command) => {
    double.commands.push(command);
    return { ok: false, error: { reason: 'store-failed' } };
  });
  const { id: first } = await driven.call('send', note('one'));
  const { id: second } = await driven.call('send', note('two'));
  await until('the first was tried', () => double.commands.length > 0);
  const [decided] = entriesOf([{ body: { kind: 'note.added', text: 'one' }, actor: byOperator() }]);
  if (decided === undefined) throw new Error('no entry');
  double.emit('provisional', { after: 0, entries: [{ ...decided, commandId: first }] });
  await until('the second is tried', () => double.commands.some(({ id }) => id === second));
  expect(outbox().outbox.map(({ id, state }) => [id, state])).toEqual([
    [first, 'unrecorded'],
    [second, 'waiting'],
  ]);
  const tries = double.commands.filter(({ id }) => id === first).length;
  await until('the second is tried again', () => double.commands.filter(({ id }) => id === second).length > 1);
  expect(double.commands.filter(({ id }) => id === first)).toHaveLength(tries);
  double.answer('command', (command) => {
    double.commands.push(command);
    return { ok: true, value: { seqs: [] } };
  });
  double.append([{ ...decided, commandId: first }], true);
  await until('both have landed', () => outbox().outbox.length === 0);
  expect(double.commands.filter(({ id }) => id === first)).toHaveLength(tries);
});

test('a waiting command cannot be dismissed', async () => {
  await signIn();
  await double.kill().then(async (port) => {
    const { id } = await driven.call('send', note('one'));
    await driven.call('dismissRefusal', { id });
    expect(outbox().outbox.length).toBe(1);
    double = await openDouble(dispatcher, port);
  });
});

test('one operator’s commands never go out under another’s name', async () => {
  await signIn();
  const port = await double.kill();
  await until('lost', () => driven.process.snapshot().link.status === 'lost');
  await driven.call('send', note('mine'));
  await driven.call('signOut', null);
  double = await openDouble(supervisor, port);
  await signIn();
  await driven.call('send', note('theirs'));
  await until('landed', () => double.commands.length === 1);
  await until('empty', () => outbox().outbox.length === 0);
  expect(double.commands.map(({ body }) => body.kind === 'note.add' && body.text)).toEqual(['theirs']);
});

test.each([
  ['nobody is signed in', null],
  ['a text is empty', note('  ')],
  ['a field is unknown', { ...note('x'), lon: 127 }],
  ['a kind is unknown', { kind: 'incident.forget', incidentId: 'I1' }],
])('refuses to send when %s', async (_name, body) => {
  if (body !== null) await signIn();
  const answer = await driven.process.answer('send', body ?? note('x'));
  expect(answer).toMatchObject({ ok: false });
  expect(outbox().outbox).toEqual([]);
});

test('a console database that is none is refused in one line that names it', async () => {
  const { openedStore } = await import('../../builders/consoleStore.ts');
  const { writeFileSync } = await import('node:fs');
  const path = `${folder.path}/broken.db`;
  writeFileSync(
    path,
    'this is not a database, although it is long enough to be taken for one at first sight'.repeat(20),
  );
  expect(() => openedStore(path)).toThrow(/broken\.db: /);
});
