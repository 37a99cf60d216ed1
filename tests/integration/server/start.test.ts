import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAGE_LIMIT } from '../../../shared/protocol/version.ts';
import { writableDir } from '../../../main/files/dataDir.ts';
import { loadSecret } from '../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../main/monitoring/store/sqlite/store.ts';
import { addEntries, anEntry } from '../../builders/storedEntries.ts';
import { connectConsole, readRecord } from './console.ts';
import { dataFolder, failToStart, startServer, until } from './server.ts';

let data = dataFolder();
beforeEach(() => {
  data.drop();
  data = dataFolder();
});
afterEach(() => data.drop());

/** An empty store such as a server leaves behind. */
const makeStore = (): void => {
  const folder = writableDir(data.path, 'server');
  openStore(join(folder, 'quiet.db'), loadSecret(folder)).close();
};

const oneLine = (said: string): void => {
  expect(said).toMatch(/^jikim: [^\n]+\n$/);
};

describe('a server that cannot start says why in one line and exits with 2', () => {
  it('port in use', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { code, said } = failToStart(data.path, ['--port', port]);
    await new Promise((resolve) => taken.close(resolve));
    expect(code).toBe(2);
    oneLine(said);
    expect(said).toContain(`port ${port}`);
  });

  it.each([
    ['garbage', (file: string) => writeFileSync(file, 'this is not a database, whatever it says'.repeat(500))],
    [
      'a page overwritten',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0x5a, 4096, 12_288);
        writeFileSync(file, bytes);
      },
    ],
    [
      'an entry missing',
      (file: string) => {
        addEntries(file, [anEntry(9)]);
      },
    ],
    [
      'of another program',
      (file: string) => {
        rmSync(file);
        const db = new DatabaseSync(file);
        db.exec('CREATE TABLE other (x); PRAGMA user_version = 1');
        db.close();
      },
    ],
    [
      'a newer version',
      (file: string) => {
        const db = new DatabaseSync(file);
        db.exec('PRAGMA user_version = 99');
        db.close();
      },
    ],
  ])('database: %s', (_name, damage) => {
    makeStore();
    damage(join(data.path, 'server', 'quiet.db'));
    const { code, said } = failToStart(data.path);
    expect(code).toBe(2);
    oneLine(said);
    expect(said).toMatch(/the (database|record) cannot be/);
  });

  it('data folder that is a file', () => {
    const file = join(data.path, 'file');
    writeFileSync(file, '');
    const { code, said } = failToStart(file);
    expect(code).toBe(2);
    oneLine(said);
  });

  it('damaged secret', () => {
    mkdirSync(join(data.path, 'server'));
    writeFileSync(join(data.path, 'server', 'secret'), 'short');
    chmodSync(join(data.path, 'server', 'secret'), 0o600);
    const { code, said } = failToStart(data.path);
    expect(code).toBe(2);
    oneLine(said);
  });

  it('data folder in use', async () => {
    const server = await startServer(data.path);
    const { code, said } = failToStart(data.path);
    await server.stop();
    expect(code).toBe(2);
    oneLine(said);
    expect(said).toContain('in use by another server');
  });

  it('a port that is none', () => {
    const { code, said } = failToStart(data.path, ['--port', '70000']);
    expect(code).toBe(2);
    expect(said).toContain('--port');
  });
});

describe('the list of devices', () => {
  it('refuses a seed that is none', () => {
    const cli = join(import.meta.dirname, '../../../main/cli.ts');
    const args = [cli, 'devices', '--data', data.path, '--seed', 'abc'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--seed');
  });
});

describe('the list of devices of a scenario', () => {
  it('says beside the list whose they are', () => {
    const cli = join(import.meta.dirname, '../../../main/cli.ts');
    const args = [cli, 'devices', '--data', data.path, '--scenario', 'strap-cut'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stderr).toBe('devices of scenario strap-cut; with another --scenario a server has other people\n');
    for (const line of stdout.trim().split('\n'))
      expect(line).toMatch(/^\S+ {2}\S+ {2}(offender|victim) {2}[\w-]{22}$/);
  });
});

describe('a running server', () => {
  it('ends with whoever started it', async () => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, '../../../main/cli.ts'), 'server', '--data', data.path, '--port', '0'],
      { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, JIKIM_EXIT_WITH_PARENT: '1' } },
    );
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it('pages its record without a gap', async () => {
    makeStore();
    const total = PAGE_LIMIT * 2 + 7;
    addEntries(
      join(data.path, 'server', 'quiet.db'),
      Array.from({ length: total }, (_x, index) => anEntry(index + 1)),
    );
    const server = await startServer(data.path);
    const console = await connectConsole(server.port);
    await console.signIn('supervisor1', 'jikim-review');
    const page = await console.call('catchUp', { since: 0 });
    expect(page.ok && [page.value.entries.length, page.value.head]).toEqual([PAGE_LIMIT, total]);
    expect((await readRecord(console)).map((e) => e.seq)).toEqual(Array.from({ length: total }, (_x, i) => i + 1));
    console.close();
    expect(await server.stop('SIGTERM')).toBe(0);
  });

  it('trains on a clock and in a store of its own, under the trainer alone', async () => {
    const token = 'a-token-agreed-on-beforehand';
    const training = await startServer(data.path, ['--mode', 'training'], { JIKIM_TRAINER_SESSION: token });
    expect(training.mode).toBe('training');
    const trainer = await connectConsole(training.port);
    const session = await trainer.call('resume', { token });
    expect(session.ok && [session.value.operator.role, session.value.mode]).toEqual(['trainer', 'training']);
    const fast = await trainer.call('simulator', { action: 'speed', speed: 60 });
    expect(fast.ok && fast.value.speed).toBe(60);
    const elapsed = (): number => {
      const last = trainer.raw.filter(([name]) => name === 'simulatorState').at(-1)?.[1];
      return (last as { readonly elapsed_s: number } | undefined)?.elapsed_s ?? 0; // the server's own event
    };
    await until('two minutes to pass', () => elapsed() > 120, 10_000);
    const paused = await trainer.call('simulator', { action: 'pause' });
    const again = await trainer.call('simulator', { action: 'pause' });
    expect(paused.ok && again.ok && again.value.elapsed_s === paused.value.elapsed_s).toBe(true);
    const post = await fetch(`http://127.0.0.1:${training.port}/sos`, { method: 'POST', body: '{}' });
    expect(post.status).toBe(409);
    const wrong: unknown = await trainer.socket
      .timeout(2000)
      .emitWithAck('simulator', { action: 'speed', speed: 1000 });
    expect(wrong).toMatchObject({ ok: false, error: { reason: 'invalid' } });
    trainer.close();
    await training.stop();
  });
});
