import {
  consoleClockBack,
  consoleClockDrifts,
  consoleClockForward,
  serverClockBack,
  serverClockDrifts,
  serverClockForward,
} from './clock.ts';
import { consoleKilled, consoleSleeps } from './console.ts';
import { massOutage, poison, tunnel } from './devices.ts';
import { diskFull, diskHanging, diskLocked, diskSlow } from './disk.ts';
import type { Fault } from './fault.ts';
import { linkCut, linkHalfOpen, linkSlow } from './link.ts';
import { commandThrows, orderThrows } from './rules.ts';
import { serverKilled } from './server.ts';

/** Everything that may be broken in a run. */
export const FAULTS: readonly Fault[] = [
  linkCut,
  linkHalfOpen,
  linkSlow,
  diskFull,
  diskLocked,
  diskSlow,
  diskHanging,
  serverKilled,
  consoleKilled,
  consoleSleeps,
  tunnel,
  massOutage,
  poison,
  serverClockBack,
  serverClockForward,
  serverClockDrifts,
  consoleClockBack,
  consoleClockForward,
  consoleClockDrifts,
  orderThrows,
  commandThrows,
];
