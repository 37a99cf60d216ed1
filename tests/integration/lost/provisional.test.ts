import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { serverEvents } from '../../../shared/protocol/messages.ts';
import { connectConsole, readRecord } from '../server/console.ts';
import type { TestConsole } from '../server/console.ts';
import { until } from '../server/server.ts';
import { disks, held } from './disk.ts';
import type { Disk } from './disk.ts';
import { readKept } from './judge.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, storeOf, writeScene } from './scene.ts';
import type { Devices } from './scene.ts';

/** A lease lasts so long here, and an outage longer: it stands for the quarter of an hour that one lasts. */
const LEASE_S = 8;
const shortLeases = (folder: string): string => {
  const file = join(folder, 'policy.yaml');
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'assets', 'policy.yaml'), 'utf8');
  const short = text
    .replace(/(?<=^lease:\n {2}duration_s: )\d+/m, String(LEASE_S))
    .replace(/(?<=^ {2}renewBefore_s: )\d+/m, String(LEASE_S / 2));
  writeFileSync(file, short);
  return file;
};

/** What a desk holds that is not recorded, by the rule of the protocol. */
const heldBy = (desk: TestConsole): readonly Entry[] => {
  const told = desk.raw.flatMap(([name, payload]) =>
    name === 'provisional' ? [serverEvents.provisional.parse(payload)] : [],
  );
  const head = desk.entries.at(-1)?.seq ?? 0;
  return told
    .reduce<readonly Entry[]>((all, { after, entries }) => [...all.filter(({ seq }) => seq <= after), ...entries], [])
    .filter(({ seq }) => seq > head);
};
const alarms = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap(({ body }) =>
    body.kind === 'alert.raised' || body.kind === 'alert.level' ? [`${body.alert.rule.type} ${body.alert.level}`] : [],
  );

describe.each([...disks(), held])('$name, for longer than a lease lasts', ({ open }) => {
  let disk: Disk;
  let server: Mortal;
  let desks: TestConsole[];
  let devices: Devices;
  let port = 0;
  const connect = async (username: string, password = 'jikim-dispatch'): Promise<TestConsole> => {
    const desk = await connectConsole(port);
    desks.push(desk);
    await desk.signIn(username, password);
    return desk;
  };
  const refuses = (desk: TestConsole): boolean => {
    const beat = desk.raw.findLast(([name]) => name === 'heartbeat')?.[1];
    return beat !== undefined && serverEvents.heartbeat.parse(beat).store.state === 'refusing';
  };

  beforeEach(async () => {
    desks = [];
    disk = open();
    server = spawnServer(disk.path, writeScene(disk.path), 0, ['--policy', shortLeases(disk.path)]);
    port = (await server.ready) ?? 0;
    if (port === 0) throw new Error(server.said());
    devices = createDevices(disk.path, port);
  });
  afterEach(async () => {
    for (const desk of desks) desk.close();
    server.kill();
    await server.ended;
    disk.drop();
  });

  test('rings a pass, a button and a cut strap at both desks within some two seconds, goes on by rule, and has each on record once afterwards', async () => {
    const [one, two] = [await connect('dispatcher1'), await connect('dispatcher2')];
    const began_ms = Date.now();
    await devices.victimAt('a', began_ms - 60_000);
    await devices.offenderAt('a', 1500, began_ms - 60_000);
    await until('the warning', () => alarms(one.entries).includes('proximity warning'));
    const recorded = one.entries.length;

    disk.refuse(server.pid);
    await until('it is said', () => refuses(one) && refuses(two), 10_000);
    const found_ms = Date.now();
    // He is past her before the next fix, and gone again.
    await devices.victimAt('a', found_ms);
    expect(await devices.offenderAt('a', -1500, found_ms)).toBe(200);
    expect(await devices.press('b')).toBe(503);
    expect(await devices.cut('c')).toBe(503);
    const rung = ['proximity contact', 'sos sos', 'device device'];
    for (const desk of [one, two])
      await until('all of it rings', () => rung.every((alarm) => alarms(heldBy(desk)).includes(alarm)), 10_000);
    const rang_ms = Date.now() - found_ms;
    console.info(`rang provisionally after ${rang_ms} ms`);
    expect(rang_ms).toBeLessThan(4000); // some two seconds; this machine may be busy with other tests
    expect(alarms(one.entries.slice(recorded))).toEqual([]);

    const sos = heldBy(one).find(({ body }) => body.kind === 'alert.raised' && body.alert.rule.type === 'sos');
    const incidentId = sos?.incidentId ?? null;
    if (incidentId === null) throw new Error('the button raised no incident');
    const acknowledge = { kind: 'incident.acknowledge', incidentId } as const;
    expect(await one.command('ack-1', acknowledge)).toEqual({ ok: false, error: { reason: 'store-failed' } });
    const isAcknowledged = ({ body }: Entry): boolean => body.kind === 'incident.acknowledged';
    await until('the other desk sees it', () => heldBy(two).some(isAcknowledged));

    // Both people of the button are shown at both desks, and to the one who works on it when the lease has been prolonged.
    await until('leases', () => [one, two].every((desk) => desk.leases.length > 0));
    // Whoever signs in only now is let in, and told the whole.
    const late = await connect('supervisor1', 'jikim-review');
    await until('they know', () => rung.every((alarm) => alarms(heldBy(late)).includes(alarm)));
    const over_ms = Date.now() + (LEASE_S + 3) * 1000;
    await until(
      'a lease is over and was prolonged',
      () => Date.now() > over_ms && one.heard.includes('leaseRenewed'),
      (LEASE_S + 15) * 1000,
    );
    await devices.report('b', 3000);
    const frames = one.frames.length;
    await until('positions are shown', () => one.frames.length > frames + 2);
    expect(one.frames.at(-1)?.subjects.length).toBeGreaterThanOrEqual(2);

    const before = heldBy(one);
    disk.relent(server.pid);
    await until('all is recorded', () => heldBy(one).length === 0 && !refuses(one), 15_000);
    const record = await readRecord(one);
    expect(record.map(({ seq }) => seq)).toEqual(record.map((_, index) => index + 1));
    for (const { recordedAt_ms: _, ...entry } of before) expect(record[entry.seq - 1]).toMatchObject(entry);
    for (const alarm of rung) expect(alarms(record).filter((other) => other === alarm)).toHaveLength(1);
    expect(Math.abs((sos?.at_ms ?? 0) - found_ms)).toBeLessThan(2000);
    expect(record.filter(isAcknowledged)).toHaveLength(1);
    expect(await one.command('ack-1', acknowledge)).toMatchObject({ ok: true });
    server.kill();
    await server.ended;
    expect(readKept(storeOf(disk.path), join(disk.path, 'server')).entries.slice(0, record.length)).toEqual(record);
  });
});
