import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IncidentId } from '../../../shared/domain/ids.ts';
import { UnitId } from '../../../shared/domain/ids.ts';
import { connectConsole, readRecord } from './console.ts';
import type { TestConsole } from './console.ts';
import { dataFolder, deviceTokens, policyWithoutStories, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const HOME = { lat: 37.5572, lon: 126.9244 };
const METRE_LAT = 1 / 111_000;
const data = dataFolder();
const open: TestConsole[] = [];
let tokens: ReturnType<typeof deviceTokens> = new Map();
let server: Running;

const connect = async (): Promise<TestConsole> => {
  const console = await connectConsole(server.port);
  open.push(console);
  return console;
};

/** Posts a position as a phone would, `metres` north of the victim's home, measured `ago_s` ago. */
const post = async (person: 'O-quiet' | 'V-quiet', metres: number, ago_s = 0): Promise<number> => {
  const device = tokens.get(person);
  if (device === undefined) throw new Error('no such device');
  const query = new URLSearchParams({
    ...{ id: device.deviceId, token: device.token, timestamp: String(Date.now() - ago_s * 1000) },
    ...{
      lat: String(HOME.lat + metres * METRE_LAT),
      lon: String(HOME.lon),
      accuracy: '5',
      speed: '2',
      bearing: '180',
      batt: '80',
    },
  });
  return (await fetch(`http://127.0.0.1:${server.port}/osmand?${query}`)).status;
};

beforeAll(async () => {
  tokens = deviceTokens(data.path);
  server = await startServer(data.path, ['--policy', policyWithoutStories(data.path)]);
});
afterAll(async () => {
  for (const console of open) console.close();
  await server.stop();
  data.drop();
});

describe('from a device to a closed record', () => {
  it('alarms every dispatcher, opens both people to them and to nobody else, and closes for good', async () => {
    const first = await connect();
    const second = await connect();
    const trainer = await connect();
    const boss = await connect();
    const session = await first.signIn('dispatcher1', 'jikim-dispatch');
    await second.signIn('dispatcher2', 'jikim-dispatch');
    await trainer.signIn('trainer1', 'jikim-train');
    await boss.signIn('supervisor1', 'jikim-review');
    const directory = await first.call('directory', null);
    if (!directory.ok) throw new Error(directory.error.reason);
    const handles = new Set(directory.value.people.map((p) => p.handle));
    const peopleIn = (console: TestConsole): number =>
      (console.frames.at(-1)?.subjects ?? []).filter((s) => handles.has(s.handle)).length;

    // Before: positions come in, and no coordinate goes out.
    expect(await post('V-quiet', 0)).toBe(200);
    expect(await post('O-quiet', 5000, 90)).toBe(200);
    await until('two frames', () => first.frames.length > 2);
    expect(first.frames.flatMap((f) => f.subjects).filter((s) => handles.has(s.handle))).toEqual([]);
    expect(first.frames.at(-1)?.subjects).toHaveLength(2);

    // The breach.
    expect(await post('O-quiet', 700)).toBe(200);
    await until('the alarm', () => first.entries.some((e) => e.body.kind === 'alert.raised'));
    await until('both on the map', () => peopleIn(first) === 2 && peopleIn(second) === 2);
    expect(first.leases.map((l) => l.lease.subjects)).toEqual([['O-quiet', 'V-quiet']]);
    expect(first.heard.indexOf('entries')).toBeLessThan(first.heard.indexOf('leaseOpened'));
    expect(boss.leases).toEqual([]);
    expect(peopleIn(boss)).toBe(0);
    await until('advice', () => first.advice.length > 0);
    const [raised] = first.entries;
    const incidentId = IncidentId.parse(raised?.incidentId);

    // The response. The desk that does not answer sees no longer.
    const steps = async (console: TestConsole, id: string, body: Parameters<TestConsole['command']>[1]) => {
      const answer = await console.command(id, body);
      expect(answer).toMatchObject({ ok: true });
      return answer;
    };
    const acknowledged = await steps(first, 'c-1', { kind: 'incident.acknowledge', incidentId });
    expect(await steps(first, 'c-1', { kind: 'incident.acknowledge', incidentId })).toEqual(acknowledged);
    await until('the other lease to end', () => second.endedLeases.length === 1);
    const seen = second.frames.length;
    await until('a frame without people', () => second.frames.length > seen && peopleIn(second) === 0);
    const unitId = UnitId.parse('unit-1');
    await steps(first, 'c-2', { kind: 'unit.assign', incidentId, unitId });
    await steps(first, 'c-3', { kind: 'unit.setStatus', unitId, status: 'en-route' });

    // The server is killed in the middle, and started again.
    const port = server.port;
    await server.stop('SIGKILL');
    server = await startServer(data.path, ['--port', String(port), '--policy', policyWithoutStories(data.path)]);
    const back = await connect();
    const resumed = await back.call('resume', { token: session.token });
    expect(resumed.ok && resumed.value.operator.id).toBe('dispatcher1');
    const kept = await readRecord(back);
    expect(kept.map((e) => e.seq)).toEqual(kept.map((_e, index) => index + 1));
    expect(kept.filter((e) => e.commandId !== null).map((e) => e.commandId)).toEqual(['c-1', 'c-2', 'c-2', 'c-3']);
    await until('the lease again', () => back.leases.length === 1);
    expect(back.leases[0]?.lease.id).toBe(first.leases[0]?.lease.id);
    expect(await steps(back, 'c-3', { kind: 'unit.setStatus', unitId, status: 'en-route' })).toMatchObject({
      ok: true,
    });

    await steps(back, 'c-4', { kind: 'unit.setStatus', unitId, status: 'on-scene' });
    await steps(back, 'c-5', { kind: 'note.add', incidentId, text: '가상의 메모' });
    await steps(back, 'c-6', {
      kind: 'incident.resolve',
      incidentId,
      outcome: 'offender-separated',
      cause: null,
      despiteClosing: true,
    });
    const chief = await connect();
    await chief.signIn('supervisor1', 'jikim-review');
    expect(await chief.call('positions', { incidentId })).toEqual({ ok: false, error: { reason: 'not-allowed' } });
    await steps(chief, 'c-7', { kind: 'lease.review', incidentId, reason: '가상의 검토' });
    const positions = await chief.call('positions', { incidentId });
    expect(positions.ok && positions.value.tracks.map((t) => t.personId)).toEqual(
      expect.arrayContaining(['O-quiet', 'V-quiet']),
    );
    await steps(chief, 'c-8', { kind: 'incident.close', incidentId, review: '가상의 검토 끝', caseFollows: false });
    expect(await chief.call('positions', { incidentId })).toEqual({ ok: false, error: { reason: 'positions-gone' } });
    await until('the last entry', () => chief.entries.some((e) => e.body.kind === 'positions.deleted'));

    const log = await chief.call('accessLog', { before: null, limit: 500 });
    const actions = new Set(log.ok ? log.value.map((l) => l.action) : []);
    expect([...actions]).toEqual(
      expect.arrayContaining(['signed-in', 'lease-granted', 'lease-ended', 'read', 'read-refused', 'access-log-read']),
    );
    expect(await back.call('accessLog', { before: null, limit: 5 })).toEqual({
      ok: false,
      error: { reason: 'not-allowed' },
    });

    // The trainer of a live server heard nothing but the heartbeat.
    expect(new Set(trainer.heard)).toEqual(new Set(['heartbeat']));
    expect(JSON.stringify(await readRecord(chief))).not.toMatch(/37\.5[56]\d|126\.92/);
    expect(server.log()).not.toMatch(/37\.5|126\.9|가명/);
  });
});
