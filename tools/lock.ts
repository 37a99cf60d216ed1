import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const WAIT_LIMIT_MS = 5 * 60_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const tryTake = (file: string): boolean => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return false;
  }
};

const removeIfAbandoned = (file: string): void => {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0 && !isAlive(pid)) rmSync(file, { force: true });
  } catch {
    // Removed by its owner in between: the next attempt takes it.
  }
};

/**
 * Runs `work` while no other process holds the same lock file; a lock whose owner has died is taken over.
 * @throws Error when the lock stays taken for five minutes.
 */
export const withLock = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = performance.now() + WAIT_LIMIT_MS;
  while (!tryTake(file)) {
    removeIfAbandoned(file);
    if (performance.now() > deadline) throw new Error(`another build holds ${file}`);
    await delay(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};
