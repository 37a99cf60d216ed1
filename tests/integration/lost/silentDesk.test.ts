import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPolicy } from '../../../main/files/policy.ts';
import { projectRoot } from '../../../main/files/root.ts';
import { readScenario } from '../../../main/files/scenarios.ts';
import { serve } from '../../../main/monitoring/serve.ts';
import type { Served } from '../../../main/monitoring/serve.ts';
import { loadStreets } from '../../../main/monitoring/streets/load.ts';
import type { DeskState } from '../../../shared/domain/incidents/attendance.ts';
import type { EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { driveConsole, until, withinASecond } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';
import { dataFolder } from '../server/server.ts';
import { DISPATCHER_1, DISPATCHER_2, incidentsOf, journalOf, orderAndWait, signIn, SUPERVISOR } from './desks.ts';
import { createDevices, writeScene } from './scene.ts';
import type { Devices } from './scene.ts';

let data: ReturnType<typeof dataFolder>;
let server: Served;
let devices: Devices;
let mute: Driven;
let other: Driven;

beforeEach(async () => {
  data = dataFolder();
  const policy = loadPolicy();
  const scenario = readScenario(writeScene(data.path));
  const streets = loadStreets({ root: projectRoot(), dataDir: data.path, policy });
  if (!scenario.ok || !streets.ok) throw new Error('the scene cannot be read');
  server = await serve({
    ...{ mode: 'live', host: '127.0.0.1', port: 0, dataDir: data.path, seed: 1, trainerSession: null, metricsFor: [] },
    // Nothing of these tests may be an escalation whose time has simply come.
    policy: { ...policy, escalation: { ...policy.escalation, after_s: [600, 600, null, null, null] } },
    scenario: scenario.value,
    streets: streets.value,
    log: pino({ level: 'silent' }),
  });
  devices = createDevices(data.path, server.port);
  const url = `http://127.0.0.1:${server.port}`;
  mute = driveConsole(url, join(data.path, 'mute'));
  other = driveConsole(url, join(data.path, 'other'));
  await signIn(mute, DISPATCHER_1);
});
afterEach(async () => {
  await mute.close();
  await other.close();
  await server.close();
  data.drop();
});

const deskOf = (desk: Driven, operator: string): DeskState | undefined => {
  const found = desk.process.snapshot().desks.find(({ operatorId }) => operatorId === operator);
  return found === undefined ? undefined : { desk: found.desk, sounds: found.sounds };
};
const escalated = (desk: Driven): readonly EntryBody[] =>
  journalOf(desk).flatMap(({ body }) => (body.kind === 'incident.escalated' ? [body] : []));

test('an unacknowledged Code 0 at a desk that cannot sound rings at the supervisor at once, who sees why', async () => {
  await signIn(other, SUPERVISOR);
  await until('the desk is heard', () => deskOf(other, DISPATCHER_1.username)?.sounds === true);
  mute.beSilent('no-output');
  await withinASecond('the supervisor is told of the mute desk', () => deskOf(other, 'dispatcher1')?.sounds === false);
  expect(deskOf(other, DISPATCHER_1.username)).toEqual({ desk: 'attended', sounds: false });
  expect(await devices.press('a')).toBe(200);
  await until('escalated', () => escalated(other).length === 1);
  expect(escalated(other)).toEqual([{ kind: 'incident.escalated', sounding: 1, code: 0 }]);
  // Whoever sits in front of it sees it all the same, and what they take up is theirs.
  const [incidentId] = incidentsOf(mute);
  if (incidentId === undefined) throw new Error('no incident');
  expect(await orderAndWait(mute, { kind: 'incident.acknowledge', incidentId, sounding: 1 })).toBe('landed');
  await until('answered', () => other.process.alarms.state().sounding === 0);
  expect(journalOf(other).filter(({ body }) => body.kind === 'incident.left')).toEqual([]);
});

test('where another desk hears it, it waits for an answer there, until that one falls silent as well', async () => {
  await signIn(other, DISPATCHER_2);
  mute.beSilent('blocked');
  await until('the mute desk is known', () => deskOf(other, DISPATCHER_1.username)?.sounds === false);
  expect(await devices.press('a')).toBe(200);
  await until('it rings', () => other.process.alarms.state().sounding === 1);
  expect(escalated(other)).toEqual([]);
  other.beSilent('failed');
  await until('escalated', () => escalated(other).length === 1);
});

test('a desk whose pages are all gone counts as one that cannot sound', async () => {
  await signIn(other, SUPERVISOR);
  await until('the desk is heard', () => deskOf(other, DISPATCHER_1.username)?.sounds === true);
  mute.closePages();
  await until('missed', () => deskOf(other, DISPATCHER_1.username)?.sounds === false, 20_000);
  expect(deskOf(other, DISPATCHER_1.username)?.desk).toBe('attended');
});
