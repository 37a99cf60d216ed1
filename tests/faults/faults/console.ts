import type { Fault } from './fault.ts';

/** Killed between any two steps, and started again in the same folder. */
export const consoleKilled: Fault = {
  name: 'console killed',
  lasts_s: [1, 40],
  explains: ['dark', 'link', 'catching-up', 'signed-out'],
  begin: ({ desks, look }, chance) => {
    const desk = chance.pick(desks);
    desk?.kill();
    look();
    return () => desk?.start();
  },
};

/** Its lid is closed: no timer runs, nothing is read, and the clock on the wall goes on. */
export const consoleSleeps: Fault = {
  name: 'console sleeps',
  lasts_s: [3, 90],
  // Woken, it shows what was told while it slept, until it hears the server again.
  explains: ['dark', 'link', 'catching-up', 'signed-out', 'clock', 'server-store'],
  begin: ({ desks, look }, chance) => {
    const desk = chance.pick(desks);
    desk?.machine.sleep();
    look();
    return () => {
      desk?.machine.wake();
      look();
    };
  },
};
