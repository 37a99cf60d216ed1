import { copyFileSync, rmSync } from 'node:fs';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { z } from 'zod';
import type { Packaged } from './packages.ts';

/** Lends a copy of a package's binary that has Node's inspector, which its fuses refuse otherwise, for a piece of work. */
export const withInspector = async <T>(of: Packaged, work: (binary: string) => Promise<T>): Promise<T> => {
  const binary = `${of.binary}-inspected`;
  copyFileSync(of.binary, binary);
  try {
    await flipFuses(binary, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
    return await work(binary);
  } finally {
    rmSync(binary, { force: true });
  }
};

/** Where the inspector listens, from what a copy has printed; empty where it has not said so yet. */
export const inspectorAddress = (printed: string): string => /Debugger listening on (ws:\S+)/.exec(printed)?.[1] ?? '';

const Answer = z.object({ result: z.object({ result: z.object({ value: z.unknown() }) }) });

/** Runs an expression in the main process of a copy that has Node's inspector, by the inspector's own protocol. */
export const evaluateInMain = async (address: string, expression: string): Promise<unknown> => {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
  });
  const answer = new Promise<string>((resolve) =>
    socket.addEventListener('message', ({ data }) => resolve(String(data))),
  );
  const params = { expression, awaitPromise: true, returnByValue: true };
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
  const { result } = Answer.parse(JSON.parse(await answer));
  socket.close();
  return result.result.value;
};

/** Electron's own module, in an expression for `evaluateInMain`. */
export const ELECTRON = `process.getBuiltinModule('node:module').createRequire(process.resourcesPath + '/x')('electron')`;
