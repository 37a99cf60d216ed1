import { writeFile } from 'node:fs/promises';
import type { SaveFile } from '../../console/handlers.ts';
import type { Electron } from './facade.ts';

/**
 * Writes a file where the operator says, for this user only. The page chooses neither its bytes nor its place: what is written is what the
 * console process has made.
 */
export const saveFile =
  (electron: Pick<Electron, 'askWhereToSave'>): SaveFile =>
  async ({ fileName, bytes }) => {
    const path = await electron.askWhereToSave(fileName);
    if (path === null) return 'cancelled';
    try {
      await writeFile(path, bytes, { mode: 0o600 });
      return 'saved';
    } catch {
      return 'failed'; // a full disk, a folder that cannot be written: said on the screen, and it can be saved elsewhere
    }
  };
