import type { ConsoleProcess } from '../../console/console.ts';
import type { Electron } from './facade.ts';

/**
 * Seconds since anybody touched this machine, or null where the system cannot tell. Some (Wayland without a service for it) always
 * answer 0, which would keep the console open for ever: a figure counts once it has ever been another.
 */
export const createSystemIdle = (electron: Pick<Electron, 'systemIdle_s'>): (() => number | null) => {
  let tells = false;
  return () => {
    const idle_s = electron.systemIdle_s();
    tells ||= idle_s > 0;
    return tells ? idle_s : null;
  };
};

/** Locks the console with the machine, and keeps the machine and its screen awake while somebody is signed in. */
export const watchAttendance = (
  electron: Pick<Electron, 'onScreenLock' | 'onSuspend' | 'keepAwake'>,
  jikim: Pick<ConsoleProcess, 'lock' | 'onAny' | 'snapshot'>,
): void => {
  electron.onScreenLock(() => jikim.lock('screen'));
  electron.onSuspend(() => jikim.lock('suspend'));
  jikim.onAny((name) => {
    if (name === 'session') electron.keepAwake(jikim.snapshot().session !== null);
  });
};
