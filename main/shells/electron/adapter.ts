import {
  BrowserWindow,
  Menu,
  Notification,
  app,
  dialog,
  ipcMain,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
} from 'electron';
import type { MenuItemConstructorOptions, Session } from 'electron';
import type { Electron, MenuItem, Stoppable, Window, WindowOptions } from './facade.ts';

/*
 * The one file that calls Electron. Nothing here decides: it fits Electron's calls to the facade, and the compiler checks
 * that against Electron's own types.
 */

/** Sessions that there are and any that is made later: a guard that only the first one has can be walked around. */
const forEverySession = (configure: (each: Session) => void): void => {
  configure(session.defaultSession);
  app.on('session-created', configure);
};

const openWindow = ({ title, preload, icon, place }: WindowOptions): Window => {
  const window = new BrowserWindow({
    title,
    ...place.bounds,
    fullscreen: place.fullScreen,
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
  if (place.maximized) window.once('show', () => window.maximize());
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
    place: () => ({
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    }),
    moveTo: (bounds) => window.setBounds(bounds),
    onPlaced: (listener) => {
      window.on('resize', listener).on('move', listener).on('maximize', listener).on('unmaximize', listener);
      window.on('enter-full-screen', listener).on('leave-full-screen', listener);
    },
    setZoom: (factor) => window.webContents.setZoomFactor(factor),
    onZoomAsked: (listener) => void window.webContents.on('zoom-changed', (_event, direction) => listener(direction)),
    flash: (on) => {
      if (!window.isDestroyed()) window.flashFrame(on);
    },
    onBlur: (listener) => void window.on('blur', listener),
    blockCapture: (on) => window.setContentProtection(on),
    onLoaded: (listener) => void window.webContents.on('dom-ready', listener),
    onReadyToShow: (listener) => void window.once('ready-to-show', listener),
    onClosed: (listener) => void window.once('closed', listener),
    onPageGone: (listener) => {
      window.webContents.on('render-process-gone', (_event, { reason }) => listener(reason));
      // A page that hangs shows an old picture and sounds no alarm: worse than one that is seen to start again.
      window.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
    },
  };
};

const menuItem = (item: MenuItem): readonly MenuItemConstructorOptions[] => {
  switch (item.kind) {
    case 'separator':
      return [{ type: 'separator' }];
    case 'role':
      if (item.keys === null) return [{ role: item.role, label: item.label, registerAccelerator: false }];
      // macOS shows the keys of a role by itself, and has others for some.
      if (process.platform === 'darwin') return [{ role: item.role, label: item.label }];
      return [{ role: item.role, label: item.label, accelerator: item.keys }];
    case 'action': {
      const { label, enabled, run: click } = item;
      const shown = { label, enabled, click, accelerator: item.keys };
      const hidden = { ...shown, visible: false, acceleratorWorksWhenHidden: true };
      return item.also === undefined ? [shown] : [shown, { ...hidden, accelerator: item.also }];
    }
  }
};

/** Electron tells of a locked screen on Windows and macOS; under X11 it can be asked whether the screen saver covers it. */
const SCREEN_SAVER_LOOK_MS = 2000;
let awake: number | null = null;
let bouncing: number | null = null;

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
  setMenu: (menus) =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(menus.map(({ label, items }) => ({ label, submenu: items.flatMap(menuItem) }))),
    ),
  screens: () => {
    const main = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
    return [main.workArea, ...others.map(({ workArea }) => workArea)];
  },
  onScreensChanged: (listener) => {
    screen.on('display-removed', listener).on('display-added', listener).on('display-metrics-changed', listener);
  },
  canBlockCapture: process.platform === 'win32' || process.platform === 'darwin',
  setBadge: (count) => void app.setBadgeCount(count),
  bounce: (on) => {
    if (bouncing !== null) app.dock?.cancelBounce(bouncing);
    bouncing = on ? (app.dock?.bounce('critical') ?? null) : null;
  },
  systemIdle_s: () => powerMonitor.getSystemIdleTime(),
  isMuted: () =>
    app.commandLine.hasSwitch('mute-audio') ||
    BrowserWindow.getAllWindows().every((window) => window.webContents.isAudioMuted()),
  onScreenLock: (listener) => {
    powerMonitor.on('lock-screen', listener);
    if (process.platform !== 'linux') return;
    setInterval(() => {
      if (powerMonitor.getSystemIdleState(1) === 'locked') listener();
    }, SCREEN_SAVER_LOOK_MS);
  },
  onSuspend: (listener) => void powerMonitor.on('suspend', listener),
  keepAwake: (on) => {
    if (on === (awake !== null)) return;
    if (awake !== null) powerSaveBlocker.stop(awake);
    awake = on ? powerSaveBlocker.start('prevent-display-sleep') : null;
  },
  showError: (title, text) => dialog.showErrorBox(title, text),
  notify: ({ title, body }, onClick) => {
    const notification = new Notification({ title, body, urgency: 'critical', timeoutType: 'never' });
    notification.on('click', onClick);
    notification.show();
  },
  allowSoundWithoutGesture: () => app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required'),
  exit: (code) => app.exit(code),
};
