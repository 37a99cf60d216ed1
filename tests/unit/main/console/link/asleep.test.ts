import { expect, test } from 'vitest';
import { createLink } from '../../../../../main/console/link/link.ts';
import type { ConnectionListener } from '../../../../../main/console/link/socket.ts';
import { ConsoleId } from '../../../../../shared/domain/ids.ts';
import { PROTOCOL_VERSION } from '../../../../../shared/protocol/version.ts';

const START_MS = 1_800_000_000_000;
const TEN_MINUTES_MS = 600_000;
const nothing = (): void => undefined;

test('a console that slept says since when nothing was heard, and not since when it woke', async () => {
  let now_ms = START_MS;
  const timers: { due_ms: number; action: () => void }[] = [];
  const heard: ConnectionListener[] = [];
  const link = createLink({
    url: Promise.resolve('http://127.0.0.1:1'),
    hello: { protocol: PROTOCOL_VERSION, consoleId: ConsoleId.parse('console-1') },
    dial: (_url, _hello, listener) => {
      heard.push(listener);
      return { isOpen: () => true, ask: () => Promise.reject(new Error('offline')), redial: nothing, close: nothing };
    },
    clock: { now: () => now_ms, elapsed_ms: () => now_ms },
    timers: {
      after: (delay_ms, action) => {
        const timer = { due_ms: now_ms + delay_ms, action };
        timers.push(timer);
        return () => void timers.splice(0, timers.length, ...timers.filter((one) => one !== timer));
      },
      every: () => nothing,
    },
    listener: {
      ...{ onChange: nothing, onUp: nothing, onHeartbeat: nothing, onEvent: nothing },
      ...{ onPresence: nothing, onInvalid: nothing },
    },
  });
  await Promise.resolve();
  const beat = { serverTime_ms: START_MS, head: 0, store: { state: 'working' }, clock: { state: 'right' } };
  heard[0]?.onMessage('heartbeat', { ...beat, simulated: false });
  expect(link.view().status).toBe('up');
  // The machine sleeps: time goes on, and no timer runs before it wakes.
  now_ms += TEN_MINUTES_MS;
  for (const { due_ms, action } of timers.splice(0)) if (due_ms <= now_ms) action();
  expect(link.view().status).toBe('lost');
  expect(now_ms - link.view().since_ms).toBe(TEN_MINUTES_MS);
});
