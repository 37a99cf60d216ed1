import { pino } from 'pino';
import type { Logger } from 'pino';

/**
 * Log of a process: one JSON line per event on stderr, and wherever `also` writes it. Lines carry counts, reasons and ids of processes; never a coordinate,
 * a name or free text, which is why no object is ever logged whole.
 */
export const createLog = (room: string, also: (line: string) => void = () => undefined): Logger => {
  const terminal = pino.destination({ dest: 2, sync: true });
  const level = process.env['JIKIM_LOG'] ?? 'info';
  return pino(
    { level, base: { room, pid: process.pid } },
    {
      write: (line: string) => {
        terminal.write(line);
        also(line);
      },
    },
  );
};

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;
