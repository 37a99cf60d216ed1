import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { inRoot } from '../../tools/root.ts';
import { startNode } from './child.ts';
import { quantile, rounded, type Bench } from './result.ts';

const HELD_S = process.env['JIKIM_BENCH_SHORT'] === '1' ? 3 : 10;
const ASK_EVERY_MS = 10;

const ReadyLine = z.object({ ready: z.literal(true), port: z.number() });
const cli = inRoot('dist/main/cli.js');

const readyPort = (line: string): string | undefined => {
  if (!line.startsWith('{')) return undefined;
  const parsed = ReadyLine.safeParse(JSON.parse(line));
  return parsed.success ? String(parsed.data.port) : undefined;
};

/** @returns how long each answer of /health took within so many seconds, ms. */
const answers = async (url: string, seconds: number): Promise<readonly number[]> => {
  const took: number[] = [];
  for (const until = performance.now() + seconds * 1000; performance.now() < until; await delay(ASK_EVERY_MS)) {
    const asked = performance.now();
    await (await fetch(`${url}/health`)).text();
    took.push(performance.now() - asked);
  }
  return took;
};

/**
 * How long a server answers nobody while another program holds its database: the longest wait for /health, with the people, incidents and
 * patrols of `evening`. Reference: the same server while nobody holds it.
 */
export const locked: Bench = async () => {
  if (!existsSync(cli)) throw new Error('nothing is built; run: npm run build');
  const data = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
  try {
    const args = ['server', '--port=0', '--mode=live', '--scenario=evening', `--data=${data}`];
    const server = await startNode([cli, ...args], readyPort);
    try {
      const url = `http://127.0.0.1:${server.found}`;
      await answers(url, 3);
      const free = await answers(url, HELD_S);
      const folder = join(data, 'server');
      const file = readdirSync(folder).find((name) => name.endsWith('.db') && !name.endsWith('.keys.db'));
      const other = new DatabaseSync(join(folder, file ?? ''), { timeout: 5000 });
      other.exec('BEGIN IMMEDIATE');
      const held = await answers(url, HELD_S);
      other.close();
      return {
        ours: Math.max(...held),
        unit: 'ms, longest wait while held',
        references: [{ name: 'not-held', value: Math.max(...free) }],
        details: {
          held_s: HELD_S,
          held_answers: held.length,
          held_ms_p50_p99: [quantile(held, 0.5), quantile(held, 0.99)].map(rounded),
          notHeld_answers: free.length,
          notHeld_ms_p50_p99: [quantile(free, 0.5), quantile(free, 0.99)].map(rounded),
          aim: 'longest at most 50 ms',
        },
      };
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};
