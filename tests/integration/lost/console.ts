import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type {
  ApiCallArgs,
  ApiCallName,
  ApiCallResult,
  LinkState,
  PendingCommand,
} from '../../../shared/api/contract.ts';
import type { CallAnswer } from '../../../shared/api/wire.ts';
import { Entry } from '../../../shared/domain/incidents/entries.ts';

const CHILD = join(import.meta.dirname, 'consoleChild.ts');

/** A console process that can be killed at any moment. */
export type MortalConsole = {
  readonly pid: number;
  readonly ready: Promise<void>;
  /** @throws Error where the console refused, or ended before it answered. */
  readonly call: <K extends ApiCallName>(name: K, args: ApiCallArgs<K>) => Promise<ApiCallResult<K>>;
  /** Entries that windows were shown, in the order they were. */
  readonly shown: readonly Entry[];
  /** Presence frames that windows were sent. */
  readonly frames: () => number;
  readonly link: () => LinkState | null;
  readonly outbox: () => readonly PendingCommand[];
  readonly kill: () => void;
  readonly ended: Promise<number | null>;
};

type Line =
  | { readonly ready: true }
  | { readonly n: number; readonly answered: CallAnswer }
  | { readonly event: 'entries'; readonly payload: readonly unknown[] }
  | { readonly event: 'presence' }
  | { readonly event: 'link'; readonly payload: LinkState }
  | { readonly event: 'outbox'; readonly payload: readonly PendingCommand[] };

export const spawnConsole = (url: string, folder: string): MortalConsole => {
  const child = spawn(process.execPath, [CHILD, url, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined); // it was killed
  const waiting = new Map<number, { readonly done: (answer: CallAnswer) => void; readonly cut: () => void }>();
  const shown: Entry[] = [];
  let link: LinkState | null = null;
  let outbox: readonly PendingCommand[] = [];
  let frames = 0;
  let calls = 0;
  let dead = false;
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  createInterface({ input: child.stdout }).on('line', (text) => {
    // What the kill has cut in two was not said.
    if (!text.endsWith('}')) return;
    const line = JSON.parse(text) as Line; // the child's own lines
    if ('ready' in line) isReady();
    else if ('n' in line) waiting.get(line.n)?.done(line.answered);
    else if (line.event === 'presence') frames += 1;
    else if (line.event === 'entries') shown.push(...line.payload.map((entry) => Entry.parse(entry)));
    else if (line.event === 'link') link = line.payload;
    else outbox = line.payload;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      dead = true;
      isReady();
      for (const { cut } of waiting.values()) cut();
      resolve(code);
    });
  });
  return {
    ...{ ready, shown, ended, pid: child.pid ?? 0, frames: () => frames, link: () => link, outbox: () => outbox },
    kill: () => void child.kill('SIGKILL'),
    call: (name, args) =>
      new Promise((resolve, reject) => {
        if (dead) return reject(new Error('the console was killed'));
        calls += 1;
        const n = calls;
        waiting.set(n, {
          done: (answer) =>
            answer.ok
              ? resolve(answer.value as ApiCallResult<typeof name>) // checked by the console itself
              : reject(new Error(answer.message)),
          cut: () => reject(new Error('the console was killed')),
        });
        child.stdin.write(`${JSON.stringify({ n, name, args })}\n`);
      }),
  };
};
