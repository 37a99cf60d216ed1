import type { DiskState } from '../world/disk.ts';
import type { Fault } from './fault.ts';

const diskOf = (name: string, state: DiskState, lasts_s: Fault['lasts_s']): Fault => ({
  name,
  lasts_s,
  explains: ['server-store', 'signed-out', 'catching-up'],
  begin: ({ server }) => {
    server.disk.set(state);
    return () => server.disk.set('good');
  },
});

export const diskFull = diskOf('disk full', 'full', [5, 120]);
export const diskLocked = diskOf('disk locked', 'locked', [5, 120]);
export const diskSlow = diskOf('disk slow', 'slow', [10, 90]);
export const diskHanging = diskOf('disk hanging', 'hanging', [3, 60]);
