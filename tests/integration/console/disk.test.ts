import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LeaseOpened } from '../../../shared/protocol/messages.ts';
import { driveConsole, tempFolder, until } from './harness.ts';
import { pressSos, startServer } from './realServer.ts';

/** All files below a folder, as they lie there now. */
const filesIn = (folder: string): readonly Buffer[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file));

/** A coordinate as text, long enough to be no accident, and as a double. */
const formsOf = (degrees: number): readonly Buffer[] => {
  const double = Buffer.alloc(8);
  double.writeDoubleLE(degrees);
  return [Buffer.from(degrees.toFixed(7).slice(0, 7)), double];
};

const coordinatesOf = ({ zones, leadIn }: LeaseOpened): readonly number[] => [
  ...zones.flatMap(({ shape }) => (shape.type === 'circle' ? [shape.centre] : shape.ring)).flat(),
  ...leadIn.flatMap(({ points }) => points.flatMap(({ lon, lat }) => [lon, lat])),
];

test('a console keeps nothing on disk of what a lease has opened to it', async () => {
  const folder = tempFolder();
  const own = join(folder.path, 'console');
  const server = await startServer(folder.path, 0);
  const driven = driveConsole(server.url, own);
  try {
    await until('link up', () => driven.process.snapshot().link.status === 'up', 20_000);
    expect(await driven.call('signIn', { username: 'dispatcher1', password: 'jikim-dispatch' })).toMatchObject({
      ok: true,
    });
    await pressSos(server, folder.path);
    await until('a lease', () => driven.process.snapshot().leases.length > 0);
    const { leases } = driven.process.snapshot();
    const secrets = leases.flatMap(coordinatesOf);
    expect(secrets.length).toBeGreaterThan(4);
    const [incidentId] = leases.map(({ lease }) => lease.incidentId);
    if (incidentId === undefined) throw new Error('a lease of no incident');
    // What is worked on is written: the command and the entries it makes.
    await driven.call('send', { kind: 'incident.acknowledge', incidentId });
    const acknowledged = (): boolean =>
      driven.process.entriesSince(0).some(({ body }) => body.kind === 'incident.acknowledged');
    await until('the acknowledgement', acknowledged);
    await until('advice and presence', () => driven.heard('presence').length > 1 && driven.heard('advice').length > 0);
    const positions = await driven.call('positions', { incidentId });
    expect(positions.ok && positions.value.tracks.length).toBe(2);

    const found = (): readonly Buffer[] => {
      const files = filesIn(own);
      return secrets.flatMap(formsOf).filter((form) => files.some((content) => content.includes(form)));
    };
    expect(filesIn(own).some((content) => content.includes('CREATE TABLE log_acceptance'))).toBe(true); // the right folder
    expect(found()).toEqual([]);
    await driven.close();
    expect(found()).toEqual([]);
    writeFileSync(join(own, 'planted'), String(secrets[0]));
    expect(found()).not.toEqual([]); // it would have been found
  } finally {
    server.signal('SIGKILL');
    await server.ended;
    folder.remove();
  }
});
