import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { inRoot } from '../../../../../tools/root.ts';

/*
 * What Electron is given, not what it makes of it: it does not tell a program what its window was given, and these would not show
 * otherwise before somebody uses them. That the page has no Node and no way out is tried in a real Electron (tests/installed).
 */

const given = vi.hoisted((): BrowserWindowConstructorOptions[] => []);

vi.mock('electron', () => {
  const silent = (): unknown =>
    new Proxy(() => undefined, { get: (_target, name) => (name === 'then' ? undefined : silent()) });
  class BrowserWindow {
    readonly webContents = silent();
    constructor(options: BrowserWindowConstructorOptions) {
      given.push(options);
    }
  }
  const others = [
    'Menu',
    'Notification',
    'dialog',
    'ipcMain',
    'powerMonitor',
    'powerSaveBlocker',
    'protocol',
    'screen',
    'session',
  ];
  const app = { isPackaged: true };
  return { BrowserWindow, app, ...Object.fromEntries(others.map((name) => [name, silent()])) };
});

test('a window is given each guard of the page, and nothing beside them', async () => {
  const { electron } = await import('../../../../../main/shells/electron/adapter.ts');
  const bounds = { x: 0, y: 0, width: 1280, height: 800 };
  electron.openWindow({
    title: 't',
    preload: '/p.cjs',
    icon: null,
    place: { bounds, maximized: false, fullScreen: false },
  });
  expect(given.map(({ webPreferences }) => webPreferences)).toEqual([
    {
      preload: '/p.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  ]);
});

test('no address is handed to the system', () => {
  const sources = ['main', 'preload', 'renderer', 'shared'].flatMap((room) =>
    readdirSync(inRoot(room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(inRoot(room), file)),
  );
  expect(sources.length).toBeGreaterThan(400);
  expect(sources.filter((file) => /openExternal|openPath/.test(readFileSync(file, 'utf8')))).toEqual([]);
});
