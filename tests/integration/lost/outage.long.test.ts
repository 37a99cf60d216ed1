import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ruleKey } from '../../../shared/domain/alerts.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { serverEvents } from '../../../shared/protocol/messages.ts';
import { connectConsole, readRecord } from '../server/console.ts';
import type { TestConsole } from '../server/console.ts';
import { until } from '../server/server.ts';
import { disks } from './disk.ts';
import type { Disk } from './disk.ts';
import { readKept } from './judge.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, storeOf, writeScene } from './scene.ts';
import type { Devices } from './scene.ts';

const MINUTE_MS = 60_000;
/** A disk that is full for this long, and the minute at which a lease of the policy's length would be over. */
const [OUTAGE_MS, LOOK_AT_MS] = [20 * MINUTE_MS, 16 * MINUTE_MS];
const REPORT_EVERY_MS = 2000;

const [kind] = disks();
let disk: Disk;
let server: Mortal;
let desk: TestConsole;
let devices: Devices;
beforeEach(async () => {
  if (kind === undefined) throw new Error('this machine has no disk that can be made to refuse');
  disk = kind.open();
  server = spawnServer(disk.path, writeScene(disk.path));
  const port = (await server.ready) ?? 0;
  if (port === 0) throw new Error(server.said());
  devices = createDevices(disk.path, port);
  desk = await connectConsole(port);
  await desk.signIn('dispatcher1', 'jikim-dispatch');
});
afterEach(async () => {
  desk.close();
  server.kill();
  await server.ended;
  disk.drop();
});

const health = () => {
  const beat = desk.raw.findLast(([name]) => name === 'heartbeat')?.[1];
  return beat === undefined ? null : serverEvents.heartbeat.parse(beat).store;
};
const waiting = (): number => {
  const now = health();
  return now?.state === 'refusing' ? now.waiting : 0;
};
/** The desk was told that nothing is provisional any more. */
const isNothingHeld = (): boolean => {
  const told = desk.raw.findLast(([name]) => name === 'provisional')?.[1];
  return told !== undefined && serverEvents.provisional.parse(told).entries.length === 0;
};
/** What was raised, each by its rule and whom it is of. Others fall silent meanwhile, since nobody speaks for them. */
const raisedIn = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap(({ body }) => (body.kind === 'alert.raised' ? [ruleKey(body.alert.rule)] : []));
const [BREACH, BUTTON, STRAP] = ['proximity:V-quiet-a', 'sos:V-quiet-b', 'device:strap-tamper:O-quiet-c'];

test(
  'a disk that is full for twenty minutes of a breach: positions at minute sixteen, every alarm, and no entry twice',
  { timeout: OUTAGE_MS + 3 * MINUTE_MS },
  async () => {
    await devices.report('a', 700);
    await until('the breach', () => raisedIn(desk.entries).includes(BREACH) && desk.leases.length > 0);
    const incidentId = desk.entries.find(({ body }) => body.kind === 'incident.raised')?.incidentId as IncidentId; // just raised
    expect(await desk.command('ack-1', { kind: 'incident.acknowledge', incidentId })).toMatchObject({ ok: true });

    disk.refuse(server.pid);
    const refused_ms = performance.now();
    const elapsed_ms = (): number => performance.now() - refused_ms;
    await until('it is said', () => health()?.state === 'refusing', 10_000);
    // What happens in it: a button at the beginning, a note and a strap in the middle.
    expect(await devices.press('b')).toBe(503);
    const note = { kind: 'note.add', incidentId, text: 'while the disk was full' } as const;
    expect(await desk.command('note-1', note)).toEqual({ ok: false, error: { reason: 'store-failed' } });
    const reportUntil = async (end_ms: number): Promise<void> => {
      for (let next_ms = elapsed_ms(); next_ms < end_ms; next_ms += REPORT_EVERY_MS) {
        await until('the next report is due', () => elapsed_ms() >= next_ms, 2 * REPORT_EVERY_MS);
        await devices.report('a', 700 - (next_ms / MINUTE_MS) * 10);
      }
    };
    await reportUntil(LOOK_AT_MS / 2);
    expect(await devices.cut('c')).toBe(503);
    await reportUntil(LOOK_AT_MS);
    const frames = desk.frames.length;
    await devices.report('a', 540);
    await until('positions at minute sixteen', () => desk.frames.length > frames + 2);
    const shownAt16 = desk.frames.at(-1)?.subjects.length ?? 0;
    expect(shownAt16).toBeGreaterThanOrEqual(2);
    // The lease of before the outage would be over by now.
    expect(desk.heard).toContain('leaseRenewed');
    await reportUntil(OUTAGE_MS);
    const waited = waiting();
    expect(raisedIn(desk.entries)).toEqual([BREACH]);

    disk.relent(server.pid);
    const relented_ms = performance.now();
    await until('all is recorded', () => health()?.state === 'working' && isNothingHeld(), 30_000);
    const written_ms = performance.now() - relented_ms;
    // Its console gives the note again, as it does until it is answered.
    expect(await desk.command('note-1', note)).toMatchObject({ ok: true });
    const record = await readRecord(desk);
    expect(record.map(({ seq }) => seq)).toEqual(record.map((_, index) => index + 1));
    const all = raisedIn(record);
    for (const alarm of [BREACH, BUTTON, STRAP]) expect(all.filter((one) => one === alarm)).toHaveLength(1);
    expect(record.filter(({ commandId }) => commandId === 'note-1')).toHaveLength(1);
    const granted = record.flatMap(({ body }) => (body.kind === 'lease.granted' ? [body.leaseId] : []));
    expect(new Set(granted).size).toBe(granted.length);
    console.info(
      `${shownAt16} subjects at minute 16; ${waited} entries waited; written ${Math.round(written_ms)} ms after the disk had room`,
    );
    server.kill();
    await server.ended;
    expect(readKept(storeOf(disk.path), join(disk.path, 'server')).entries.slice(0, record.length)).toEqual(record);
  },
);
