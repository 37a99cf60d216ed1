import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PendingCommand } from '../../../shared/api/contract.ts';
import type { CommandId } from '../../../shared/domain/ids.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import { driveConsole, until } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';
import { dataFolder } from '../server/server.ts';
import { DISPATCHER_1, DISPATCHER_2, incidentsOf, journalOf, orderAndWait, signIn, SUPERVISOR } from './desks.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { openLine } from './proxy.ts';
import type { Line } from './proxy.ts';
import { createDevices, writeScene } from './scene.ts';

/** The cut-off console's clock is wrong by this much, and nothing in the record is. */
const AHEAD_MS = 600_000;
const DOWN_MS = 3000;

let data: ReturnType<typeof dataFolder>;
let server: Mortal;
let line: Line;
let far: Driven;
let near: Driven;
let url = '';

const farConsole = (): Driven => driveConsole(line.url, join(data.path, 'far'), undefined, AHEAD_MS);

beforeEach(async () => {
  data = dataFolder();
  server = spawnServer(data.path, writeScene(data.path));
  const port = await server.ready;
  if (port === null) throw new Error(server.said());
  url = `http://127.0.0.1:${port}`;
  line = await openLine(port);
  far = farConsole();
  near = driveConsole(url, join(data.path, 'near'));
  await signIn(far, DISPATCHER_1);
  await signIn(near, DISPATCHER_2);
  const devices = createDevices(data.path, port);
  expect(await devices.press('a')).toBe(200);
  expect(await devices.press('b')).toBe(200);
  await until('both incidents', () => incidentsOf(far).length === 2 && incidentsOf(near).length === 2);
});
afterEach(async () => {
  await Promise.all([far.close(), near.close()]);
  await line.close();
  server.kill();
  await server.ended;
  data.drop();
});

const outbox = (): readonly PendingCommand[] => far.process.snapshot().outbox;

test('an acknowledgement given with the link frozen, before the victim pressed again, does not silence the press', async () => {
  const [ours] = incidentsOf(far);
  if (ours === undefined) throw new Error('an incident');
  const soundingsOf = (desk: Driven): readonly number[] =>
    foldEntries(emptyWorld, journalOf(desk))
      .incidents.get(ours)
      ?.unanswered.map(({ number }) => number) ?? [];
  expect(soundingsOf(far)).toEqual([1]);
  line.cut();
  await until('lost', () => far.process.snapshot().link.status === 'lost');
  // The desk answers what it has heard. What comes next it cannot hear.
  await far.call('send', { kind: 'incident.acknowledge', incidentId: ours, sounding: 1 });
  expect(await createDevices(data.path, Number(new URL(url).port)).press('a')).toBe(200);
  await until('the press', () => soundingsOf(near).length === 2);

  line.mend();
  await until('delivered', () => outbox().length === 0 && far.process.snapshot().link.caughtUp, 20_000);
  await until('the same at both', () => journalOf(far).length === journalOf(near).length);
  expect([soundingsOf(far), soundingsOf(near)]).toEqual([[2], [2]]);
});

test('with the link down the dispatcher goes on: orders wait, land in order with both times, or come back refused', async () => {
  const [ours, theirs] = incidentsOf(far);
  if (ours === undefined || theirs === undefined) throw new Error('two incidents');
  for (const incidentId of [ours, theirs]) {
    expect(await orderAndWait(far, { kind: 'incident.acknowledge', incidentId })).toBe('landed');
  }
  line.cut();
  await until('lost', () => far.process.snapshot().link.status === 'lost');

  const cut_ms = Date.now();
  const waiting: CommandId[] = [];
  const send = async (body: Parameters<typeof orderAndWait>[1]): Promise<CommandId> => {
    const { id } = await far.call('send', body);
    waiting.push(id);
    return id;
  };
  await send({ kind: 'note.add', incidentId: ours, text: 'first' });
  const lateNote = await send({ kind: 'note.add', incidentId: theirs, text: 'too late' });
  const lateEnd = await send({
    kind: 'incident.resolve',
    incidentId: theirs,
    outcome: 'other',
    cause: null,
    despiteClosing: true,
  });
  await send({ kind: 'note.add', incidentId: ours, text: 'second' });
  expect(outbox().map(({ id, state }) => [id, state])).toEqual(waiting.map((id) => [id, 'waiting']));

  // Meanwhile somebody else ends one of the two, and a supervisor closes it.
  expect(
    await orderAndWait(near, {
      kind: 'incident.resolve',
      incidentId: theirs,
      outcome: 'other',
      cause: null,
      despiteClosing: true,
    }),
  ).toBe('landed');
  await near.call('signOut', null);
  await signIn(near, SUPERVISOR);
  expect(
    await orderAndWait(near, { kind: 'incident.close', incidentId: theirs, review: '가상', caseFollows: false }),
  ).toBe('landed');
  // Entries name what was done by the second, so the link must have been away for longer than a measuring error.
  await delay(Math.max(0, cut_ms + DOWN_MS - Date.now()));
  expect(outbox()).toHaveLength(4);

  line.mend();
  await until(
    'all judged',
    () => outbox().every(({ state }) => state === 'refused') && far.process.snapshot().link.caughtUp,
    20_000,
  );
  const closed = { reason: 'wrong-state', state: 'closed' };
  expect(outbox().map(({ id, refusal }) => [id, refusal])).toEqual([
    [lateNote, closed],
    [lateEnd, closed],
  ]);
  const notes = journalOf(far).filter(({ body }) => body.kind === 'note.added');
  expect(notes.map(({ body }) => body.kind === 'note.added' && body.text)).toEqual(['first', 'second']);
  for (const { at_ms, recordedAt_ms, clockOffset_ms } of notes) {
    // When it was ordered, by the server's clock, and when it came to be recorded.
    expect(Math.abs(at_ms - cut_ms)).toBeLessThan(2000);
    expect(recordedAt_ms - at_ms).toBeGreaterThan(DOWN_MS - 2000);
    expect(Math.abs((clockOffset_ms ?? 0) + AHEAD_MS)).toBeLessThan(1000);
  }

  // A refusal stays until somebody has seen it, whatever becomes of the console.
  await far.close();
  far = farConsole();
  await signIn(far, DISPATCHER_1);
  expect(outbox().map(({ id, state }) => [id, state])).toEqual([
    [lateNote, 'refused'],
    [lateEnd, 'refused'],
  ]);
  for (const id of [lateNote, lateEnd]) await far.call('dismissRefusal', { id });
  await far.close();
  far = farConsole();
  await signIn(far, DISPATCHER_1);
  expect(outbox()).toEqual([]);
  expect(journalOf(far).filter(({ commandId }) => commandId === lateNote || commandId === lateEnd)).toEqual([]);
});
