import type { Electron } from '../facade.ts';

/** The page needs none of the browser's powers: no camera, location, clipboard reading, devices; alarms notify natively. */
export const guardPermissions = (electron: Electron, onRefused: (reason: string) => void): void =>
  electron.guardPermissions(() => {
    onRefused('shell:permission');
    return false;
  });
