import type { DiskState } from '../world/disk.ts';
import type { Fault } from './fault.ts';

const diskOf = (name: string, state: DiskState, lasts_s: Fault['lasts_s']): Omit<Fault, 'toBeSaid'> => ({
  name,
  lasts_s,
  explains: ['server-store', 'signed-out', 'catching-up'],
  begin: ({ server }) => server.disk.become(state),
});

/** Something is written every five seconds at least, to know, and a lock is waited for two. */
const toBeSaid: Fault['toBeSaid'] = { reason: 'server-store', within_ms: 9000 };

export const diskFull: Fault = { ...diskOf('disk full', 'full', [5, 120]), toBeSaid };
export const diskLocked: Fault = { ...diskOf('disk locked', 'locked', [5, 120]), toBeSaid };
export const diskSlow: Fault = diskOf('disk slow', 'slow', [10, 90]);
export const diskHanging: Fault = { ...diskOf('disk hanging', 'hanging', [3, 60]), toBeSaid };
