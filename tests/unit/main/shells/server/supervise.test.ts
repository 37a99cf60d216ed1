import { expect, test, vi } from 'vitest';
import type { ServerChild, SpawnChild } from '../../../../../main/shells/server/child.ts';
import { splitLines } from '../../../../../main/shells/server/lines.ts';
import { superviseServer } from '../../../../../main/shells/server/supervise.ts';

type Fake = ServerChild & {
  readonly args: readonly string[];
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly die: (code: number | null) => void;
  readonly killed: string[];
};

const spawner = (): { readonly spawn: SpawnChild; readonly children: Fake[] } => {
  const children: Fake[] = [];
  const spawn: SpawnChild = (args) => {
    const lines: ((line: string) => void)[] = [];
    const errors: ((line: string) => void)[] = [];
    const exits: ((code: number | null) => void)[] = [];
    const killed: string[] = [];
    const die = (code: number | null): void => exits.forEach((listener) => listener(code));
    const child: Fake = {
      pid: children.length + 100,
      args,
      killed,
      onLine: (listener) => void lines.push(listener),
      onErrorLine: (listener) => void errors.push(listener),
      onExit: (listener) => void exits.push(listener),
      kill: (signal) => {
        killed.push(signal);
        if (signal === 'SIGKILL') die(null);
      },
      print: (line) => lines.forEach((listener) => listener(line)),
      complain: (line) => errors.forEach((listener) => listener(line)),
      die,
    };
    children.push(child);
    return child;
  };
  return { spawn, children };
};

const ready = (port: number): string => JSON.stringify({ ready: true, port, mode: 'live', pid: 1 });
const argsFor = (port: number | null): readonly string[] => ['server', '--port', String(port ?? 0)];

const supervised = () => {
  const { spawn, children } = spawner();
  const said: string[] = [];
  const server = superviseServer(spawn, argsFor, {
    onRestarted: () => said.push('restarted'),
    onDied: (code, delay_ms) => said.push(`died ${code} ${delay_ms}`),
    onErrorLine: () => undefined,
  });
  return { children, said, server };
};

test('a server that dies is started again on the port it had, with growing pauses', async () => {
  vi.useFakeTimers();
  try {
    const { children, said, server } = supervised();
    children[0]?.print('something else');
    children[0]?.print(ready(4711));
    expect(await server.first).toMatchObject({ ready: true, port: 4711 });
    for (const [index, delay_ms] of [250, 500, 1000, 2000, 5000, 5000].entries()) {
      children[index]?.die(null);
      await vi.advanceTimersByTimeAsync(0);
      expect(said.at(-1)).toBe(`died null ${delay_ms}`);
      await vi.advanceTimersByTimeAsync(delay_ms);
      expect(children[index + 1]?.args).toEqual(['server', '--port', '4711']);
    }
    children.at(-1)?.print(ready(4711));
    await vi.advanceTimersByTimeAsync(0);
    expect(said.at(-1)).toBe('restarted');
  } finally {
    vi.useRealTimers();
  }
});

test('a server that cannot start hands its own reason on and is not started again', async () => {
  const { children, server } = supervised();
  children[0]?.complain('jikim: port 1 is in use');
  children[0]?.print(JSON.stringify({ ready: false, reason: 'port-taken' }));
  children[0]?.die(2);
  expect(await server.first).toEqual({ ready: false, code: 2, line: 'port 1 is in use', reason: 'port-taken' });
  expect(children.length).toBe(1);
});

test('stopping asks first, insists after three seconds, and starts nothing again', async () => {
  vi.useFakeTimers();
  try {
    const { children, server } = supervised();
    children[0]?.print(ready(4711));
    await server.first;
    const stopped = server.stop();
    expect(children[0]?.killed).toEqual(['SIGTERM']);
    await vi.advanceTimersByTimeAsync(3000);
    expect(children[0]?.killed).toEqual(['SIGTERM', 'SIGKILL']);
    await stopped;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(children.length).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('once its end is expected, a server that ends by itself is neither told of nor started again', async () => {
  vi.useFakeTimers();
  try {
    const { children, said, server } = supervised();
    children[0]?.print(ready(4711));
    await server.first;
    server.expectEnd();
    children[0]?.die(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual([]);
    expect(children.length).toBe(1);
    await server.stop();
  } finally {
    vi.useRealTimers();
  }
});

test('a server that is still starting can be stopped', async () => {
  const { children, server } = supervised();
  const stopped = server.stop();
  expect(children[0]?.killed).toEqual(['SIGTERM']);
  children[0]?.die(0);
  await stopped;
});

test('lines are put together across chunks', () => {
  const lines: string[] = [];
  const push = splitLines((line) => lines.push(line));
  for (const chunk of ['a', 'b\nc\n', '', 'd', 'e\n', 'rest']) push(chunk);
  expect(lines).toEqual(['ab', 'c', 'de']);
});
