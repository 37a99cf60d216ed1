import type { Machine } from '../world/machine.ts';
import type { World } from '../world/world.ts';
import type { Fault } from './fault.ts';

const MINUTE_MS = 60_000;

const stepOf = (name: string, by_ms: number, of: (world: World) => Machine): Omit<Fault, 'explains'> => ({
  name,
  lasts_s: [10, 100],
  begin: (world) => {
    const machine = of(world);
    machine.stepWall(by_ms);
    return () => machine.stepWall(-by_ms);
  },
});

const serverOf = ({ server }: World): Machine => server.machine;
const firstDeskOf = ({ desks, server }: World): Machine => desks[0]?.machine ?? server.machine;

/** The server has 5 s to find it, and a heartbeat and a wire to bring it to the desk. */
const CLOCK_FAULT: Pick<Fault, 'explains' | 'toBeSaid'> = {
  explains: ['clock'],
  toBeSaid: { reason: 'clock', within_ms: 6000 },
};

/** Somebody, or a time server that is wrong itself, sets a clock and sets it right again. */
export const serverClockBack: Fault = {
  ...stepOf('server clock back 1 h', -60 * MINUTE_MS, serverOf),
  ...CLOCK_FAULT,
};
export const serverClockForward: Fault = {
  ...stepOf('server clock forward 31 min', 31 * MINUTE_MS, serverOf),
  ...CLOCK_FAULT,
};
export const consoleClockBack: Fault = {
  ...stepOf('console clock back 1 h', -60 * MINUTE_MS, firstDeskOf),
  explains: [],
};
export const consoleClockForward: Fault = {
  ...stepOf('console clock forward 1 h', 60 * MINUTE_MS, firstDeskOf),
  explains: [],
};

const driftOf = (name: string, of: (world: World) => Machine): Fault => ({
  name,
  lasts_s: [60, 110],
  explains: ['clock'],
  begin: (world) => {
    const machine = of(world);
    machine.drift(60 / 3600);
    return () => machine.drift(0);
  },
});

/** Clocks run fast by a minute in an hour. */
export const serverClockDrifts = driftOf('server clock drifts', serverOf);
export const consoleClockDrifts = driftOf('console clock drifts', firstDeskOf);
