import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Mode } from '../../shared/domain/operators.ts';
import { err, ok } from '../../shared/domain/result.ts';
import type { Result } from '../../shared/domain/result.ts';
import { fail } from './fail.ts';

/**
 * The data folder asked for, else the one of that name under XDG_DATA_HOME/jikim or ~/.local/share/jikim: `data` for a server and the
 * console that started it, `desk` for a console that joins a server. Creates nothing.
 */
export const dataDir = (asked: string | undefined, name: 'data' | 'desk' = 'data'): string => {
  if (asked !== undefined && asked !== '') return resolve(asked);
  const home = process.env['XDG_DATA_HOME'];
  return join(home !== undefined && home !== '' ? home : join(homedir(), '.local', 'share'), 'jikim', name);
};

/** Creates a folder for this user only (mode 0700) and checks that it can be written. @returns its path, or one line that names it. */
export const tryWritableDir = (...parts: readonly string[]): Result<string, string> => {
  const folder = join(...parts);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(folder);
  } catch {
    return err(`the data folder cannot be written: ${folder} (choose another with --data)`);
  }
};

/** As `tryWritableDir`; ends the process where the folder cannot be written. */
export const writableDir = (...parts: readonly string[]): string => {
  const folder = tryWritableDir(...parts);
  return folder.ok ? folder.value : fail(folder.error, 'folder-unusable');
};

/** Folder of a mode's server inside the data folder: live and training share nothing. */
export const serverDir = (data: string, mode: Mode): string => join(data, mode === 'live' ? 'server' : 'training');

/**
 * A live record belongs to the people it is about: each scenario has a store of its own, so that no incident is ever shown beside
 * orders that it does not know.
 */
export const storeFile = (folder: string, mode: Mode, scenario: string): string =>
  join(folder, mode === 'live' ? `${scenario}.db` : 'training.db');
