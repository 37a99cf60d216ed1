import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { SERVER_NODE_ENV, SERVER_NODE_FLAGS } from '../../main/files/memory.ts';
import { inRoot } from '../../tools/root.ts';
import { startNode } from './child.ts';
import { devicesOf, LOAD, positionAt, scenarioOf } from './crowd.ts';
import { fillTracks, TRACK_S } from './fill.ts';
import { post } from './post.ts';
import { rounded, type Bench } from './result.ts';
import { tokensOf } from './tokens.ts';
import { usageOf } from './usage.ts';

const WARM_UP_S = 10;
const MEASURE_S = 30;
/** Each second's 1,000 positions come in ten batches, spread over the second, as gateways of carriers would send them. */
const BATCHES = 10;

const ReadyLine = z.object({ ready: z.literal(true), port: z.number() });
const cli = inRoot('dist/main/cli.js');
const CROWD = devicesOf(LOAD);

const readyPort = (line: string): string | undefined => {
  if (!line.startsWith('{')) return undefined;
  const parsed = ReadyLine.safeParse(JSON.parse(line));
  return parsed.success ? String(parsed.data.port) : undefined;
};

type Load = { readonly cpu_percent: number; readonly rss_MB: number; readonly accepted: number };

/** Sends the crowd to a server for the warm-up and the measured time. */
const sendTo = async (url: string, pid: number, tokens: ReadonlyMap<string, string>): Promise<Load> => {
  let accepted = 0;
  const sendBatch = async (batch: number): Promise<void> => {
    const at_ms = Date.now();
    const devices = CROWD.filter((_, index) => index % BATCHES === batch);
    const body = devices.map((device) => ({
      deviceId: device.deviceId,
      token: tokens.get(device.deviceId) ?? '',
      fixes: [positionAt(device, at_ms)],
    }));
    accepted += await post(url, body);
  };
  const beats = (WARM_UP_S + MEASURE_S) * BATCHES;
  const warm = WARM_UP_S * BATCHES;
  const started = performance.now();
  let before = usageOf(pid);
  let measuredFrom = started;
  let rss_MB = 0;
  for (let beat = 0; beat < beats; beat += 1) {
    if (beat === warm) {
      before = usageOf(pid);
      measuredFrom = performance.now();
      accepted = 0;
    }
    await sendBatch(beat % BATCHES);
    if (beat >= warm) rss_MB = Math.max(rss_MB, usageOf(pid).rss_MB);
    await delay(Math.max(0, started + ((beat + 1) * 1000) / BATCHES - performance.now()));
  }
  const wall_s = (performance.now() - measuredFrom) / 1000;
  return { cpu_percent: (100 * (usageOf(pid).cpu_s - before.cpu_s)) / wall_s, rss_MB, accepted };
};

const ours = async (): Promise<Load> => {
  const data = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
  const scenario = join(data, 'load.yaml');
  writeFileSync(scenario, scenarioOf(LOAD));
  try {
    // As the console starts its server.
    const args = ['server', '--port=0', '--mode=live', `--scenario=${scenario}`, `--data=${data}`];
    const server = await startNode([...SERVER_NODE_FLAGS, cli, ...args], readyPort, SERVER_NODE_ENV);
    try {
      const tokens = tokensOf(data, scenario);
      const url = `http://127.0.0.1:${server.found}/positions`;
      await fillTracks(url, CROWD, tokens, positionAt, TRACK_S);
      return await sendTo(url, server.pid, tokens);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};

const bare = async (): Promise<Load> => {
  const server = await startNode([inRoot('tests/bench/bareHttp.ts')], readyPort);
  try {
    return await sendTo(`http://127.0.0.1:${server.found}/`, server.pid, new Map());
  } finally {
    await server.stop();
  }
};

/**
 * CPU of the monitoring server while 1,000 devices of 500 orders report every second over HTTP, ten of the pairs inside
 * the warning tier and every track full. Reference: a bare Node http server that reads and parses the same bodies and does nothing with them.
 */
export const load: Bench = async () => {
  if (!existsSync(cli)) throw new Error('nothing is built; run: npm run build');
  const theirs = await bare();
  const mine = await ours();
  const expected = CROWD.length * MEASURE_S;
  if (mine.accepted < expected) throw new Error(`the server took ${mine.accepted} of ${expected} positions`);
  return {
    ours: mine.cpu_percent,
    unit: '% of one core',
    references: [{ name: 'bare-http', value: theirs.cpu_percent }],
    details: {
      rss_MB: rounded(mine.rss_MB),
      bareHttp_rss_MB: rounded(theirs.rss_MB),
      track_s: TRACK_S,
      positions: mine.accepted,
      measured_s: MEASURE_S,
      aim: '≤ 10 % of one core, ≤ 200 MB',
    },
  };
};
