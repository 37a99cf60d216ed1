import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IncidentId } from '../../../shared/domain/ids.ts';
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

describe.each(disks())('$name under the server', ({ open }) => {
  let disk: Disk;
  let server: Mortal;
  let desk: TestConsole;
  let devices: Devices;
  let port = 0;

  beforeEach(async () => {
    disk = open();
    server = spawnServer(disk.path, writeScene(disk.path));
    port = (await server.ready) ?? 0;
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

  const beats = (): number => desk.heard.filter((name) => name === 'heartbeat').length;
  const seen = (): number => desk.frames.at(-1)?.subjects.length ?? 0;
  const rings = (): number =>
    desk.entries.filter(({ body }) => body.kind === 'alert.raised' || body.kind === 'alert.repeated').length;
  const incident = async (): Promise<IncidentId> => {
    await devices.report('a', 700);
    expect(await devices.press('a')).toBe(200);
    await until('both on the map', () => desk.leases.length > 0 && seen() >= 2, 15_000);
    const id = desk.entries.find(({ body }) => body.kind === 'incident.raised')?.incidentId;
    if (id === undefined || id === null) throw new Error('no incident was raised');
    return id;
  };

  test('refuses commands and buttons with a clear word, goes on reading and showing, and records what waited', async () => {
    const incidentId = await incident();
    const before = await readRecord(desk);
    const note = { kind: 'note.add', incidentId, text: 'while the disk was full' } as const;

    disk.refuse(server.pid);
    expect(await desk.command('full-1', note)).toEqual({ ok: false, error: { reason: 'store-failed' } });
    const pressed_ms = Date.now();
    expect(await devices.press('b')).toBe(503);
    expect((await readRecord(desk)).slice(0, before.length)).toEqual(before);
    const [beat, frames] = [beats(), desk.frames.length];
    await until('heartbeats and frames', () => beats() > beat + 4 && desk.frames.length > frames + 1, 15_000);
    expect(seen()).toBeGreaterThanOrEqual(2);
    expect(desk.socket.connected).toBe(true);
    // Whoever has the password is let in; nobody reads recorded positions unlogged, which is said.
    const other = await connectConsole(port);
    await other.signIn('dispatcher2', 'jikim-dispatch');
    other.close();
    expect(await desk.call('positions', { incidentId })).toEqual({ ok: false, error: { reason: 'store-failed' } });
    expect(server.said()).toContain('the store refused a write');

    const rung = rings();
    disk.relent(server.pid);
    // The button was answered with 503, and is owed all the same: it comes by itself, with the time it was pressed at.
    await until('the button', () => rings() > rung, 15_000);
    const ring = desk.entries.find(
      ({ body }) =>
        body.kind === 'alert.raised' && body.alert.rule.type === 'sos' && body.alert.rule.person === 'V-quiet-b',
    );
    expect(Math.abs((ring?.at_ms ?? 0) - pressed_ms)).toBeLessThan(2000);
    // As consoles do it: again, where a busy machine took longer than a second to store it.
    let landed = await desk.command('full-1', note);
    for (let times = 0; times < 20 && !landed.ok && landed.error.reason === 'store-failed'; times += 1) {
      await setTimeout(250);
      landed = await desk.command('full-1', note);
    }
    expect(landed).toMatchObject({ ok: true });
    expect(await desk.command('full-1', note)).toEqual(landed);
    const record = await readRecord(desk);
    expect(record.filter(({ commandId }) => commandId === 'full-1')).toHaveLength(1);
    await until('a head for all of it', () => desk.heard.includes('head'));
    server.kill();
    await server.ended;
    expect(readKept(storeOf(disk.path), join(disk.path, 'server')).entries.slice(0, record.length)).toEqual(record);
  });
});
