import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file so that a reader sees the old or the new one, never half of it, also after a power cut: a file beside it is
 * synced, then renamed over it. Mode 0600. Throws what the file system throws; the half-written file is removed then.
 */
export const replaceFile = (file: string, content: string | Uint8Array): void => {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    const handle = openSync(beside, 'w', 0o600);
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
};
