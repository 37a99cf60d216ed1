import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiCallResult } from '../../../shared/api/contract.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { spawnNodeChild } from '../../../main/shells/server/nodeChild.ts';
import { spawnTrainingServer } from '../../../main/shells/server/training.ts';
import { driveConsole, tempFolder, until, withinASecond } from './harness.ts';
import type { Driven } from './harness.ts';
import { pressSos, startServer } from './realServer.ts';
import type { RealServer } from './realServer.ts';

let server: RealServer;
let driven: Driven;
let folder: ReturnType<typeof tempFolder>;

const link = (): ReturnType<Driven['process']['snapshot']>['link'] => driven.process.snapshot().link;

beforeEach(async () => {
  folder = tempFolder();
  server = await startServer(folder.path, 0);
  driven = driveConsole(
    server.url,
    `${folder.path}/console`,
    spawnTrainingServer(spawnNodeChild('main/cli.ts'), folder.path, () => undefined),
  );
  await until('link up', () => link().status === 'up', 20_000);
});

afterEach(async () => {
  await driven.close();
  server.signal('SIGCONT');
  server.signal('SIGKILL');
  await server.ended;
  folder.remove();
});

/** A busy machine may take the link down for a moment: `offline` is tried again, any other refusal is not. */
const trySignIn = async (username: string, password: string): Promise<ApiCallResult<'signIn'>> => {
  for (let tries = 0; tries < 5; tries += 1) {
    await until('link up', () => link().status === 'up', 20_000);
    const answer = await driven.call('signIn', { username, password });
    if (answer.ok || answer.error !== 'offline') return answer;
  }
  throw new Error('offline five times');
};
const signIn = async (username: string, password: string): Promise<void> => {
  expect(await trySignIn(username, password)).toMatchObject({ ok: true });
};

test('a stopped server is called lost within a second, and comes back by itself', async () => {
  await signIn('dispatcher1', 'jikim-dispatch');
  await until('caught up', () => link().caughtUp);
  server.signal('SIGSTOP');
  await withinASecond('lost', () => link().status === 'lost');
  expect(link().caughtUp).toBe(false);
  server.signal('SIGCONT');
  await until('up and caught up', () => link().status === 'up' && link().caughtUp);
});

test('a wrong password is refused; the directory comes with the session', async () => {
  expect(await trySignIn('dispatcher1', 'wrong')).toEqual({
    ok: false,
    error: 'bad-credentials',
  });
  await signIn('dispatcher1', 'jikim-dispatch');
  expect(driven.process.snapshot().directory?.people.length).toBeGreaterThan(0);
});

test('killing the server loses no acknowledged step: the console catches up and sends what was waiting', async () => {
  await signIn('dispatcher1', 'jikim-dispatch');
  const incident = (): IncidentId | null =>
    driven.process.entriesSince(0).find((entry) => entry.body.kind === 'incident.raised')?.incidentId ?? null;
  await pressSos(server, folder.path);
  await until('an incident', () => incident() !== null);
  const incidentId = incident() as IncidentId; // awaited just above
  const noted = (): readonly string[] =>
    driven.process.entriesSince(0).flatMap(({ body }) => (body.kind === 'note.added' ? [body.text] : []));
  await driven.call('send', { kind: 'incident.acknowledge', incidentId });
  await driven.call('send', { kind: 'note.add', incidentId, text: 'before' });
  await until('landed', () => noted().length === 1 && driven.process.snapshot().outbox.length === 0);
  server.signal('SIGKILL');
  await server.ended;
  await withinASecond('lost', () => link().status === 'lost');
  await driven.call('send', { kind: 'note.add', incidentId, text: 'during' });
  expect(driven.process.snapshot().outbox.length).toBe(1);
  const before = driven.process.entriesSince(0);
  server = await startServer(folder.path, server.port);
  await until('caught up', () => link().caughtUp && driven.process.snapshot().outbox.length === 0);
  await until('the waiting note', () => noted().includes('during'));
  expect(noted()).toEqual(['before', 'during']);
  expect(driven.process.entriesSince(0).slice(0, before.length)).toEqual(before);
  const seqs = driven.process.entriesSince(0).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
});

test('training runs on a server and a record of its own, and gives the live desk back', async () => {
  await signIn('trainer1', 'jikim-train');
  expect(await driven.call('entries', { since: 0 })).toEqual([]);
  const started = await driven.call('startTraining', { scenario: 'strap-cut', seed: 7 });
  expect(started).toMatchObject({ phase: 'running', simulator: { scenario: 'strap-cut', seed: 7 } });
  expect(driven.process.snapshot().session).toMatchObject({ mode: 'training', operator: { role: 'trainer' } });
  expect(await driven.call('controlTraining', { action: 'speed', speed: 20 })).toMatchObject({ ok: true });
  await until('the exercise’s record', () => driven.process.entriesSince(0).length > 0, 15_000);
  await driven.call('stopTraining', null);
  expect(driven.process.snapshot()).toMatchObject({ training: { phase: 'off' }, session: { mode: 'live' }, head: 0 });
  expect(driven.heard('session').every(({ session }) => session !== null)).toBe(true); // no sign-in in between
});

test('training is a trainer’s, knows its scenarios by name, and says when its server ended', async () => {
  await signIn('dispatcher1', 'jikim-dispatch');
  await expect(driven.call('startTraining', { scenario: 'strap-cut', seed: null })).rejects.toThrow('not allowed');
  await driven.call('signOut', null);
  await signIn('trainer1', 'jikim-train');
  expect((await driven.call('scenarios', null)).map(({ name }) => name)).toContain('strap-cut');
  for (const scenario of ['no-such-thing', '../scenarios/strap-cut.yaml', '--data=/elsewhere', '']) {
    await expect(driven.call('startTraining', { scenario, seed: null })).rejects.toThrow('unknown scenario');
  }
  expect(driven.process.snapshot()).toMatchObject({ training: { phase: 'off' }, session: { mode: 'live' } });
  await driven.close();
  driven = driveConsole(server.url, `${folder.path}/console`, () => Promise.reject(new Error('it did not start')));
  await until('link up', () => link().status === 'up', 20_000);
  await signIn('trainer1', 'jikim-train');
  expect(await driven.call('startTraining', { scenario: 'strap-cut', seed: null })).toMatchObject({ phase: 'failed' });
  expect(driven.process.snapshot().session?.mode).toBe('live');
});
