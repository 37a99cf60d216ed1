import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { dataFolder, until } from '../server/server.ts';
import { spawnConsole } from './console.ts';
import type { MortalConsole } from './console.ts';
import { disks } from './disk.ts';
import type { Disk } from './disk.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, writeScene } from './scene.ts';
import type { Devices } from './scene.ts';

describe.each(disks())('$name under the console', ({ open }) => {
  let disk: Disk;
  let data: ReturnType<typeof dataFolder>;
  let server: Mortal;
  let jikim: MortalConsole;
  let devices: Devices;

  beforeEach(async () => {
    disk = open();
    data = dataFolder();
    server = spawnServer(data.path, writeScene(data.path));
    const port = await server.ready;
    if (port === null) throw new Error(server.said());
    devices = createDevices(data.path, port);
    jikim = spawnConsole(`http://127.0.0.1:${port}`, join(disk.path, 'console'));
    await jikim.ready;
    const signedIn = await jikim.call('signIn', { username: 'dispatcher1', password: 'jikim-dispatch' });
    expect(signedIn).toMatchObject({ ok: true });
  });
  afterEach(async () => {
    jikim.kill();
    server.kill();
    await Promise.all([jikim.ended, server.ended]);
    disk.drop();
    data.drop();
  });

  const head = (): number => jikim.shown.at(-1)?.seq ?? 0;
  const link = () => jikim.link();

  test('refuses orders at once with a clear word, rings on, keeps the live picture, says so, and catches up by itself', async () => {
    await devices.report('a', 700);
    expect(await devices.press('a')).toBe(200);
    await until(
      'the incident',
      () => jikim.shown.some(({ body }) => body.kind === 'incident.raised') && link()?.caughtUp === true,
      15_000,
    );
    const incidentId = jikim.shown.find(({ body }) => body.kind === 'incident.raised')?.incidentId;
    if (incidentId === undefined || incidentId === null) throw new Error('no incident');
    const note = (text: string) => ({ kind: 'note.add', incidentId, text }) as const;

    disk.refuse(jikim.pid);
    await expect(jikim.call('send', note('refused'))).rejects.toThrow(/^disk: /);
    expect(link()?.diskFailingSince_ms).not.toBeNull();
    expect(await devices.press('b')).toBe(200);
    const [shown, frames] = [head(), jikim.frames()];
    await until('frames', () => jikim.frames() > frames + 1, 15_000);
    await until('it is behind', () => link()?.caughtUp === false, 15_000);
    expect(link()?.status).toBe('up');
    expect(head()).toBe(shown); // nothing of it counts as recorded here, and it is said that there is more
    // The other button rings all the same.
    const ofB = ({ body }: Entry): boolean =>
      body.kind === 'alert.raised' && body.alert.rule.type === 'sos' && body.alert.rule.person === 'V-quiet-b';
    let rings = false;
    const look = (): boolean => {
      void jikim.call('snapshot', null).then(({ provisional }) => (rings = provisional.some(ofB)));
      return rings;
    };
    await until('the other button', look, 15_000);
    expect(await jikim.call('entries', { since: 0 })).not.toEqual([]);

    disk.relent(jikim.pid);
    await until('caught up', () => link()?.caughtUp === true && link()?.diskFailingSince_ms === null, 15_000);
    expect((await jikim.call('snapshot', null)).provisional).toEqual([]);
    expect(head()).toBeGreaterThan(shown);
    await jikim.call('send', note('taken'));
    const noted = (): readonly string[] =>
      jikim.shown.flatMap(({ body }) => (body.kind === 'note.added' ? [body.text] : []));
    await until('it landed', () => noted().includes('taken'), 15_000);
    expect(noted()).toEqual(['taken']);
    expect(jikim.shown.map(({ seq }) => seq)).toEqual(jikim.shown.map((_entry, index) => index + 1));
  });
});
