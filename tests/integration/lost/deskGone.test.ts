import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPolicy } from '../../../main/files/policy.ts';
import { projectRoot } from '../../../main/files/root.ts';
import { readScenario } from '../../../main/files/scenarios.ts';
import { serve } from '../../../main/monitoring/serve.ts';
import type { Served } from '../../../main/monitoring/serve.ts';
import { loadStreets } from '../../../main/monitoring/streets/load.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Entry, EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { driveConsole, until } from '../console/harness.ts';
import type { Driven } from '../console/harness.ts';
import { dataFolder } from '../server/server.ts';
import { spawnConsole } from './console.ts';
import type { MortalConsole } from './console.ts';
import { DISPATCHER_1, DISPATCHER_2, incidentsOf, journalOf, orderAndWait, signIn } from './desks.ts';
import { createDevices, writeScene } from './scene.ts';

/** Shortened from the policy's 20 s. */
const UNHEARD_S = 3;

let data: ReturnType<typeof dataFolder>;
let server: Served;
let other: Driven;
let mortal: MortalConsole;

const start = async (): Promise<Served> => {
  const policy = loadPolicy();
  const scenario = readScenario(writeScene(data.path));
  const streets = loadStreets({ root: projectRoot(), dataDir: data.path, policy });
  if (!scenario.ok || !streets.ok) throw new Error('the scene cannot be read');
  return serve({
    ...{ mode: 'live', host: '127.0.0.1', port: 0, dataDir: data.path, seed: 1, trainerSession: null, metricsFor: [] },
    policy: { ...policy, desks: { ...policy.desks, unheardAfter_s: UNHEARD_S } },
    scenario: scenario.value,
    streets: streets.value,
    log: pino({ level: 'silent' }),
  });
};

beforeEach(async () => {
  data = dataFolder();
  server = await start();
  const url = `http://127.0.0.1:${server.port}`;
  other = driveConsole(url, join(data.path, 'other'));
  mortal = spawnConsole(url, join(data.path, 'mortal'));
  await mortal.ready;
  await until('the link', () => mortal.link()?.status === 'up');
  expect(await mortal.call('signIn', DISPATCHER_1)).toMatchObject({ ok: true });
  await signIn(other, DISPATCHER_2);
  expect(await createDevices(data.path, server.port).press('a')).toBe(200);
  await until('the incident', () => incidentsOf(other).length === 1 && mortal.shown.length > 0);
});
afterEach(async () => {
  mortal.kill();
  await mortal.ended;
  await other.close();
  await server.close();
  data.drop();
});

const incident = (): IncidentId => {
  const [id] = incidentsOf(other);
  if (id === undefined) throw new Error('no incident');
  return id;
};
const bodies = <K extends EntryBody['kind']>(entries: readonly Entry[], kind: K) =>
  entries.flatMap(({ body }) => (body.kind === kind ? [body as Extract<EntryBody, { kind: K }>] : [])); // narrowed by the comparison
const left = () => bodies(journalOf(other), 'incident.left');
const deskOf = (operator: string): string | undefined =>
  other.process.snapshot().desks.find(({ operatorId }) => operatorId === operator)?.desk;
/** The desk that will be gone acknowledges, and has the incident. */
const hold = async (): Promise<void> => {
  await mortal.call('send', { kind: 'incident.acknowledge', incidentId: incident(), sounding: 1 });
  await until('the acknowledgement', () => bodies(journalOf(other), 'incident.acknowledged').length === 1);
};

test('a desk killed while it holds a Code 0: the other hears a new sounding a second after the policy’s time, and takes it by answering', async () => {
  await hold();
  expect(left()).toEqual([]);
  const killedAt_ms = performance.now();
  mortal.kill();
  await until('the new sounding', () => left().length === 1, 30_000);
  // A slow machine is late; it must never be early, since the desk might only have restarted.
  expect(performance.now() - killedAt_ms).toBeGreaterThan((UNHEARD_S - 1) * 1000);
  expect(left()).toMatchObject([{ sounding: 2, code: 0, operatorId: DISPATCHER_1.username, desk: 'unheard' }]);
  expect([other.process.alarms.state().sounding, deskOf(DISPATCHER_1.username)]).toEqual([1, 'unheard']);
  const answer = { kind: 'incident.acknowledge', incidentId: incident(), sounding: 2 } as const;
  expect(await orderAndWait(other, answer)).toBe('landed');
  expect(bodies(journalOf(other), 'incident.taken')).toMatchObject([{ from: DISPATCHER_1.username, desk: 'unheard' }]);
  expect(other.process.alarms.state().sounding).toBe(0);

  // The desk that comes back is told who has it now.
  const again = spawnConsole(`http://127.0.0.1:${server.port}`, join(data.path, 'mortal'));
  mortal = again;
  await again.ready;
  await until('the link', () => again.link()?.status === 'up');
  expect(await again.call('signIn', DISPATCHER_1)).toMatchObject({ ok: true });
  const { head } = await again.call('snapshot', null);
  expect(head).toBeGreaterThan(0);
  const kept = await again.call('entries', { since: 0 });
  await until('caught up', () => kept.length + again.shown.length > 0);
  await until('attended again', () => deskOf(DISPATCHER_1.username) === 'attended');
});

test('a desk that froze counts as gone, and what it is told when it thaws is that it sounds again', async () => {
  await hold();
  process.kill(mortal.pid, 'SIGSTOP');
  await until('the new sounding', () => left().length === 1, 30_000);
  process.kill(mortal.pid, 'SIGCONT');
  await until('told', () => bodies(mortal.shown, 'incident.left').length === 1, 20_000);
  // It is there again and has silenced nothing.
  await until('attended again', () => deskOf(DISPATCHER_1.username) === 'attended');
  expect([left().length, other.process.alarms.state().sounding]).toEqual([1, 1]);
});

test('a desk that signs out with a Code 0 in its hands makes it sound again at once; one that locks does not, and is taken over without a reason', async () => {
  await hold();
  await mortal.call('lock', null);
  await until('locked', () => deskOf(DISPATCHER_1.username) === 'locked');
  expect(left()).toEqual([]);
  const claim = { kind: 'incident.claim', incidentId: incident(), from: null } as const;
  expect(await orderAndWait(other, claim)).toBe('refused');
  expect(other.process.snapshot().outbox.at(-1)?.refusal).toEqual({
    reason: 'claimed-already',
    by: DISPATCHER_1.username,
  });
  const own = other.process.snapshot().session?.operator.id;
  const theirs = bodies(journalOf(other), 'incident.left');
  expect([own, theirs]).toEqual([DISPATCHER_2.username, []]);
  await mortal.call('signOut', null);
  await until('the new sounding', () => left().length === 1, (UNHEARD_S - 1) * 1000);
  expect(left()).toMatchObject([{ desk: 'signed-out' }]);
});
