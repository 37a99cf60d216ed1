import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withQuietPair } from './quietPair.ts';
import { until } from './server.ts';

const PRESSES = 1000;
/** What a phone waits for an answer before it tries again (OkHttp's and NSURLSession's defaults are 10 and 60 s). */
const PATIENCE_MS = 10_000;

/** Connections that the system lets wait for a server; 0 where it does not say. */
const SOMAXCONN = '/proc/sys/net/core/somaxconn';
const waiting = existsSync(SOMAXCONN) ? Number(readFileSync(SOMAXCONN, 'utf8')) : 0;

const { ids, server, rings } = withQuietPair();

/** A press that is not on disk within a second, as on a busy machine, rings all the same and is answered so that the phone sends it again. */
const SEND_AGAIN = 503;
const AGAIN_AFTER_MS = 500;

/** Sends a press on a socket of its own; answers with the status, or with why there was none. */
const sendOnce = (timestamp: string, onConnect: () => void = () => undefined): Promise<number | string> =>
  new Promise((resolve) => {
    const path = `/osmand?id=${ids.V}&alarm=sos&timestamp=${timestamp}`;
    const sent = request(
      { host: '127.0.0.1', port: server().port, path, agent: false, timeout: PATIENCE_MS },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.on('socket', (socket) => socket.on('connect', onConnect));
    sent.on('timeout', () => sent.destroy(new Error('timeout')));
    sent.on('error', (error) => resolve(error.message));
    sent.end();
  });

/** A press as a phone makes it: sent again where the server asks for that, a few times as long as one answer may take. */
const press = async (timestamp: string, onConnect?: () => void): Promise<number | string> => {
  const until_ms = performance.now() + 3 * PATIENCE_MS;
  let answer = await sendOnce(timestamp, onConnect);
  while (answer === SEND_AGAIN && performance.now() < until_ms) {
    await setTimeout(AGAIN_AFTER_MS);
    answer = await sendOnce(timestamp);
  }
  return answer;
};

describe('a thousand presses of the button on a thousand sockets', () => {
  it('are each answered in time, and each on the record', async () => {
    const first_s = Math.floor(Date.now() / 1000) - PRESSES;
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: PRESSES }, (_, n) => press(String(first_s + n))));
    console.info(`${PRESSES} presses answered within ${Math.round(performance.now() - started)} ms`);
    expect(answers.filter((status) => status !== 200)).toEqual([]);
    expect(await rings()).toBe(PRESSES);
  });

  it('wait for a server that is held up, and none is turned away', async () => {
    if (waiting < PRESSES) {
      console.info(`not tried: this machine lets only ${waiting} connections wait (net.core.somaxconn)`);
      return;
    }
    const before = await rings();
    const first_s = Math.floor(Date.now() / 1000);
    let connected = 0;
    process.kill(server().pid, 'SIGSTOP');
    const answers = Array.from({ length: PRESSES }, (_, n) => press(String(first_s + n), () => (connected += 1)));
    try {
      await until('all sockets are connected', () => connected === PRESSES, 5000);
    } finally {
      process.kill(server().pid, 'SIGCONT');
    }
    expect((await Promise.all(answers)).filter((status) => status !== 200)).toEqual([]);
    expect(await rings()).toBe(before + PRESSES);
  });

  it('are one press where they are all the same', async () => {
    const before = await rings();
    const same = String(Math.floor(Date.now() / 1000) + 86_400);
    const answers = await Promise.all(Array.from({ length: PRESSES }, () => press(same)));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await rings()).toBe(before + 1);
  });
});
