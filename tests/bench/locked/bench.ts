import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { serverDir, storeFile } from '../../../main/files/dataDir.ts';
import { inRoot } from '../../../tools/root.ts';
import { startNode } from '../child.ts';
import { scenarioOf } from '../crowd.ts';
import { quantile, rounded, type Bench } from '../result.ts';
import { tokensOf } from '../tokens.ts';
import { afterPass, beforePass, LOCKED, recordedPass } from './pass.ts';
import { watchServer, type Seen, type Watch } from './watch.ts';

const HELD_S = process.env['JIKIM_BENCH_SHORT'] === '1' ? 5 : 10;
const WARM_UP_S = 3;
/** What is added to each sync of the slower disk. */
const SLOW_MS = 10;

const ReadyLine = z.object({ ready: z.literal(true), port: z.number() });
const cli = inRoot('dist/main/cli.js');
const preload = (file: string): string => `--import=${pathToFileURL(inRoot(`tests/bench/${file}`)).href}`;

const readyPort = (line: string): string | undefined => {
  if (!line.startsWith('{')) return undefined;
  const parsed = ReadyLine.safeParse(JSON.parse(line));
  return parsed.success ? String(parsed.data.port) : undefined;
};

type Site = { readonly url: string; readonly database: string; readonly tokens: ReadonlyMap<string, string> };

/** Starts the built server on a disk that syncs so much slower, and watches it from a desk. */
const withServer = async <T>(sync_ms: number, work: (watch: Watch, site: Site) => Promise<T>): Promise<T> => {
  const data = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
  const scenario = join(data, 'locked.yaml');
  const blocks = join(data, 'blocks.json');
  writeFileSync(scenario, scenarioOf(LOCKED));
  try {
    const server = await startNode(
      [
        ...[preload('slowDisk.ts'), preload('loopBlocks.ts'), cli, 'server'],
        ...['--port=0', '--mode=live', `--scenario=${scenario}`, `--data=${data}`],
      ],
      readyPort,
      { JIKIM_BENCH_SYNC_MS: String(sync_ms), JIKIM_BENCH_BLOCKS: blocks },
    );
    try {
      const url = `http://127.0.0.1:${server.found}`;
      const watch = await watchServer(url, server.pid, blocks);
      const database = storeFile(serverDir(data, 'live'), 'live', LOCKED.name);
      const measured = await work(watch, { url, database, tokens: tokensOf(data, scenario) });
      watch.leave();
      return measured;
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};

type Held = { readonly free: Seen; readonly held: Seen; readonly recordedAfter_ms: number };

/** Another program holds the database, and an offender passes meanwhile. */
const heldByAnother = (): Promise<Held> =>
  withServer(0, async (watch, { url, database, tokens }) => {
    const from_ms = await beforePass(url, tokens);
    await watch.during(WARM_UP_S);
    const free = await watch.during(HELD_S);
    const other = new DatabaseSync(database, { timeout: 5000 });
    other.exec('BEGIN IMMEDIATE');
    let to_ms = 0;
    const held = await watch.during(HELD_S, async () => {
      await delay(HELD_S * 500);
      to_ms = await afterPass(url, tokens);
    });
    other.close();
    const released_ms = Date.now();
    const found_ms = await recordedPass(watch.entries, { from_ms, to_ms });
    if (found_ms > released_ms) throw new Error('a fast pass was found only when the lock was gone');
    return { free, held, recordedAfter_ms: Date.now() - released_ms };
  });

/** Everything as ever, on the slower disk. */
const onSlowDisk = (): Promise<Seen> =>
  withServer(SLOW_MS, async (watch) => {
    await watch.during(WARM_UP_S);
    return watch.during(HELD_S);
  });

const figuresOf = (name: string, seen: Seen): Readonly<Record<string, number | readonly number[]>> => ({
  [`${name}_health_ms_p50_p99_max`]: [0.5, 0.99, 1].map((share) => rounded(quantile(seen.answers_ms, share))),
  [`${name}_block_ms`]: rounded(seen.block_ms),
  [`${name}_heartbeatGap_ms`]: rounded(seen.heartbeatGap_ms),
  [`${name}_presenceGap_ms`]: rounded(seen.presenceGap_ms),
});

/**
 * The longest block of the server's event loop while another program holds its database: buttons, heartbeats and presence do not wait for the
 * disk. Beside it the longest wait for /health, the longest gaps at a signed-in desk, and that a fast pass heard meanwhile is in the record
 * afterwards, or the run fails. References: the same server while nobody holds it, and on a disk that takes 10 ms longer for each sync.
 */
export const locked: Bench = async () => {
  if (!existsSync(cli)) throw new Error('nothing is built; run: npm run build');
  const { free, held, recordedAfter_ms } = await heldByAnother();
  const delayed = await onSlowDisk();
  return {
    ours: held.block_ms,
    unit: 'ms, longest block while held',
    references: [
      { name: 'not-held', value: free.block_ms },
      { name: 'delayed', value: delayed.block_ms },
    ],
    details: {
      held_s: HELD_S,
      ...figuresOf('held', held),
      ...figuresOf('notHeld', free),
      ...figuresOf('delayed', delayed),
      passRecordedAfterRelease_ms: recordedAfter_ms,
      delay_ms: SLOW_MS,
      aim: 'longest block at most 50 ms, held and delayed; heartbeats every 250 ms and presence every 1,000 ms go on',
    },
  };
};
