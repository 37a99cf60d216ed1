import { BrowserWindow, Menu, Notification, app, dialog, ipcMain, powerMonitor, protocol, session } from 'electron';
import type { Session } from 'electron';
import type { Electron, Stoppable, Window, WindowOptions } from './facade.ts';

/*
 * The one file that calls Electron. Nothing here decides: it fits Electron's calls to the facade, and the compiler checks
 * that against Electron's own types.
 */

/** Sessions that there are and any that is made later: a guard that only the first one has can be walked around. */
const forEverySession = (configure: (each: Session) => void): void => {
  configure(session.defaultSession);
  app.on('session-created', configure);
};

const openWindow = ({ title, preload, icon }: WindowOptions): Window => {
  const window = new BrowserWindow({
    title,
    width: 1600,
    height: 960,
    minWidth: 1180,
    minHeight: 720,
    show: false,
    backgroundColor: '#0e1420',
    autoHideMenuBar: true,
    ...(icon === null ? {} : { icon }),
    webPreferences: {
      preload,
      // Each of these is Electron's default today; they are said here so that no change of default can undo them.
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      // In a package nobody looks into the page; a checkout can be changed anyway.
      devTools: !app.isPackaged,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A console in the background still has to sound.
      backgroundThrottling: false,
    },
  });
  return {
    load: (url) => void window.loadURL(url),
    send: (channel, payload) => {
      if (!window.isDestroyed()) window.webContents.send(channel, payload);
    },
    show: () => {
      if (window.isMinimized()) window.restore();
      window.show();
    },
    focus: () => window.focus(),
    isFocused: () => !window.isDestroyed() && window.isFocused(),
    onReadyToShow: (listener) => void window.once('ready-to-show', listener),
    onClosed: (listener) => void window.once('closed', listener),
    onPageGone: (listener) => {
      window.webContents.on('render-process-gone', (_event, { reason }) => listener(reason));
      // A page that hangs shows an old picture and sounds no alarm: worse than one that is seen to start again.
      window.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
    },
  };
};

export const electron: Electron = {
  isPackaged: app.isPackaged,
  hasSwitch: (name) => app.commandLine.hasSwitch(name),
  whenReady: () => app.whenReady(),
  useProfile: (folder) => app.setPath('userData', folder),
  lockSingleInstance: () => app.requestSingleInstanceLock(),
  onSecondInstance: (listener) => void app.on('second-instance', listener),
  onAllClosed: (listener) => void app.on('window-all-closed', listener),
  onQuit: (listener) => void app.on('before-quit', listener),
  onSystemEnd: (listener) => {
    // Windows tells each window, Linux and macOS the power monitor.
    app.on('browser-window-created', (_event, window) => window.on('session-end', listener));
    // The event is documented, though Electron's types leave it out: stopped, the system waits for our end a while.
    powerMonitor.on('shutdown', (event?: Stoppable) => {
      event?.preventDefault();
      listener();
    });
  },
  closeWindows: () => BrowserWindow.getAllWindows().forEach((window) => window.destroy()),
  onContents: (listener) =>
    void app.on('web-contents-created', (_event, contents) =>
      listener({
        onNavigate: (navigate) => {
          contents.on('will-frame-navigate', navigate);
          contents.on('will-redirect', navigate);
        },
        onArrived: (listener) => void contents.on('did-navigate', (_navigated, url) => listener(url)),
        load: (url) => void contents.loadURL(url),
        onAttachWebview: (attach) => void contents.on('will-attach-webview', attach),
        answerWindowOpen: (answer) => contents.setWindowOpenHandler(() => ({ action: answer() })),
        closeWebRtc: () => contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp'),
      }),
    ),
  guardPermissions: (guard) =>
    forEverySession((each) => {
      each.setPermissionRequestHandler((_contents, permission, answer, details) =>
        answer(guard(permission, 'requestingUrl' in details ? details.requestingUrl : '')),
      );
      each.setPermissionCheckHandler((_contents, permission, origin) => guard(permission, origin));
      each.setDevicePermissionHandler(({ deviceType, origin }) => guard(deviceType, origin));
      // No stream is given, whatever the guard says: there is none to choose.
      each.setDisplayMediaRequestHandler(({ securityOrigin }, answer) => {
        guard('display-capture', securityOrigin);
        answer({});
      });
    }),
  guardRequests: (isAllowed) =>
    forEverySession((each) =>
      each.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowed(url) })),
    ),
  onDownload: (listener) => forEverySession((each) => each.on('will-download', listener)),
  disableSpellCheck: () =>
    forEverySession((each) => {
      each.setSpellCheckerEnabled(false);
      // macOS has a checker of its own, whose languages are the system's.
      if (process.platform !== 'darwin') each.setSpellCheckerLanguages([]);
    }),
  sandboxEverything: () => app.enableSandbox(),
  registerScheme: (scheme) =>
    protocol.registerSchemesAsPrivileged([
      { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]),
  serveScheme: (scheme, answer) => protocol.handle(scheme, ({ url, method }) => answer({ url, method })),
  handle: (channel, handler) =>
    ipcMain.handle(channel, (event, args: unknown) => {
      const frame = event.senderFrame;
      const sender = {
        frameUrl: frame?.url ?? null,
        isTopFrame: frame !== null && frame.parent === null,
        isWindow: BrowserWindow.getAllWindows().some(({ webContents }) => webContents === event.sender),
      };
      return handler(sender, args);
    }),
  openWindow,
  askWhereToSave: async (fileName) => {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    const options = { defaultPath: fileName };
    const asked = await (window === undefined
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(window, options));
    return asked.canceled || asked.filePath === '' ? null : asked.filePath;
  },
  setMenu: (labels, { newWindow }) =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
        {
          label: labels.window,
          submenu: [
            { label: labels.newWindow, accelerator: 'CmdOrCtrl+N', click: newWindow },
            { type: 'separator' },
            { role: 'quit', label: labels.quit },
          ],
        },
        { label: labels.edit, submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
        {
          label: labels.view,
          submenu: [{ role: 'reload' }, { role: 'togglefullscreen' }],
        },
      ]),
    ),
  notify: ({ title, body }, onClick) => {
    const notification = new Notification({ title, body, urgency: 'critical', timeoutType: 'never' });
    notification.on('click', onClick);
    notification.show();
  },
  allowSoundWithoutGesture: () => app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required'),
  exit: (code) => app.exit(code),
};
