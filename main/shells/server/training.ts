import type { SpawnTrainingServer } from '../../console/training/training.ts';
import type { SpawnChild } from './child.ts';
import { untilReady } from './ready.ts';
import { endChild } from './supervise.ts';

/**
 * Starts a training server on a free port. It keeps its store apart from the live one, in a folder of its own, and empties
 * it at each start. It is not restarted when it dies: an exercise that broke off is over.
 */
export const spawnTrainingServer =
  (spawnChild: SpawnChild, data: string, onErrorLine: (line: string) => void): SpawnTrainingServer =>
  async ({ scenario, seed, token, onExit }) => {
    const args = ['server', '--mode', 'training', '--scenario', scenario, '--port', '0', '--data', data];
    const child = spawnChild(seed === null ? args : [...args, '--seed', String(seed)], {
      JIKIM_TRAINER_SESSION: token,
    });
    child.onErrorLine(onErrorLine);
    let asked = false;
    const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
    const ready = await untilReady(child);
    if (!ready.ready) throw new Error(ready.line ?? 'the training server did not start');
    void ended.then(() => {
      if (!asked) onExit();
    });
    return {
      url: `http://127.0.0.1:${ready.port}`,
      stop: async () => {
        asked = true;
        await endChild(child, ended);
      },
    };
  };
