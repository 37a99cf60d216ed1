import type {
  Contents,
  Electron,
  PermissionGuard,
  Sender,
  Window,
  WindowOptions,
} from '../../../../../main/shells/electron/facade.ts';

type Handler = (sender: Sender, args: unknown) => Promise<unknown>;

/** A page as the double sees it: what the guards have hung on it. */
export type FakeContents = {
  /** Tries to go somewhere. @returns true when nothing stopped it. */
  readonly navigate: (url: string) => boolean;
  readonly attachWebview: () => boolean;
  readonly open: () => string;
  readonly closed: readonly string[];
  /** Has come somewhere without anybody having been asked. */
  readonly arrive: (url: string) => void;
  readonly loaded: readonly string[];
};

/** A typed double of Electron: it keeps what it was told. It shows that our code asks the right things, not that Electron does them. */
export type ElectronDouble = {
  readonly electron: Electron;
  readonly newContents: () => FakeContents;
  readonly invoke: (channel: string, sender: Sender, args: unknown) => Promise<unknown>;
  readonly channels: () => readonly string[];
  readonly permission: PermissionGuard;
  readonly request: (url: string) => boolean;
  /** Tries to write a file. @returns true when nothing stopped it. */
  readonly download: () => boolean;
  readonly sent: { readonly channel: string; readonly payload: unknown }[];
  readonly notified: { readonly title: string; readonly body: string; readonly click: () => void }[];
  readonly windows: WindowOptions[];
  readonly log: string[];
  readonly fetch: (url: string, method?: string) => Response;
  readonly closeAll: () => void;
  /** Asks it to quit. @returns true when nothing stopped it. */
  readonly quit: () => boolean;
  readonly endSystem: () => void;
  readonly crashPage: (reason: string) => void;
  readonly setFocused: (focused: boolean) => void;
};

export const electronDouble = (isFirst = true): ElectronDouble => {
  const onContents: ((contents: Contents) => void)[] = [];
  const handlers = new Map<string, Handler>();
  const sent: ElectronDouble['sent'] = [];
  const notified: ElectronDouble['notified'] = [];
  const windows: WindowOptions[] = [];
  const log: string[] = [];
  let permission: PermissionGuard = () => true;
  let serve: (request: { url: string; method: string }) => Response = () => new Response(null, { status: 500 });
  const allClosed: (() => void)[] = [];
  const quitting: ((event: { preventDefault: () => void }) => void)[] = [];
  const systemEnds: (() => void)[] = [];
  let focused = false;
  let isAllowed: (url: string) => boolean = () => true;
  const downloads: ((event: { preventDefault: () => void }) => void)[] = [];
  let pageGone: (reason: string) => void = () => undefined;

  const stoppable = (run: (event: { preventDefault: () => void }) => void): boolean => {
    let stopped = false;
    run({ preventDefault: () => (stopped = true) });
    return !stopped;
  };
  const newContents = (): FakeContents => {
    const navigation: ((event: { url: string; preventDefault: () => void }) => void)[] = [];
    const webview: ((event: { preventDefault: () => void }) => void)[] = [];
    const closed: string[] = [];
    const loaded: string[] = [];
    const arrivals: ((url: string) => void)[] = [];
    let answer: () => string = () => 'allow';
    for (const listener of onContents) {
      listener({
        onNavigate: (guard) => void navigation.push(guard),
        onArrived: (guard) => void arrivals.push(guard),
        load: (url) => void loaded.push(url),
        onAttachWebview: (guard) => void webview.push(guard),
        answerWindowOpen: (guard) => (answer = guard),
        closeWebRtc: () => void closed.push('webRtc'),
      });
    }
    return {
      navigate: (url) => stoppable((event) => navigation.forEach((guard) => guard({ ...event, url }))),
      attachWebview: () => stoppable((event) => webview.forEach((guard) => guard(event))),
      open: () => answer(),
      closed,
      arrive: (url) => arrivals.forEach((guard) => guard(url)),
      loaded,
    };
  };
  const window: Window = {
    load: (url) => void log.push(`load ${url}`),
    send: (channel, payload) => void sent.push({ channel, payload }),
    show: () => void log.push('show'),
    focus: () => void log.push('focus'),
    isFocused: () => focused,
    onReadyToShow: () => undefined,
    onClosed: () => undefined,
    onPageGone: (listener) => (pageGone = listener),
  };
  const electron: Electron = {
    whenReady: async () => undefined,
    useProfile: (folder) => void log.push(`profile ${folder}`),
    lockSingleInstance: () => isFirst,
    onSecondInstance: () => undefined,
    onAllClosed: (listener) => void allClosed.push(listener),
    onQuit: (listener) => void quitting.push(listener),
    onSystemEnd: (listener) => void systemEnds.push(listener),
    closeWindows: () => void log.push('close windows'),
    onContents: (listener) => void onContents.push(listener),
    guardPermissions: (guard) => (permission = guard),
    guardRequests: (guard) => (isAllowed = guard),
    onDownload: (listener) => void downloads.push(listener),
    disableSpellCheck: () => void log.push('no spell check'),
    sandboxEverything: () => void log.push('sandbox'),
    registerScheme: (scheme) => void log.push(`scheme ${scheme}`),
    serveScheme: (_scheme, answer) => (serve = answer),
    handle: (channel, handler) => void handlers.set(channel, handler),
    openWindow: (options) => {
      windows.push(options);
      log.push(`guards before window: ${onContents.length}`);
      return window;
    },
    isPackaged: false,
    hasSwitch: () => false,
    askWhereToSave: async () => null,
    setMenu: () => undefined,
    notify: (text, click) => void notified.push({ ...text, click }),
    allowSoundWithoutGesture: () => void log.push('sound'),
    exit: (code) => void log.push(`exit ${code}`),
  };
  return {
    electron,
    newContents,
    invoke: (channel, sender, args) => handlers.get(channel)?.(sender, args) ?? Promise.reject(new Error('no handler')),
    channels: () => [...handlers.keys()],
    request: (url) => isAllowed(url),
    download: () => stoppable((event) => downloads.forEach((listener) => listener(event))),
    permission: (name, origin) => permission(name, origin),
    sent,
    notified,
    windows,
    log,
    fetch: (url, method = 'GET') => serve({ url, method }),
    closeAll: () => allClosed.forEach((listener) => listener()),
    quit: () => stoppable((event) => quitting.forEach((listener) => listener(event))),
    crashPage: (reason) => pageGone(reason),
    endSystem: () => systemEnds.forEach((listener) => listener()),
    setFocused: (value) => {
      focused = value;
    },
  };
};
