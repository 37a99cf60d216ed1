import type { Fault } from './fault.ts';

/** Killed between any two steps, and started again on the same store. */
export const serverKilled: Fault = {
  name: 'server killed',
  lasts_s: [1, 20],
  explains: ['link', 'catching-up', 'signed-out'],
  begin: ({ server }) => {
    server.kill();
    return () => void server.start();
  },
};
