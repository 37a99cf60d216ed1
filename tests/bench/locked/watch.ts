import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { serverEvents } from '../../../shared/protocol/messages.ts';
import { until } from '../../e2e/harness.ts';
import { openDesk } from '../alert/desks.ts';

const ASK_EVERY_MS = 10;
const SIGNAL_LIMIT_MS = 10_000;

/** What a server was like for a while. All in ms. */
export type Seen = {
  /** How long each answer of /health took. */
  readonly answers_ms: readonly number[];
  /** Longest block of the event loop. */
  readonly block_ms: number;
  /** Longest time between two heartbeats, and two frames of presence, at a signed-in desk. */
  readonly heartbeatGap_ms: number;
  readonly presenceGap_ms: number;
};

export type Watch = {
  readonly entries: readonly Entry[];
  /** Watches for so long; `meanwhile` goes on beside it. */
  readonly during: (seconds: number, meanwhile?: () => Promise<void>) => Promise<Seen>;
  readonly leave: () => void;
};

const answersOf = async (url: string, seconds: number): Promise<readonly number[]> => {
  const took: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await delay(ASK_EVERY_MS)) {
    const asked = performance.now();
    await (await fetch(`${url}/health`)).text();
    took.push(performance.now() - asked);
  }
  return took;
};

/** Longest time between two of these, or between one and either end. */
const longestGap = (times_ms: readonly number[], from_ms: number, to_ms: number): number => {
  const within = [from_ms, ...times_ms.filter((time) => time > from_ms && time < to_ms), to_ms];
  return Math.max(...within.slice(1).map((time, index) => time - (within[index] ?? time)));
};

/** The longest block of the process's loop since it was last asked, which `loopBlocks.ts` in it writes to a file. */
const askForBlock = async (pid: number, file: string): Promise<number> => {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  const text = await until('the server says how long its loop was blocked', SIGNAL_LIMIT_MS, () =>
    existsSync(file) ? readFileSync(file, 'utf8') : null,
  );
  return z.number().parse(JSON.parse(text));
};

/** Signs a dispatcher in at a server and watches it from there. */
export const watchServer = async (url: string, pid: number, blocks: string): Promise<Watch> => {
  const entries: Entry[] = [];
  const heartbeats: number[] = [];
  const presence: number[] = [];
  const { socket } = await openDesk(url, 'dispatcher1', 'jikim-dispatch');
  socket.on('entries', (payload: unknown) => entries.push(...serverEvents.entries.parse(payload)));
  socket.on('heartbeat', () => heartbeats.push(performance.now()));
  socket.on('presence', () => presence.push(performance.now()));
  return {
    entries,
    during: async (seconds, meanwhile) => {
      await askForBlock(pid, blocks);
      const from_ms = performance.now();
      const [answers_ms] = await Promise.all([answersOf(url, seconds), meanwhile?.()]);
      const to_ms = performance.now();
      return {
        answers_ms,
        block_ms: await askForBlock(pid, blocks),
        heartbeatGap_ms: longestGap(heartbeats, from_ms, to_ms),
        presenceGap_ms: longestGap(presence, from_ms, to_ms),
      };
    },
    leave: () => socket.disconnect(),
  };
};
