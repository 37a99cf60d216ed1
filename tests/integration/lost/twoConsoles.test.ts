import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chance } from '../../../main/monitoring/simulator/random.ts';
import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import { UnitId } from '../../../shared/domain/ids.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import { driveConsole, until } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';
import { dataFolder } from '../server/server.ts';
import { DISPATCHER_1, DISPATCHER_2, incidentsOf, journalOf, orderAndWait, signIn } from './desks.ts';
import { readKept } from './judge.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, storeOf, writeScene } from './scene.ts';

const ORDERS = process.env['JIKIM_LONG'] === '1' ? 400 : 60;
const SEED = Number(process.env['JIKIM_SEED'] ?? Date.now() % 1_000_000);
const UNITS = ['unit-1', 'unit-2'].map((id) => UnitId.parse(id));

let data: ReturnType<typeof dataFolder>;
let server: Mortal;
let desks: readonly [Driven, Driven];
let incidentId: IncidentId;

beforeEach(async () => {
  data = dataFolder();
  server = spawnServer(data.path, writeScene(data.path));
  const port = await server.ready;
  if (port === null) throw new Error(server.said());
  const open = (name: string): Driven => driveConsole(`http://127.0.0.1:${port}`, join(data.path, name));
  desks = [open('one'), open('two')];
  await signIn(desks[0], DISPATCHER_1);
  await signIn(desks[1], DISPATCHER_2);
  expect(await createDevices(data.path, port).press('a')).toBe(200);
  await until('the incident', () => desks.every((desk) => incidentsOf(desk).length === 1));
  const [raised] = incidentsOf(desks[0]);
  if (raised === undefined) throw new Error('no incident');
  incidentId = raised;
});
afterEach(async () => {
  await Promise.all(desks.map((desk) => desk.close()));
  server.kill();
  await server.ended;
  data.drop();
});

const orderOf = (luck: Chance, text: string): CommandBody => {
  const unitId = luck.pick(UNITS) ?? UnitId.parse('unit-1');
  const dice = luck.unit();
  if (dice < 0.5) return { kind: 'note.add', incidentId, text };
  if (dice < 0.65) return { kind: 'incident.acknowledge', incidentId };
  if (dice < 0.8) return { kind: 'unit.assign', incidentId, unitId };
  if (dice < 0.9) return { kind: 'unit.release', incidentId, unitId };
  if (dice < 0.95) return { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, despiteClosing: true };
  return { kind: 'incident.reopen', incidentId, reason: text };
};

test('two consoles work on one incident at once: one order that both see, no note lost, and every conflict told', async () => {
  const orders = await Promise.all(
    desks.map(async (desk, index) => {
      const luck = chance(SEED, `desk ${index}`);
      const given: { readonly id: string; readonly body: CommandBody }[] = [];
      for (let n = 0; n < ORDERS; n += 1) {
        const body = orderOf(luck, `note ${index} ${n}`);
        given.push({ id: (await desk.call('send', body)).id, body });
        if (luck.unit() < 0.3) await delay(luck.between(0, 20));
      }
      return given;
    }),
  );
  const isDone = ({ process: jikim }: Driven): boolean =>
    jikim.snapshot().link.caughtUp && jikim.snapshot().outbox.every(({ state }) => state === 'refused');
  await until('everything judged', () => desks.every(isDone), 60_000);
  const refusals = desks.map(
    (desk) => new Map(desk.process.snapshot().outbox.map(({ id, refusal }) => [id as string, refusal])),
  );
  const heads = (): readonly number[] => desks.map((desk) => desk.process.snapshot().head);
  await until('the same head', () => heads()[0] === heads()[1]);
  const journals = desks.map(journalOf);
  server.kill();
  await server.ended;
  const { entries } = readKept(storeOf(data.path), join(data.path, 'server'));
  const record = entries.slice(0, journals[0]?.length);

  for (const [index, given] of orders.entries()) {
    expect(journals[index], `seed ${SEED}`).toEqual(record);
    const refused = refusals[index] ?? new Map<string, unknown>();
    const notes = given.flatMap(({ body }) => (body.kind === 'note.add' ? [body.text] : []));
    const found = record.flatMap(({ body }) =>
      body.kind === 'note.added' && body.text.startsWith(`note ${index} `) ? [body.text] : [],
    );
    expect(found, `seed ${SEED}`).toEqual(notes);
    for (const { id } of given) {
      const landed = record.some(({ commandId }) => commandId === id);
      expect(landed !== refused.has(id), `seed ${SEED}: ${id} landed or was refused, one of the two`).toBe(true);
      if (refused.has(id)) expect(refused.get(id)).toHaveProperty('reason');
    }
  }
  // They did get in each other's way.
  expect(
    refusals.every(({ size }) => size > 0),
    `seed ${SEED}`,
  ).toBe(true);
});

test('of two who send the same patrol at once one does, and the other is told that it is busy', async () => {
  expect(await orderAndWait(desks[0], { kind: 'incident.acknowledge', incidentId })).toBe('landed');
  const assign = { kind: 'unit.assign', incidentId, unitId: UnitId.parse('unit-1') } as const;
  const judged = await Promise.all(desks.map((desk) => orderAndWait(desk, assign)));
  expect(judged.toSorted()).toEqual(['landed', 'refused']);
  const loser = desks[judged.indexOf('refused')];
  expect(loser?.process.snapshot().outbox.map(({ refusal }) => refusal)).toEqual([{ reason: 'unit-busy' }]);
});
