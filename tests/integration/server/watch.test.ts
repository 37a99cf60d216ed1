import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataFolder, deviceTokens, startServer, until } from './server.ts';
import type { Running } from './server.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'main', 'cli.ts');
const data = dataFolder();
const elsewhere = dataFolder();
let server: Running;
let victim = { deviceId: '', token: '' };
let offender = { deviceId: '', token: '' };

beforeAll(async () => {
  const tokens = deviceTokens(data.path);
  victim = tokens.get('V-quiet') ?? victim;
  offender = tokens.get('O-quiet') ?? offender;
  deviceTokens(elsewhere.path); // makes a secret of another server
  server = await startServer(data.path);
});
afterAll(async () => {
  await server.stop();
  data.drop();
  elsewhere.drop();
});

const url = (path: string): string => `http://127.0.0.1:${server.port}${path}`;

/** `jikim devices --watch` in a process of its own. */
const startWatching = (folder: string, more: readonly string[] = ['--server', url('')]) => {
  const lines: { readonly line: string; readonly at_ms: number }[] = [];
  const child = spawn(process.execPath, [CLI, 'devices', '--watch', '--data', folder, ...more]);
  createInterface({ input: child.stdout }).on('line', (line) => lines.push({ line, at_ms: performance.now() }));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { lines, ended, said: () => said, stop: () => child.kill('SIGTERM') };
};

describe('jikim devices --watch', () => {
  it('says within a second what became of each message, and not where it came from', async () => {
    const watching = startWatching(data.path);
    await until('it watches', () => watching.lines.length === 1, 15_000);
    const at = `lat=37.5572&lon=126.9244&timestamp=`;
    const now_s = Math.floor(Date.now() / 1000);
    const sent: readonly (readonly [string, string])[] = [
      [`id=${victim.deviceId}~${victim.token}&${at}${now_s}`, 'accepted 1'],
      [`id=${victim.deviceId}~${victim.token}&${at}${now_s + 90}`, 'refused: clock (90|8\\d) s ahead'], // less by what the machine took until then
      [`id=${victim.deviceId}~${victim.token}&batt=80`, 'heard, no place in it'],
      [`id=${victim.deviceId}~${victim.token}&lat=37,5572&lon=126,9244`, 'refused: lat: must be a number of degrees'],
      [`id=${victim.deviceId}~${victim.token}&alarm=sos`, 'button pressed'],
      [`id=${victim.deviceId}~wrong&${at}${now_s}`, 'token wrong'],
    ];
    for (const [index, [query, words]] of sent.entries()) {
      const before = performance.now();
      await fetch(url(`/osmand?${query}`));
      await until(words, () => watching.lines.length === index + 2);
      const { line, at_ms } = watching.lines.at(-1) ?? { line: '', at_ms: Infinity };
      expect(line).toMatch(new RegExp(`^\\d\\d:\\d\\d:\\d\\d phone-9001 ${words}$`));
      expect(at_ms - before).toBeLessThan(1000);
    }
    expect(JSON.stringify(watching.lines)).not.toMatch(/37[.,]55|126[.,]92/);
    watching.stop();
    await watching.ended;
  });

  it('has a line for what cannot be used, wherever it was sent, and tells a press from the same press again', async () => {
    const watching = startWatching(data.path);
    await until('it watches', () => watching.lines.length === 1, 15_000);
    const [id, bracelet] = [victim, offender].map(({ deviceId, token }) => `${deviceId}~${token}`);
    const place = `lat=37.5572&lon=126.9244&timestamp=${Date.now()}`;
    const list = JSON.stringify([{ id }, { id: `${offender.deviceId}~wrong` }]);
    const sent: readonly (readonly [string, string | null, ...string[]])[] = [
      [`/sos?id=${bracelet}`, '', 'button pressed; refused: not a victim’s device'],
      [`/events?id=${id}&kind=fall`, '', 'refused: alarm that means nothing here'],
      [`/events?id=${id}`, '', 'refused: alarm that means nothing here'],
      [`/positions?id=${id}`, '{"fixes":[', 'refused: not JSON'],
      [`/sos?id=${id}`, '{"at":', 'button pressed'],
      [`/positions?id=${id}`, '[]', 'heard, no place in it'],
      [`/positions?id=${id}`, '[1,2]', 'refused: is no message (2)'],
      ['/positions', list, 'token wrong', 'refused: another token of its list is wrong'],
      [`/osmand?id=${id}&alarm=sos&${place}`, null, 'button pressed; accepted 1'],
      [
        `/osmand?id=${id}&alarm=sos&${place}`,
        null,
        'button pressed, the same press as before, which does not sound again; refused: place already known',
      ],
    ];
    for (const [path, body, ...words] of sent) {
      const before = watching.lines.length;
      const started = performance.now();
      await fetch(url(path), body === null ? {} : { method: 'POST', body });
      await until(path, () => watching.lines.length === before + words.length);
      const lines = watching.lines.slice(before);
      expect(lines.map(({ line }) => line.replace(/^\S+ \S+ /, ''))).toEqual(words);
      for (const { at_ms } of lines) expect(at_ms - started).toBeLessThan(1000);
    }
    watching.stop();
    await watching.ended;
  });

  it('shows that a message without a time is taken as of now, in each form but a batch', async () => {
    const watching = startWatching(data.path);
    await until('it watches', () => watching.lines.length === 1, 15_000);
    const id = `${victim.deviceId}~${victim.token}`;
    const place = { lat: 37.5572, lon: 126.9244 };
    const coords = { latitude: place.lat, longitude: place.lon };
    const batch = { deviceId: victim.deviceId, token: victim.token, fixes: [place] };
    const sent: readonly (readonly [string, object | null, RegExp])[] = [
      [`/osmand?id=${id}&lat=${place.lat}&lon=${place.lon}`, null, / accepted 1$/],
      ['/', { id, ...place }, / accepted 1$/],
      ['/', { device_id: id, location: { coords } }, / accepted 1$/],
      [`/?id=${id}`, { _type: 'location', ...place }, / accepted 1$/],
      ['/positions', batch, / refused: fixes\.0\.at_ms: must be milliseconds since 1970$/],
    ];
    for (const [index, [path, body, said]] of sent.entries()) {
      await fetch(url(path), body === null ? {} : { method: 'POST', body: JSON.stringify(body) });
      await until(path, () => watching.lines.length === index + 2);
      expect(watching.lines.at(-1)?.line).toMatch(said);
    }
    watching.stop();
    await watching.ended;
  });

  it('says nothing of a device that nobody knows', async () => {
    const watching = startWatching(data.path);
    await until('it watches', () => watching.lines.length === 1, 15_000);
    await fetch(url('/osmand?id=nobody~x&lat=37.5&lon=127'));
    await fetch(url(`/osmand?id=${victim.deviceId}~x&lat=37.5&lon=127`));
    await until('the known one', () => watching.lines.length > 1);
    expect(watching.lines.slice(1).map(({ line }) => line.slice(9))).toEqual(['phone-9001 token wrong']);
    watching.stop();
    await watching.ended;
  });

  it('is for whoever can read the server’s secret, and looks like nothing to others', async () => {
    const watching = startWatching(elsewhere.path);
    expect(await watching.ended).toBe(2);
    expect(watching.said()).toMatch(/this is not the server of this data folder/);
    const nothing = await fetch(url('/nothing'));
    for (const authorization of [
      '',
      'Bearer 1',
      `Bearer ${victim.token}`,
      `Bearer ${Date.now() + 1000}.${'a'.repeat(43)}`,
    ]) {
      const answer = await fetch(url('/devices/watch'), { headers: { authorization } });
      expect([answer.status, await answer.text()]).toEqual([404, '{"error":"there is nothing here"}\n']);
    }
    expect(nothing.status).toBe(404);
  });

  it('finds the server that runs on its data folder, and its people', async () => {
    const watching = startWatching(data.path, []);
    await until('it watches', () => watching.lines.length === 1, 15_000);
    expect(watching.lines[0]?.line).toContain(`http://127.0.0.1:${server.port};`);
    watching.stop();
    await watching.ended;
    const listed = execFileSync(process.execPath, [CLI, 'devices', '--data', data.path], { stdio: 'pipe' }).toString();
    expect(listed).toContain(`${victim.deviceId}  V-quiet  victim  ${victim.token}`);
    const note = join(data.path, 'server', 'running.json');
    expect(statSync(note).mode & 0o777).toBe(0o600);
    // Whoever reads it learns where to connect, and nothing that opens anything.
    expect(Object.keys(JSON.parse(readFileSync(note, 'utf8')) as object)).toEqual(['port', 'scenario', 'seed']);
  });

  it('ends with its server, and does not keep it from ending', async () => {
    const watching = startWatching(data.path);
    await until('it watches', () => watching.lines.length === 1, 15_000);
    expect(await server.stop()).toBe(0);
    expect(await watching.ended).toBe(2);
    expect(watching.said()).toMatch(/the server has ended/);
    expect(existsSync(join(data.path, 'server', 'running.json'))).toBe(false);
  });

  it('says that nobody listens where a server was killed, and finds the one that comes after it', async () => {
    const killed = await startServer(data.path);
    await killed.stop('SIGKILL');
    const watching = startWatching(data.path, []);
    expect(await watching.ended).toBe(2);
    expect(watching.said()).toContain(`http://127.0.0.1:${killed.port} cannot be heard`);
    const next = await startServer(data.path);
    const again = startWatching(data.path, []);
    await until('it watches', () => again.lines.length === 1, 15_000);
    expect(again.lines[0]?.line).toContain(`http://127.0.0.1:${next.port};`);
    again.stop();
    await again.ended;
    await next.stop();
  });

  it('says where to find the address of a server that it cannot reach', async () => {
    // That of a server that has ended: nobody listens there.
    const watching = startWatching(data.path);
    expect(await watching.ended).toBe(2);
    expect(watching.said()).toMatch(
      /^jikim: http:\/\/127\.0\.0\.1:\d+ cannot be heard: .*--server.*"Monitoring server: …"/,
    );
    expect(watching.said().trim().split('\n')).toHaveLength(1);
  });
});
