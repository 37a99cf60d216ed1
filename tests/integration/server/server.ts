import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CLI = join(ROOT, 'main', 'cli.ts');
const SCENARIO = join(import.meta.dirname, 'fixtures', 'quiet.yaml');

const Ready = z.object({ ready: z.literal(true), port: z.int(), mode: z.string(), pid: z.int() });
const Devices = z.array(z.object({ deviceId: z.string(), personId: z.string(), token: z.string() }));

export type Running = {
  readonly port: number;
  readonly pid: number;
  readonly mode: string;
  /** Everything the server has logged. */
  readonly log: () => string;
  /** Ends the server and waits until it is gone; gives its exit code. */
  readonly stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
};

/** A data folder of the test's own; remove it with `drop`. */
export const dataFolder = (): { readonly path: string; readonly drop: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'jikim-server-'));
  return { path, drop: () => rmSync(path, { recursive: true, force: true }) };
};

/** Writes a policy whose stories end with their last incident, into a data folder: there closing deletes at once. Gives the file. */
export const policyWithoutStories = (data: string): string => {
  const file = join(data, 'policy.yaml');
  const text = readFileSync(join(ROOT, 'assets', 'policy.yaml'), 'utf8');
  writeFileSync(file, text.replace(/(?<=^story:.*\n {2}within_s: )\d+/m, '0'));
  return file;
};

const argsOf = (data: string, more: readonly string[]): readonly string[] => [
  ...[CLI, 'server', '--scenario', SCENARIO, '--data', data],
  ...(more.includes('--port') ? more : ['--port', '0', ...more]),
];

/** Starts the real server in a process of its own and waits for its ready line. */
export const startServer = async (
  data: string,
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Running> => {
  const child = spawn(process.execPath, argsOf(data, more), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    ended.then((code) => Promise.reject(new Error(`the server ended with ${code}: ${log}`))),
  ]);
  const { port, mode, pid } = Ready.parse(JSON.parse(line));
  return {
    ...{ port, pid, mode, log: () => log },
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
};

/** Runs the server where it is not expected to start; gives exit code and what it said. */
export const failToStart = (
  data: string,
  more: readonly string[] = [],
): { readonly code: number | null; readonly said: string } => {
  const done = spawnSync(process.execPath, argsOf(data, more), { encoding: 'utf8', timeout: 30_000 });
  return { code: done.status, said: done.stderr };
};

/** Device tokens as `jikim devices` lists them, by person. */
export const deviceTokens = (
  data: string,
  scenario: string = SCENARIO,
): ReadonlyMap<string, { readonly deviceId: string; readonly token: string }> => {
  const out = execFileSync(process.execPath, [CLI, 'devices', '--data', data, '--scenario', scenario, '--json']);
  return new Map(Devices.parse(JSON.parse(out.toString())).map((device) => [device.personId, device]));
};

/** Waits until a condition holds, at most `within_ms`. */
export const until = async (what: string, holds: () => boolean, within_ms = 5000): Promise<void> => {
  const end = Date.now() + within_ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited ${within_ms} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
