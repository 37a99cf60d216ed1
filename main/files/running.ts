import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './replaceFile.ts';

/** Where a server listens on this machine, and the people it watches over. Nothing in it is secret. */
const Running = z.strictObject({ port: z.int().min(1).max(65_535), scenario: z.string(), seed: z.int() }).readonly();
type Running = z.infer<typeof Running>;

const fileIn = (folder: string): string => join(folder, 'running.json');

/**
 * Notes in a server's folder (mode 0600) where it can be found by commands on the same machine. Answers with what removes the note at the
 * server's end; one that was killed leaves it, and nobody listens there then. Throws what the file system throws.
 */
export const noteRunning = (folder: string, running: Running): (() => void) => {
  replaceFile(fileIn(folder), JSON.stringify(running));
  return () => rmSync(fileIn(folder), { force: true });
};

/** What to do where the server that runs on a folder holds it: how another desk joins it, if it has left a note of where it listens. */
export const joinInstead = (folder: string): string => {
  const running = readRunning(folder);
  const join =
    running === null
      ? ''
      : `, or join the server there as another desk: jikim console --server http://127.0.0.1:${running.port}`;
  return `choose another with --data${join}`;
};

/** The server that runs on a folder, or was killed there; null where none has left a note that can be read. */
export const readRunning = (folder: string): Running | null => {
  try {
    const read = Running.safeParse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
};
