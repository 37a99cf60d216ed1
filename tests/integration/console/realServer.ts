import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';

const Device = z.object({ deviceId: z.string(), role: z.enum(['offender', 'victim']), token: z.string() });

export type RealServer = {
  readonly port: number;
  readonly url: string;
  readonly signal: (name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM') => void;
  readonly ended: Promise<void>;
};

/** Starts `jikim server` from source on the given port (0 = a free one). @throws Error when it does not become ready. */
export const startServer = async (
  data: string,
  port: number,
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<RealServer> => {
  const child: ChildProcess = spawn(
    process.execPath,
    ['main/cli.ts', 'server', '--scenario', 'evening', '--port', String(port), '--data', data, ...more],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...env } },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { stdout } = child;
  if (stdout === null) throw new Error('server: no stdout');
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: stdout }).once('line', resolve)),
    ended.then(() => Promise.reject(new Error('server: ended before it was ready'))),
  ]);
  const ready = JSON.parse(line) as { readonly port: number }; // the server's own ready line
  return {
    port: ready.port,
    url: `http://127.0.0.1:${ready.port}`,
    signal: (name) => void child.kill(name),
    ended,
  };
};

/** Presses the emergency button of a victim of the evening: the quickest way to an incident. */
export const pressSos = async (server: RealServer, data: string): Promise<void> => {
  const args = ['main/cli.ts', 'devices', '--json', '--data', data];
  // Not in this thread: it has heartbeats to hear.
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const victim = z
    .array(Device)
    .parse(JSON.parse(stdout))
    .find(({ role }) => role === 'victim');
  if (victim === undefined) throw new Error('the evening has no victim');
  const answer = await fetch(`${server.url}/sos`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${victim.token}` },
    body: JSON.stringify({ deviceId: victim.deviceId }),
  });
  if (!answer.ok) throw new Error(`sos: ${answer.status}`);
};
