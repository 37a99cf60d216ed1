import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { inRoot } from '../../../tools/root.ts';
import { runNode } from '../child.ts';
import { median, rounded, type Bench } from '../result.ts';
import { Cost, Received } from './cost.ts';
import { SUBJECTS } from './frames.ts';

const DESKS = 200;
const isShort = process.env['JIKIM_BENCH_SHORT'] === '1';
const SECONDS = isShort ? 4 : 15;
const ROUNDS = isShort ? 1 : 3;

const Port = z.object({ port: z.number() });

/** Runs one server with all desks to its end. */
const measure = async (form: 'binary' | 'json'): Promise<Cost> => {
  const args = [inRoot('tests/bench/feed/server.ts'), form, String(DESKS), String(SECONDS)];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<unknown> => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`the feed's server ended early (${form})`);
      return JSON.parse(line.value);
    };
    const { port } = Port.parse(await next());
    const heard = runNode([inRoot('tests/bench/feed/desks.ts'), String(port), String(DESKS)]);
    const cost = Cost.parse(await next());
    const { frames } = Received.parse(JSON.parse(await heard));
    // A volatile frame may be dropped; one that was not sent must not make the others look cheap.
    if (frames < cost.frames) throw new Error(`only ${frames} of ${cost.frames} frames reached the desks (${form})`);
    return cost;
  } finally {
    if (server.exitCode === null && server.kill()) await once(server, 'exit');
  }
};

const perPosition = (costs: readonly Cost[], of: (cost: Cost) => number): number =>
  median(costs.map((cost) => of(cost) / cost.positions));

/**
 * Bytes on the wire per position for 200 consoles that each get a frame of their own every second, in the product's binary form
 * through real sockets. Reference: the same frames as JSON, in turns.
 */
export const feed: Bench = async () => {
  const binary: Cost[] = [];
  const json: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    binary.push(await measure('binary'));
    json.push(await measure('json'));
  }
  const bytes = (cost: Cost): number => cost.bytes;
  const cpu = (cost: Cost): number => cost.cpu_us;
  return {
    ours: perPosition(binary, bytes),
    unit: 'bytes per position',
    references: [{ name: 'json', value: perPosition(json, bytes) }],
    details: {
      desks: DESKS,
      positionsPerFrame: SUBJECTS,
      framesPerRound: DESKS * SECONDS,
      bytesPerFrame: rounded(perPosition(binary, bytes) * SUBJECTS),
      json_bytesPerFrame: rounded(perPosition(json, bytes) * SUBJECTS),
      cpu_us_perPosition: rounded(perPosition(binary, cpu)),
      json_cpu_us_perPosition: rounded(perPosition(json, cpu)),
      cpu_us_perPosition_byRound: binary.map((cost) => rounded(cost.cpu_us / cost.positions)),
      json_cpu_us_perPosition_byRound: json.map((cost) => rounded(cost.cpu_us / cost.positions)),
      aim: '≤ 24 bytes',
    },
  };
};
