import { consoleKilled } from '../faults/console.ts';
import { serverClockBack, serverClockForward } from '../faults/clock.ts';
import { diskFull, diskHanging, diskLocked, diskSlow } from '../faults/disk.ts';
import type { Fault } from '../faults/fault.ts';
import { linkCut, linkHalfOpen } from '../faults/link.ts';
import { commandThrows, orderThrows } from '../faults/rules.ts';
import { serverKilled } from '../faults/server.ts';
import type { Plant } from './planted.ts';

/**
 * A guard that is taken away, what is broken meanwhile, and the judge that must notice; `firstSeed` is where to begin to look, so that it need not
 * be looked for long.
 */
export type Planting = {
  readonly what: Plant;
  readonly faults: readonly Fault[];
  readonly caughtBy: string;
  readonly firstSeed: number;
};

export const PLANTINGS: readonly Planting[] = [
  { what: 'the server trusts its own clock', faults: [serverClockBack], caughtBy: 'ringing', firstSeed: 1 },
  { what: 'the server trusts its own clock', faults: [serverClockForward], caughtBy: 'said', firstSeed: 1 },
  { what: 'what the record refuses is told to nobody', faults: [diskFull], caughtBy: 'ringing', firstSeed: 1 },
  { what: 'the server never says that its store refuses', faults: [diskLocked], caughtBy: 'said', firstSeed: 1 },
  {
    what: 'no desk is told of an order that is not watched over',
    faults: [orderThrows],
    caughtBy: 'ringing',
    firstSeed: 9,
  },
  {
    what: 'a command that cannot be decided is sent for ever',
    faults: [commandThrows],
    caughtBy: 'settled',
    firstSeed: 1,
  },
  {
    what: 'commands are carried out however old they are',
    faults: [{ ...linkCut, lasts_s: [60, 100] }],
    caughtBy: 'life',
    firstSeed: 1,
  },
  { what: 'a console waits for its heartbeat for ever', faults: [linkHalfOpen], caughtBy: 'ringing', firstSeed: 1 },
  { what: 'a console asks for no entry that it has missed', faults: [linkCut], caughtBy: 'settled', firstSeed: 1 },
  {
    what: 'a command that was not answered is taken for done',
    faults: [diskFull, serverKilled],
    caughtBy: 'record',
    firstSeed: 1,
  },
  {
    what: 'an old head of the log is told as the newest',
    faults: [diskSlow, diskHanging],
    caughtBy: 'settled',
    firstSeed: 1,
  },
  { what: 'nothing that rings unanswered is passed on', faults: [consoleKilled], caughtBy: 'escalation', firstSeed: 1 },
];
