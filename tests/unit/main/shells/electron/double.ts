import type {
  Bounds,
  Contents,
  Electron,
  Menu,
  PermissionGuard,
  Place,
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

/** A window as the double sees it: what it was told, and what can happen to it. */
export type FakeWindow = {
  readonly options: WindowOptions;
  readonly flashes: boolean[];
  readonly zooms: number[];
  readonly captures: boolean[];
  readonly moves: Bounds[];
  /** The operator moves or sizes it. */
  readonly placeAt: (place: Place) => void;
  readonly turnWheel: (step: 'in' | 'out') => void;
  readonly finishLoading: () => void;
  readonly blur: () => void;
  readonly close: () => void;
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
  readonly windows: FakeWindow[];
  readonly badges: number[];
  readonly bounces: boolean[];
  readonly keptAwake: boolean[];
  readonly errors: { readonly title: string; readonly text: string }[];
  readonly menus: () => readonly Menu[];
  readonly setScreens: (screens: readonly [Bounds, ...Bounds[]]) => void;
  readonly setSystemIdle_s: (idle_s: number) => void;
  readonly lockScreen: () => void;
  readonly suspend: () => void;
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
  const windows: FakeWindow[] = [];
  const badges: number[] = [];
  const bounces: boolean[] = [];
  const keptAwake: boolean[] = [];
  const errors: ElectronDouble['errors'] = [];
  let menus: readonly Menu[] = [];
  let screens: readonly [Bounds, ...Bounds[]] = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const screensChanged: (() => void)[] = [];
  let idle_s = 0;
  const screenLocks: (() => void)[] = [];
  const suspends: (() => void)[] = [];
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
  const newWindow = (options: WindowOptions): Window => {
    let place = options.place;
    const on = { placed: [], wheel: [], loaded: [], blur: [], closed: [] } as {
      readonly [K in 'placed' | 'loaded' | 'blur' | 'closed']: (() => void)[];
    } & { readonly wheel: ((step: 'in' | 'out') => void)[] };
    const fire = (listeners: readonly (() => void)[]) => (): void => listeners.forEach((listener) => listener());
    const seen = { flashes: [] as boolean[], zooms: [] as number[], captures: [] as boolean[], moves: [] as Bounds[] };
    windows.push({
      options,
      ...seen,
      placeAt: (next) => {
        place = next;
        fire(on.placed)();
      },
      turnWheel: (step) => on.wheel.forEach((listener) => listener(step)),
      finishLoading: fire(on.loaded),
      blur: fire(on.blur),
      close: fire(on.closed),
    });
    return {
      load: (url) => void log.push(`load ${url}`),
      send: (channel, payload) => void sent.push({ channel, payload }),
      show: () => void log.push('show'),
      focus: () => void log.push('focus'),
      isFocused: () => focused,
      place: () => place,
      moveTo: (bounds) => void seen.moves.push(bounds),
      onPlaced: (listener) => void on.placed.push(listener),
      setZoom: (factor) => void seen.zooms.push(factor),
      onZoomAsked: (listener) => void on.wheel.push(listener),
      flash: (flashes) => void seen.flashes.push(flashes),
      onBlur: (listener) => void on.blur.push(listener),
      blockCapture: (blocked) => void seen.captures.push(blocked),
      onLoaded: (listener) => void on.loaded.push(listener),
      onReadyToShow: () => undefined,
      onClosed: (listener) => void on.closed.push(listener),
      onPageGone: (listener) => (pageGone = listener),
    };
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
      log.push(`guards before window: ${onContents.length}`);
      return newWindow(options);
    },
    isPackaged: false,
    hasSwitch: () => false,
    askWhereToSave: async () => null,
    setMenu: (next) => (menus = next),
    screens: () => screens,
    onScreensChanged: (listener) => void screensChanged.push(listener),
    canBlockCapture: true,
    setBadge: (count) => void badges.push(count),
    bounce: (on) => void bounces.push(on),
    systemIdle_s: () => idle_s,
    isMuted: () => false,
    onScreenLock: (listener) => void screenLocks.push(listener),
    onSuspend: (listener) => void suspends.push(listener),
    keepAwake: (on) => void keptAwake.push(on),
    showError: (title, text) => void errors.push({ title, text }),
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
    badges,
    bounces,
    keptAwake,
    errors,
    menus: () => menus,
    setScreens: (next) => {
      screens = next;
      screensChanged.forEach((listener) => listener());
    },
    setSystemIdle_s: (next) => {
      idle_s = next;
    },
    lockScreen: () => screenLocks.forEach((listener) => listener()),
    suspend: () => suspends.forEach((listener) => listener()),
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
