import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unpackArchive } from '../../../main/evidence/package/archive.ts';
import { verifyPackage } from '../../../main/evidence/package/verify.ts';
import { IncidentId } from '../../../shared/domain/ids.ts';
import { connectConsole, readRecord } from './console.ts';
import { dataFolder, deviceTokens, policyWithoutStories, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'main', 'cli.ts');
const PASSWORDS: Readonly<Record<string, string>> = { supervisor1: 'jikim-review', dispatcher1: 'jikim-dispatch' };

let data = dataFolder();
beforeEach(() => {
  data = dataFolder();
});
afterEach(() => data.drop());

type Done = { readonly code: number | null; readonly out: string; readonly said: string };

const jikim = (args: readonly string[], password: string | undefined): Promise<Done> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...(password === undefined ? {} : { JIKIM_PASSWORD: password }) };
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
    let out = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('close', (code) => resolve({ code, out, said }));
  });

const exporting = (
  incident: string,
  out: string,
  { port }: Pick<Running, 'port'>,
  user = 'supervisor1',
  password = PASSWORDS[user],
): Promise<Done> =>
  jikim(
    ['export', incident, '--out', out, '--reason', '검찰 송치', '--server', `http://127.0.0.1:${port}`, '--user', user],
    password,
  );

/** The victim's phone, as it speaks to the server: its button, and where it is. */
const phone = ({ port }: Pick<Running, 'port'>) => {
  const device = deviceTokens(data.path).get('V-quiet');
  const post = async (door: string, body: object): Promise<string> => {
    const known = { deviceId: device?.deviceId, token: device?.token };
    const answer = await fetch(`http://127.0.0.1:${port}/${door}`, {
      method: 'POST',
      body: JSON.stringify({ ...known, ...body }),
    });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  return {
    press: () => post('sos', {}),
    report: (lons: readonly number[]) =>
      post('positions', {
        fixes: lons.map((lon, i) => ({
          at_ms: Date.now() - 1000 * (lons.length - i),
          lon,
          lat: 37.5572,
          accuracy_m: 8,
        })),
      }),
  };
};

/** An incident that runs is not exported. */
const resolve = async (desk: Awaited<ReturnType<typeof connectConsole>>, incidentId: IncidentId): Promise<void> => {
  expect(await desk.command('ack', { kind: 'incident.acknowledge', incidentId })).toMatchObject({ ok: true });
  const resolved = {
    kind: 'incident.resolve',
    incidentId,
    outcome: 'no-contact-found',
    cause: null,
    despiteClosing: true,
  } as const;
  expect(await desk.command('resolve', resolved)).toMatchObject({ ok: true });
};

it(
  'exports from a running server what verifies, records it, and refuses everybody else',
  { timeout: 120_000 },
  async () => {
    const server = await startServer(data.path);
    const desk = await connectConsole(server.port);
    await desk.signIn('dispatcher1', 'jikim-dispatch');
    await phone(server).press();
    await until('an incident', () => desk.entries.some((entry) => entry.incidentId !== null));
    const incidentId = IncidentId.parse(desk.entries.find((entry) => entry.incidentId !== null)?.incidentId);
    expect((await desk.command('note-1', { kind: 'note.add', incidentId, text: '가상의 메모' })).ok).toBe(true);

    const file = join(data.path, 'evidence.zip');
    expect((await exporting(incidentId, file, server)).said).toMatch(/still runs: resolve it first/);
    expect(existsSync(file)).toBe(false);
    await resolve(desk, incidentId);
    const made = await exporting(incidentId, file, server);
    expect([made.code, made.said]).toEqual([0, '']);
    const archive = readFileSync(file);
    const verified = verifyPackage(archive, null);
    expect(verified).toMatchObject({ ok: true, value: { incidentId, mode: 'live' } });
    const files = unpackArchive(archive);
    if (!files.ok || !verified.ok) throw new Error('not verified');
    for (const name of ['report.ko.pdf', 'report.en.pdf'] as const)
      expect(Buffer.from(files.value.get(name)?.subarray(0, 5) ?? []).toString()).toBe('%PDF-');

    // On the command line, with the key pinned as people write fingerprints.
    const { fingerprint } = verified.value;
    const pinned = fingerprint.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:');
    const checked = await jikim(['verify', file, '--json', '--key', pinned], undefined);
    expect([checked.code, JSON.parse(checked.out)]).toEqual([
      0,
      expect.objectContaining({ ok: true, signer: 'pinned' }),
    ]);

    const chief = await connectConsole(server.port);
    await chief.signIn('supervisor1', 'jikim-review');
    const record = await readRecord(chief);
    expect(record.filter(({ body }) => body.kind === 'evidence.exported')).toMatchObject([
      {
        incidentId,
        actor: { operatorId: expect.any(String), role: 'supervisor' },
        body: { size: verified.value.size, reason: '검찰 송치' },
      },
    ]);
    const log = await chief.call('accessLog', { before: null, limit: 50 });
    expect(log.ok && log.value).toContainEqual(
      expect.objectContaining({ action: 'read', incidentId, detail: 'evidence: 검찰 송치' }),
    );

    // Where it cannot be written nothing is asked of the server, and so nothing recorded.
    const nowhere = await exporting(incidentId, join(data.path, 'none', 'evidence.zip'), server);
    expect([nowhere.code, nowhere.said.trim().split('\n')]).toEqual([2, [expect.stringMatching(/cannot be created/)]]);
    expect((await readRecord(chief)).filter(({ body }) => body.kind === 'evidence.exported')).toHaveLength(1);

    // Who may not, and what is not there: one line and 1, with no file; the refused read is on the access log.
    const second = join(data.path, 'second.zip');
    const refused = await exporting(incidentId, second, server, 'dispatcher1');
    expect([refused.code, refused.said.trim().split('\n')]).toEqual([
      1,
      [expect.stringMatching(/refused: not-allowed/)],
    ]);
    expect((await exporting('no-such-incident', second, server)).code).toBe(1);
    expect((await exporting(incidentId, second, server, 'supervisor1', 'wrong')).said).toMatch(/sign-in refused/);
    expect((await exporting(incidentId, file, server)).code).toBe(2); // evidence is never written over
    expect(existsSync(second)).toBe(false);
    desk.close();
    chief.close();
    await server.stop();
    expect((await exporting(incidentId, second, server)).said).toMatch(/cannot be reached/);
  },
);

it('lays positions open that were sealed, and says so once they are deleted', { timeout: 120_000 }, async () => {
  const server = await startServer(data.path, ['--policy', policyWithoutStories(data.path)]);
  const desk = await connectConsole(server.port);
  await desk.signIn('dispatcher1', 'jikim-dispatch');
  const victim = phone(server);
  await victim.press();
  await until('an incident', () => desk.entries.some((entry) => entry.incidentId !== null));
  const incidentId = IncidentId.parse(desk.entries.find((entry) => entry.incidentId !== null)?.incidentId);
  expect(await victim.report([126.9244, 126.9245])).toMatch(/accepted":2/);

  await resolve(desk, incidentId);
  const open = join(data.path, 'open.zip');
  expect((await exporting(incidentId, open, server)).said).toBe('');
  expect(verifyPackage(readFileSync(open), null)).toMatchObject({ ok: true, value: { positions: 'open' } });

  const chief = await connectConsole(server.port);
  await chief.signIn('supervisor1', 'jikim-review');
  expect(
    await chief.command('close', { kind: 'incident.close', incidentId, review: '확인함', caseFollows: false }),
  ).toMatchObject({
    ok: true,
  });
  await until('the deletion', () => desk.entries.some(({ body }) => body.kind === 'positions.deleted'), 10_000);

  const gone = join(data.path, 'gone.zip');
  expect((await exporting(incidentId, gone, server)).said).toBe('');
  expect(verifyPackage(readFileSync(gone), null)).toMatchObject({ ok: true, value: { positions: 'deleted' } });
  for (const console of [desk, chief]) console.close();
  await server.stop();
});
