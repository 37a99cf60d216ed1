import type { ConsoleProcess } from '../../console/console.ts';
import type { Electron } from './facade.ts';
import { installGuards } from './guards/install.ts';
import { registerIpc } from './ipc.ts';
import { watchAlarms } from './notifications.ts';
import { SCHEME } from './origin.ts';
import { createPageServer } from './pages.ts';
import { createWindows } from './windows.ts';

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
  readonly mapbox: boolean;
  readonly onRefused: (reason: string) => void;
  readonly onPageCrashed: (reason: string) => void;
};

const MENU = {
  ko: { window: '창', newWindow: '새 창', quit: '지킴 끝내기', edit: '편집', view: '보기' },
  en: { window: 'Window', newWindow: 'New window', quit: 'Quit Jikim', edit: 'Edit', view: 'View' },
} as const;

/** Opens the console's window once Electron is ready: guards first, then pages, calls, alarms, window. */
export const openShell = (options: ShellOptions): void => {
  const { electron, console: jikim, onRefused } = options;
  const windows = createWindows({
    electron,
    preload: options.preload,
    icon: options.icon,
    onCrashed: (reason) => {
      options.onPageCrashed(reason);
      jikim.restarted('page');
    },
  });

  installGuards(electron, { mapbox: options.mapbox }, onRefused);
  electron.serveScheme(SCHEME, createPageServer(options.pages, { mapbox: options.mapbox }));
  registerIpc({ electron, console: jikim, windows: windows.shown, onRefused });
  watchAlarms({ electron, console: jikim, windows });
  electron.setMenu(MENU[jikim.snapshot().settings.locale], { newWindow: windows.open });
  electron.onSecondInstance(windows.bringUp);
  windows.open();
};
