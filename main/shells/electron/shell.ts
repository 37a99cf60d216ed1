import type { ConsoleProcess } from '../../console/console.ts';
import type { Electron, Window } from './facade.ts';
import { installGuards } from './guards/install.ts';
import { registerIpc } from './ipc.ts';
import { watchAlarms } from './notifications.ts';
import { PAGE_URL, SCHEME } from './origin.ts';
import { createPageServer } from './pages.ts';

/**
 * What must be said before Electron is ready. `profile` lies in the data folder: one console for each.
 * @returns false when another instance runs on it and this one must end.
 */
export const prepareShell = (electron: Electron, profile: string): boolean => {
  electron.useProfile(profile);
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
};

const MENU = {
  ko: { quit: '지킴 끝내기', edit: '편집', view: '보기' },
  en: { quit: 'Quit Jikim', edit: 'Edit', view: 'View' },
} as const;

/** Opens the console's window once Electron is ready: guards first, then pages, calls, alarms, window. */
export const openShell = (options: ShellOptions): void => {
  const { electron, console: jikim, onRefused } = options;
  let windows: readonly Window[] = [];
  const shown = (): readonly Window[] => windows;

  installGuards(electron, onRefused);
  electron.serveScheme(SCHEME, createPageServer(options.pages, { mapbox: options.mapbox }));
  registerIpc({ electron, console: jikim, windows: shown, onRefused });
  watchAlarms({ electron, console: jikim, windows: shown });
  electron.setMenu(MENU[jikim.snapshot().settings.locale]);
  electron.onSecondInstance(() => {
    windows[0]?.show();
    windows[0]?.focus();
  });

  const window = electron.openWindow({ title: '지킴 Jikim', preload: options.preload, icon: options.icon });
  windows = [window];
  window.onReadyToShow(window.show);
  window.onClosed(() => {
    windows = windows.filter((other) => other !== window);
  });
  window.load(PAGE_URL);
};
