import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConsoleStore } from '../../../main/console/store/open.ts';
import { loadStoreKey } from '../../../main/console/store/key.ts';
import { createOutboxStore } from '../../../main/console/store/outbox.ts';
import { createRowSeal } from '../../../main/console/store/seal.ts';
import { CommandId, OperatorId, PersonId } from '../../../shared/domain/ids.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { driveConsole, until } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';
import { dataFolder } from '../server/server.ts';
import { DISPATCHER_1, DISPATCHER_2, incidentsOf, journalOf, orderAndWait, signIn } from './desks.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, victimOf, writeScene } from './scene.ts';

const HOUR_MS = 3_600_000;

let data: ReturnType<typeof dataFolder>;
let server: Mortal;
let desk: Driven;
let incidentId: IncidentId;
let start: () => Driven;

beforeEach(async () => {
  data = dataFolder();
  server = spawnServer(data.path, writeScene(data.path));
  const port = await server.ready;
  if (port === null) throw new Error(server.said());
  start = () => driveConsole(`http://127.0.0.1:${port}`, join(data.path, 'desk'));
  desk = start();
  await signIn(desk, DISPATCHER_1);
  expect(await createDevices(data.path, port).press('a')).toBe(200);
  await until('the incident', () => incidentsOf(desk).length === 1);
  const [first] = incidentsOf(desk);
  if (first === undefined) throw new Error('no incident');
  incidentId = first;
  expect(await orderAndWait(desk, { kind: 'incident.acknowledge', incidentId })).toBe('landed');
  await desk.close();
});
afterEach(async () => {
  await desk.close();
  server.kill();
  await server.ended;
  data.drop();
});

/** Leaves commands on the console's disk, given so long ago by this operator, as a console that was cut off and ended does. */
const leave = (operator: string, ago_ms: number, bodies: readonly CommandBody[]): void => {
  const folder = join(data.path, 'desk');
  const key = loadStoreKey(folder, null, () => undefined);
  if (!key.ok) throw new Error(key.error);
  const opened = openConsoleStore({
    path: join(folder, 'console.db'),
    seal: createRowSeal(key.value.key, 'live'),
    now: Date.now,
    onMended: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.error);
  const outbox = createOutboxStore(opened.value);
  for (const [n, body] of bodies.entries()) {
    const command = { id: CommandId.parse(`left-${operator}-${n}`), issuedAt_ms: Date.now() - ago_ms, body };
    outbox.add(command, OperatorId.parse(operator));
  }
  opened.value.db.close();
};

const recorded = (kind: string): number => journalOf(desk).filter(({ body }) => body.kind === kind).length;

test('guidance given three hours ago is not sent: the order comes back, and goes out when it is given again, as of now', async () => {
  const message = { type: 'text', text: '가상의 안내' } as const;
  const guide = { kind: 'guidance.send', incidentId, victim: PersonId.parse(victimOf('a')), message } as const;
  leave(DISPATCHER_1.username, 3 * HOUR_MS, [guide, { kind: 'note.add', incidentId, text: '가상의 메모' }]);
  desk = start();
  await signIn(desk, DISPATCHER_1);
  const outbox = () => desk.process.snapshot().outbox;
  await until('judged', () => outbox().length === 1 && outbox()[0]?.state === 'returned');
  expect(outbox()).toMatchObject([{ body: { kind: 'guidance.send' }, refusal: { reason: 'expired' } }]);
  await until('the note', () => recorded('note.added') === 1); // which is worth as much as ever
  expect(recorded('guidance.sent')).toBe(0);
  const given_ms = Date.now();
  const [back] = outbox();
  if (back === undefined) throw new Error('nothing came back');
  await desk.call('giveAgain', { id: back.id });
  await until('sent', () => recorded('guidance.sent') === 1 && outbox().length === 0);
  const entry = journalOf(desk).find(({ body }) => body.kind === 'guidance.sent');
  expect(entry?.at_ms).toBeGreaterThan(given_ms - 2000);
  expect(entry?.commandId).not.toBe(back.id);
});

test('what the shift before gave goes out under nobody’s name; who sits here now is told, and it comes back to who gave it', async () => {
  const body = { kind: 'lease.breakGlass', incidentId, reason: '가상의 사유' } as const;
  leave(DISPATCHER_1.username, 600_000, [body]);
  desk = start();
  await signIn(desk, DISPATCHER_2);
  await until('told', () => desk.process.snapshot().strandedCommands.length === 1);
  expect(desk.process.snapshot().strandedCommands).toMatchObject([
    { operatorId: DISPATCHER_1.username, kind: 'lease.breakGlass', incidentId },
  ]);
  expect(await orderAndWait(desk, { kind: 'note.add', incidentId, text: '가상의 다음 근무' })).toBe('landed');
  expect(JSON.stringify(desk.process.snapshot().strandedCommands)).not.toContain('사유');
  await desk.call('signOut', null);
  await signIn(desk, DISPATCHER_1);
  const outbox = () => desk.process.snapshot().outbox;
  await until('back', () => outbox()[0]?.state === 'returned');
  expect(desk.process.snapshot().strandedCommands).toEqual([]);
  const purposes = journalOf(desk).flatMap(({ body: entry }) =>
    entry.kind === 'lease.granted' ? [entry.purpose] : [],
  );
  expect(purposes).not.toContain('break-glass');
  await desk.call('dismissRefusal', { id: outbox()[0]?.id ?? CommandId.parse('none') });
  expect(outbox()).toEqual([]);
});
