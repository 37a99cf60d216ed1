import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { inRoot } from '../../../tools/root.ts';
import { runNode, startNode } from '../child.ts';
import { median, rounded, type Bench } from '../result.ts';
import { tokensOf } from '../tokens.ts';
import { insertsPerSecond } from './inserts.ts';
import { seedOperators } from './operators.ts';

const isShort = process.env['JIKIM_BENCH_SHORT'] === '1';
const SECONDS = isShort ? 1 : 4;
const ROUNDS = isShort ? 1 : 3;
const MOST = 100;
/** What is added to each sync of the slower disk. */
const SLOW_MS = 10;
/** So many consoles, and how much slower than this machine's disk is waited for. */
type Form = { readonly name: string; readonly desks: number; readonly sync_ms: number };
const FORMS = [
  { name: '1', desks: 1, sync_ms: 0 },
  { name: '10', desks: 10, sync_ms: 0 },
  { name: '100', desks: MOST, sync_ms: 0 },
  { name: '1_delayed', desks: 1, sync_ms: SLOW_MS },
  { name: '100_delayed', desks: MOST, sync_ms: SLOW_MS },
] as const satisfies readonly Form[];
type FormName = (typeof FORMS)[number]['name'];

const cli = inRoot('dist/main/cli.js');
const scenario = inRoot('tests/integration/server/fixtures/quiet.yaml');
const Ready = z.object({ ready: z.literal(true), port: z.number() });
const Counted = z.object({ perSecond: z.number(), refused: z.number() });

const readyPort = (line: string): string | undefined => {
  if (!line.startsWith('{')) return undefined;
  const parsed = Ready.safeParse(JSON.parse(line));
  return parsed.success ? String(parsed.data.port) : undefined;
};

/** Commands acknowledged a second. @throws where one was refused: it would have cost less. */
const perSecond = async (port: string, desks: number, server: 'product' | 'echo'): Promise<number> => {
  const args = [inRoot('tests/bench/store/desks.ts'), `http://127.0.0.1:${port}`];
  const printed = await runNode([...args, String(desks), String(SECONDS), server]);
  const counted = Counted.parse(JSON.parse(printed));
  if (counted.refused > 0) throw new Error(`${counted.refused} commands were refused`);
  return counted.perSecond;
};

const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const slowDisk = `--import=${pathToFileURL(inRoot('tests/bench/slowDisk.ts')).href}`;

const withServer = async (
  args: readonly string[],
  sync_ms: number,
  work: (port: string) => Promise<number>,
): Promise<number> => {
  const server =
    sync_ms === 0
      ? await startNode(args, readyPort)
      : await startNode([slowDisk, ...args], readyPort, { JIKIM_BENCH_SYNC_MS: String(sync_ms) });
  try {
    return await work(server.found);
  } finally {
    await server.stop();
  }
};

/** Presses the button of the one victim there is, so that there is an incident to write notes to. */
const raise = async (port: string, data: string): Promise<void> => {
  const token = tokensOf(data, scenario).get('phone-9001') ?? '';
  const body = JSON.stringify({ deviceId: 'phone-9001', token });
  const answer = await fetch(`http://127.0.0.1:${port}/sos`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`the button was answered with ${answer.status}`);
};

const ours = ({ desks, sync_ms }: Form): Promise<number> =>
  inFolder(async (data) => {
    const folder = join(data, 'server');
    mkdirSync(folder, { recursive: true });
    await seedOperators(folder, join(folder, 'quiet.db'), MOST);
    const args = [cli, 'server', '--port=0', `--scenario=${scenario}`, `--data=${data}`];
    return withServer(args, sync_ms, async (port) => {
      await raise(port, data);
      return perSecond(port, desks, 'product');
    });
  });

const echo = ({ desks, sync_ms }: Form): Promise<number> =>
  inFolder((folder) => {
    const args = [inRoot('tests/bench/store/echoInsert.ts'), join(folder, 'echo.db')];
    return withServer(args, sync_ms, (port) => perSecond(port, desks, 'echo'));
  });

/** About as long as what a command adds to the record. */
const ENTRY = 'x'.repeat(400);
const insert = (): Promise<number> =>
  inFolder((folder) => Promise.resolve(insertsPerSecond(join(folder, 'insert.db'), ENTRY, SECONDS)));

/**
 * Durable acknowledged commands a second: consoles that each send a note and wait for its acknowledgement, at the built server with
 * sockets, rules, leases and log; both on this machine's disk, and on one that takes 10 ms longer for each sync. References: a socket.io
 * echo with one durable insert, and durable inserts alone, in turns.
 */
export const store: Bench = async () => {
  const measured = new Map<FormName, number[]>(FORMS.map(({ name }) => [name, []]));
  const echoes = new Map<FormName, number[]>(FORMS.map(({ name }) => [name, []]));
  const inserts: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const form of FORMS) {
      measured.get(form.name)?.push(await ours(form));
      echoes.get(form.name)?.push(await echo(form));
    }
    inserts.push(await insert());
  }
  const mine = (form: FormName): number => median(measured.get(form) ?? []);
  const theirs = (form: FormName): number => median(echoes.get(form) ?? []);
  const byForm = <T>(key: string, of: (form: FormName) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(FORMS.map(({ name }) => [`${key}_${name}`, of(name)]));
  return {
    ours: mine('1'),
    unit: 'durable acknowledged commands per second, 1 console',
    references: [
      { name: 'echo-insert', value: theirs('1') },
      { name: 'echo-100', value: theirs('100'), ours: mine('100') },
      { name: 'echo-insert-delayed', value: theirs('1_delayed'), ours: mine('1_delayed') },
      { name: 'echo-100-delayed', value: theirs('100_delayed'), ours: mine('100_delayed') },
      { name: 'insert', value: median(inserts) },
    ],
    details: {
      ...byForm('commands', (form) => rounded(mine(form))),
      ...byForm('echo', (form) => rounded(theirs(form))),
      ratio_100_to_insert: rounded(mine('100') / median(inserts)),
      ...byForm('commands_byRound', (form) => (measured.get(form) ?? []).map(rounded)),
      ...byForm('echo_byRound', (form) => (echoes.get(form) ?? []).map(rounded)),
      inserts_byRound: inserts.map(rounded),
      seconds: SECONDS,
      delay_ms: SLOW_MS,
      aim: '1 console ≥ 0.8 × echo-insert, 100 consoles ≥ 2 × echo-100, both also with 10 ms added to each sync',
    },
  };
};
