import { z } from 'zod';
import { EpochMs } from './ids.ts';

/**
 * What a clock fault was first seen by: the wall clock jumped, it drifts away from the time that passes, it stood before the last entry at
 * the start, or the devices say otherwise.
 */
export const ClockFaultCause = z.enum(['step', 'drift', 'record', 'devices']);
export type ClockFaultCause = z.infer<typeof ClockFaultCause>;

/** Whether the clocks of the consoles say the same; 'unheard' where none tells its time. They confirm, they do not judge. */
export const ConsolesSay = z.enum(['same', 'otherwise', 'unheard']);
export type ConsolesSay = z.infer<typeof ConsolesSay>;

/**
 * What the server holds of its own clock. 'unjudged': too few devices are heard to know. `offset_s`: by how much the server machine's clock
 * is ahead of the time that alarms are evaluated by; negative where it is behind.
 */
export const ClockHealth = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('right') }).readonly(),
  z.strictObject({ state: z.literal('unjudged') }).readonly(),
  z.strictObject({ state: z.literal('fault'), since_ms: EpochMs, offset_s: z.int() }).readonly(),
]);
export type ClockHealth = z.infer<typeof ClockHealth>;
