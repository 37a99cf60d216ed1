import type { ConsoleProcess } from '../../console/console.ts';
import { drawAttention } from './attention.ts';
import { watchAttendance } from './attendance.ts';
import { blockCapture } from './capture.ts';
import type { Electron } from './facade.ts';
import { installGuards } from './guards/install.ts';
import { registerIpc } from './ipc.ts';
import { menuOf } from './menu.ts';
import { SCHEME } from './origin.ts';
import { createPageServer } from './pages.ts';
import { createWindows } from './windows.ts';
import type { WindowPlaces } from './windowPlaces.ts';

/**
 * What must be said before Electron is ready. `profile` lies in the data folder: one console for each.
 * @returns false when another instance runs on it and this one must end.
 */
export const prepareShell = (electron: Electron, profile: string): boolean => {
  electron.useProfile(profile);
  electron.sandboxEverything();
  electron.registerScheme(SCHEME);
  // An alarm must sound although nobody has clicked yet.
  electron.allowSoundWithoutGesture();
  return electron.lockSingleInstance();
};

type ShellOptions = {
  readonly electron: Electron;
  readonly console: ConsoleProcess;
  /** Folder of the built renderer. */
  readonly pages: string;
  readonly preload: string;
  readonly icon: string | null;
  readonly places: WindowPlaces;
  readonly mapbox: boolean;
  readonly onRefused: (reason: string) => void;
  readonly onPageCrashed: (reason: string) => void;
};

/** Opens the console's window once Electron is ready: guards first, then pages, calls, what follows the console, the window. */
export const openShell = (options: ShellOptions): void => {
  const { electron, console: jikim, onRefused } = options;
  const windows = createWindows({
    electron,
    preload: options.preload,
    icon: options.icon,
    places: options.places,
    onCrashed: (reason) => {
      options.onPageCrashed(reason);
      jikim.restarted('page');
    },
  });

  installGuards(electron, { mapbox: options.mapbox }, onRefused);
  electron.serveScheme(SCHEME, createPageServer(options.pages, { mapbox: options.mapbox }));
  registerIpc({ electron, console: jikim, windows: windows.shown, onRefused });
  drawAttention({ electron, console: jikim, windows });
  watchAttendance(electron, jikim);
  blockCapture(jikim, windows);
  const actions = { newWindow: windows.open, lock: () => jikim.lock('request'), zoom: windows.zoom };
  const setMenu = (): void => {
    const { settings, session, lock } = jikim.snapshot();
    electron.setMenu(menuOf({ locale: settings.locale, canLock: session !== null && lock === null }, actions));
  };
  setMenu();
  jikim.onAny((name) => {
    if (name === 'settings' || name === 'session' || name === 'lock') setMenu();
  });
  electron.onSecondInstance(windows.bringUp);
  windows.open();
};
