import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SpawnTrainingServer } from '../../console/training/training.ts';
import type { SpawnChild } from './child.ts';
import { untilReady } from './ready.ts';
import { endChild } from './supervise.ts';

/**
 * Starts a training server on a free port, with a store of its own under `<data>/training-…` that is deleted when the
 * exercise ends. It is not restarted when it dies: an exercise that broke off is over.
 */
export const spawnTrainingServer =
  (spawnChild: SpawnChild, dataDir: string, onErrorLine: (line: string) => void): SpawnTrainingServer =>
  async ({ scenario, seed, token, onExit }) => {
    const data = mkdtempSync(join(dataDir, 'training-'));
    const forget = (): void => rmSync(data, { recursive: true, force: true });
    const args = ['server', '--mode', 'training', '--scenario', scenario, '--port', '0', '--data', data];
    const child = spawnChild(seed === null ? args : [...args, '--seed', String(seed)], {
      JIKIM_TRAINER_SESSION: token,
    });
    child.onErrorLine(onErrorLine);
    let asked = false;
    const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
    const ready = await untilReady(child);
    if (!ready.ready) {
      forget();
      throw new Error(ready.line ?? 'the training server did not start');
    }
    void ended.then(() => {
      if (!asked) onExit();
    });
    return {
      url: `http://127.0.0.1:${ready.port}`,
      stop: async () => {
        asked = true;
        await endChild(child, ended);
        forget();
      },
    };
  };
