import { pino } from 'pino';
import type { Logger } from 'pino';

/**
 * Log of a process: one JSON line per event on stderr. Lines carry counts, reasons and ids of processes; never a coordinate,
 * a name or free text, which is why no object is ever logged whole.
 */
export const createLog = (room: string): Logger =>
  pino(
    { level: process.env['JIKIM_LOG'] ?? 'info', base: { room, pid: process.pid } },
    pino.destination({ dest: 2, sync: true }),
  );

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;
