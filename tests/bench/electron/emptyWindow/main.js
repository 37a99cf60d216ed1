// The least that can be called a console's window: Electron, one window, one static page with a form. No script, no style.
import { app, BrowserWindow } from 'electron';

const PAGE = `<!doctype html><html lang="ko"><meta charset="utf-8"><title>bare</title>
<form><input name="name"><input type="password" name="password"><button>Sign in</button></form>`;

// Electron is ready only once this module has been run to its end, so nothing here waits for it.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1600, height: 960, show: false });
  window.once('ready-to-show', () => window.show());
  return window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(PAGE)}`);
});
