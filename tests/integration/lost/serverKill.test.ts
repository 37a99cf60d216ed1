import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { chance } from '../../../main/monitoring/simulator/random.ts';
import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import { dataFolder, until } from '../server/server.ts';
import { createClerk } from './clerk.ts';
import type { Clerk } from './clerk.ts';
import { faultsOf, readKept } from './judge.ts';
import type { Press } from './judge.ts';
import { spawnServer } from './process.ts';
import type { Mortal } from './process.ts';
import { createDevices, PAIRS, storeOf, victimOf, writeScene } from './scene.ts';

const KILLS = process.env['JIKIM_LONG'] === '1' ? 200 : 10;
const SEED = Number(process.env['JIKIM_SEED'] ?? Date.now() % 1_000_000);
/** Every fifth server does not live to answer anybody. */
const EARLY = 0.2;

const waitFor = async (server: Mortal): Promise<number> => {
  const port = await server.ready;
  if (port === null) throw new Error(`the server did not start: ${server.said()}`);
  return port;
};

/** Devices report and victims press until nobody answers any more. */
const live = async (data: string, port: number, luck: Chance, presses: Press[]): Promise<void> => {
  const devices = createDevices(data, port);
  const pair = async (name: (typeof PAIRS)[number]): Promise<void> => {
    for (;;) {
      await devices.report(name, luck.between(550, 900));
      if (luck.unit() < 0.5) {
        const from_ms = Date.now();
        if ((await devices.press(name)) === 200) presses.push({ person: victimOf(name), from_ms, to_ms: Date.now() });
      }
      await delay(luck.between(10, 120));
    }
  };
  await Promise.all(PAIRS.map((name) => pair(name).catch(() => undefined))); // the end of the server ends it
};

/** One life of a server: with everybody at work, or not even started, it is killed. */
const oneLife = async (
  start: () => Mortal,
  data: string,
  clerks: readonly Clerk[],
  luck: Chance,
  presses: Press[],
): Promise<void> => {
  const server = start();
  if (luck.unit() < EARLY) {
    await delay(luck.between(50, 900));
    server.kill();
    await server.ended;
    return;
  }
  const port = await waitFor(server);
  const answers = (): number => clerks.reduce((sum, { answered }) => sum + answered.size, 0);
  const enough = answers() + Math.floor(luck.between(0, 25));
  const work = [...clerks.map((clerk) => clerk.work(port)), live(data, port, luck, presses)];
  await until('the work under way', () => answers() >= enough, 60_000);
  await delay(luck.between(0, 120));
  server.kill();
  await Promise.all([server.ended, ...work]);
};

test(
  `a server killed ${KILLS} times loses nothing that it has answered`,
  { timeout: 120_000 + KILLS * 8000 },
  async () => {
    const luck = chance(SEED, 'lives');
    const data = dataFolder();
    const scenario = writeScene(data.path);
    const servers: Mortal[] = [];
    const start = (): Mortal => {
      const server = spawnServer(data.path, scenario);
      servers.push(server);
      return server;
    };
    const clerks = [
      createClerk('dispatcher1', 'jikim-dispatch', chance(SEED, 'd1')),
      createClerk('dispatcher2', 'jikim-dispatch', chance(SEED, 'd2')),
      createClerk('supervisor1', 'jikim-review', chance(SEED, 's1')),
    ];
    const presses: Press[] = [];
    try {
      const first = start();
      const opening = await waitFor(first);
      for (const clerk of clerks) await clerk.signIn(opening);
      first.kill();
      await first.ended;
      for (let kill = 0; kill < KILLS; kill += 1) await oneLife(start, data.path, clerks, luck, presses);
      const last = start();
      const port = await waitFor(last);
      for (const clerk of clerks) await clerk.finish(port);
      last.kill();
      await last.ended;

      const kept = readKept(storeOf(data.path), join(data.path, 'server'));
      const answered = clerks.flatMap((clerk) => [...clerk.answered.values()]);
      console.info(
        `seed ${SEED}: ${KILLS} kills, ${answered.length} commands answered (${answered.filter((a) => a.ok).length} carried out), ${presses.length} buttons, ${kept.entries.length} entries, ${clerks.reduce((n, { news }) => n + news.length, 0)} heads`,
      );
      expect(faultsOf(kept, clerks, presses), `seed ${SEED}`).toEqual([]);
      // It would have noticed: the flow was a busy one.
      expect(answered.filter(({ ok }) => ok).length, `seed ${SEED}`).toBeGreaterThan(KILLS);
      expect(presses.length, `seed ${SEED}`).toBeGreaterThan(0);
      expect(clerks.every(({ news }) => news.length > 0)).toBe(true);
    } finally {
      for (const server of servers) server.kill();
      data.drop();
    }
  },
);
