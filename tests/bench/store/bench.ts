import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
const DESKS = [1, 10, 100] as const;
const MOST = 100;

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

const withServer = async (args: readonly string[], work: (port: string) => Promise<number>): Promise<number> => {
  const server = await startNode(args, readyPort);
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

const ours = (desks: number): Promise<number> =>
  inFolder(async (data) => {
    const folder = join(data, 'server');
    mkdirSync(folder, { recursive: true });
    await seedOperators(folder, join(folder, 'quiet.db'), MOST);
    return withServer([cli, 'server', '--port=0', `--scenario=${scenario}`, `--data=${data}`], async (port) => {
      await raise(port, data);
      return perSecond(port, desks, 'product');
    });
  });

const echo = (desks: number): Promise<number> =>
  inFolder((folder) =>
    withServer([inRoot('tests/bench/store/echoInsert.ts'), join(folder, 'echo.db')], (port) =>
      perSecond(port, desks, 'echo'),
    ),
  );

/** About as long as what a command adds to the record. */
const ENTRY = 'x'.repeat(400);
const insert = (): Promise<number> =>
  inFolder((folder) => Promise.resolve(insertsPerSecond(join(folder, 'insert.db'), ENTRY, SECONDS)));

/**
 * Durable acknowledged commands a second: consoles that each send a note and wait for its acknowledgement, at the built server with
 * sockets, rules, leases and log. References: a socket.io echo with one durable insert, and durable inserts alone, in turns.
 */
export const store: Bench = async () => {
  const measured = new Map<number, number[]>(DESKS.map((desks) => [desks, []]));
  const echoes = new Map<number, number[]>(DESKS.map((desks) => [desks, []]));
  const inserts: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const desks of DESKS) {
      measured.get(desks)?.push(await ours(desks));
      echoes.get(desks)?.push(await echo(desks));
    }
    inserts.push(await insert());
  }
  const of = (all: ReadonlyMap<number, readonly number[]>, desks: number): number => median(all.get(desks) ?? []);
  const each = (all: ReadonlyMap<number, readonly number[]>, desks: number): readonly number[] =>
    (all.get(desks) ?? []).map(rounded);
  return {
    ours: of(measured, 1),
    unit: 'durable acknowledged commands per second, 1 console',
    references: [
      { name: 'echo-insert', value: of(echoes, 1) },
      { name: 'insert', value: median(inserts) },
    ],
    details: {
      ...Object.fromEntries(DESKS.map((desks) => [`commands_${desks}`, rounded(of(measured, desks))])),
      ...Object.fromEntries(DESKS.map((desks) => [`echo_${desks}`, rounded(of(echoes, desks))])),
      ratio_1_to_echo: rounded(of(measured, 1) / of(echoes, 1)),
      ratio_100_to_insert: rounded(of(measured, MOST) / median(inserts)),
      ...Object.fromEntries(DESKS.map((desks) => [`commands_${desks}_byRound`, each(measured, desks)])),
      inserts_byRound: inserts.map(rounded),
      seconds: SECONDS,
      aim: '≥ 0.7 × echo-insert at 1 console; more than insert at 100',
    },
  };
};
